import type { ApprovalLink } from '../shares/sql-share-store.ts';

/** Mail scanners open a link in the first minute. */
const scannerSeconds = 60;
const machines =
  /headless|bot\b|crawl|spider|preview|scan|curl|wget|python|java\/|go-http|node|safelinks|proofpoint|barracuda|mimecast/i;

/** Says whether a request for the page may be that of its recipient: then it counts as seen (ordering.md 4.7). */
export function isPersonLooking(
  request: { readonly method: string; readonly headers: Readonly<Record<string, unknown>> },
  link: Pick<ApprovalLink, 'seen_at' | 'created_at'>,
  now: string,
): boolean {
  const agent = request.headers['user-agent'];
  const isBrowser = typeof agent === 'string' && agent !== '' && !machines.test(agent);
  const age = Date.parse(now) - Date.parse(link.created_at);
  return request.method === 'GET' && link.seen_at === null && isBrowser && age > scannerSeconds * 1000;
}
