import type { Body } from './jira-input.ts';
import { isRecord } from './jira-input.ts';
import { statuses } from './jira-names.ts';

type State = NonNullable<(typeof statuses)[number]['state']>;

/** What another Jira says of one of its tickets, as far as an order follows it. */
export interface Heard {
  /** Id of the change; they grow. */
  readonly change: string | undefined;
  readonly state: State | undefined;
  /** The voucher as it is from now on; null where it was taken back. */
  readonly voucher: string | null | undefined;
  readonly comment:
    | { readonly id: string; readonly body: string; readonly author: { name: string; email: string } }
    | undefined;
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const record = (value: unknown): Body => (isRecord(value) ? value : {});
export const stateOfCategory: Readonly<Record<string, State>> = {
  new: 'registered',
  indeterminate: 'in_progress',
  done: 'ready',
};

/** Reads the body of a call. What the connector passes over is passed over: own comments, and those that are not for everybody. */
export function readWebhook(body: unknown, ownName: string): Heard {
  const given = record(body);
  const changelog = record(given['changelog']);
  const items = (Array.isArray(changelog['items']) ? changelog['items'] : []).filter(isRecord);
  const last = (field: string) => items.findLast((item) => item['field'] === field);
  const status = last('status');
  const voucher = last('CP-VoucherID');
  const id = changelog['id'];
  return {
    change:
      (typeof id === 'string' || typeof id === 'number') && /^\d{1,20}$/.test(String(id)) ? String(id) : undefined,
    state: status && stateOf(status, given),
    voucher: voucher && (text(Object.entries(voucher).find(([name]) => name === 'toString')?.[1]).trim() || null),
    comment: readSaid(given, ownName),
  };
}

/** By the name of the status, else by its id where the names are not ours, else by its category (ordering.md 3.6, 6). */
function stateOf(item: Body, given: Body): State | undefined {
  const name = text(Object.entries(item).find(([key]) => key === 'toString')?.[1]).toLowerCase();
  const named = statuses.find(
    (status) => status.name.toLowerCase() === name || status.state === name.replaceAll(' ', '_'),
  );
  if (named?.state) return named.state;
  const status = record(record(record(given['issue'])['fields'])['status']);
  const category = stateOfCategory[text(record(status['statusCategory'])['key'])];
  const to = item['to'];
  return category ?? statuses.find(({ id }) => id === String(to))?.state;
}

/** A visibility other than those for everybody, or the mark of a service desk: the comment is for the desk alone (ordering.md 3.5). */
export function isRestricted(comment: Body, publicRoles: readonly string[] = ['User']): boolean {
  const { visibility, properties } = comment;
  if (visibility !== undefined && visibility !== null && !publicRoles.includes(text(record(visibility)['value'])))
    return true;
  return (Array.isArray(properties) ? properties : []).some(
    (mark) => record(mark)['key'] === 'sd.public.comment' && record(record(mark)['value'])['internal'] === true,
  );
}

function readSaid(given: Body, ownName: string): Heard['comment'] {
  const event = given['webhookEvent'];
  if (event !== 'comment_created' && event !== 'comment_updated') return undefined;
  const comment = record(given['comment']);
  const author = record(comment['author']);
  const body = text(comment['body']).trim();
  if (author['name'] === ownName || body === '' || isRestricted(comment)) return undefined;
  return {
    id: String(comment['id']),
    body,
    author: { name: text(author['displayName']) || text(author['name']), email: text(author['emailAddress']) },
  };
}
