import type { JiraClient } from './jira-client.ts';
import { unreadable } from './jira-client.ts';
import {
  idOf,
  readComment,
  readIssue,
  record,
  records,
  text,
  type ForeignComment,
  type ForeignIssue,
} from './read-issue.ts';
import type { Body } from '../jira-input.ts';

/** A ticket with everything that was said on it. */
export interface FetchedTicket {
  readonly issue: ForeignIssue;
  /** Oldest first. */
  readonly comments: readonly ForeignComment[];
}

const pageSize = 100;
const mostPages = 500;

/** Reads a ticket whole, by its id or key; undefined where there is none. */
export async function fetchTicket(
  client: JiraClient,
  idOrKey: string,
  publicRoles: readonly string[],
): Promise<FetchedTicket | undefined> {
  const path = `issue/${encodeURIComponent(idOrKey)}`;
  const content = await client.find(path, { fields: '*all,-comment,-worklog', expand: 'changelog' });
  if (content === undefined) return undefined;
  const changelog = record(record(content)['changelog']);
  const told = records(changelog['histories']);
  // A cloud tells the newest hundred with the ticket, and all of them by themselves.
  const total = Number(changelog['total']) || 0;
  const changes = total > told.length ? await allOf(client, `${path}/changelog`, 'values', {}) : told;
  const comments = await allOf(client, `${path}/comment`, 'comments', { expand: 'properties' });
  return {
    issue: readIssue(content, changes),
    comments: comments
      .map((comment) => readComment(comment, publicRoles))
      .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
  };
}

/** Every page of a list, each entry once; throws `jira_unreadable` where the pages do not end. */
async function allOf(
  client: JiraClient,
  path: string,
  name: string,
  query: Readonly<Record<string, string>>,
): Promise<readonly Body[]> {
  const found = new Map<string, Body>();
  let startAt = 0;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = record(await client.get(path, { ...query, startAt: String(startAt), maxResults: String(pageSize) }));
    const entries = records(answer[name]);
    const before = found.size;
    for (const entry of entries) found.set(idOf(entry['id']), entry);
    startAt += entries.length;
    if (entries.length === 0 || startAt >= (Number(answer['total']) || 0)) return [...found.values()];
    if (found.size === before) break;
  }
  throw unreadable(`the pages of ${path} do not end`);
}

/** A ticket as a search lists it: enough to know whether it has to be read. */
export interface ListedTicket {
  readonly id: string;
  readonly key: string;
  readonly created: string;
  readonly updated: string;
}

interface TicketPage {
  readonly tickets: readonly ListedTicket[];
  /** How many tickets there are; undefined where the other Jira does not say. */
  readonly total: number | undefined;
}

/**
 * Searches page by page, in the older form with offsets, or in a cloud's with page tokens. Each ticket comes once; throws
 * `jira_unreadable` where a page brings nothing new though there shall be more.
 */
export async function* listTickets(
  client: JiraClient,
  jql: string,
  { cloud }: { readonly cloud: boolean },
): AsyncGenerator<TicketPage> {
  const seen = new Set<string>();
  const asked = { jql, maxResults: String(pageSize), fields: 'created,updated' };
  let isCloud = cloud;
  let startAt = 0;
  let token: string | undefined;
  for (;;) {
    const older = isCloud ? undefined : await client.find('search', { ...asked, startAt: String(startAt) });
    if (older === undefined) isCloud = true;
    const answer = record(
      older ?? (await client.get('search/jql', { ...asked, ...(token === undefined ? {} : { nextPageToken: token }) })),
    );
    if (!Array.isArray(answer['issues'])) throw unreadable('the search answers no list of tickets');
    const issues = records(answer['issues']);
    const tickets = issues.map(listed).filter(({ id }) => !seen.has(id));
    for (const { id } of tickets) seen.add(id);
    const total = isCloud ? undefined : Number(answer['total']) || 0;
    startAt += issues.length;
    if (tickets.length > 0) yield { tickets, total };
    token = typeof answer['nextPageToken'] === 'string' ? answer['nextPageToken'] : undefined;
    const isLast = isCloud ? token === undefined || answer['isLast'] === true : startAt >= (total ?? 0);
    if (isLast || (issues.length === 0 && !isCloud)) return;
    if (tickets.length === 0) throw unreadable('the pages of the search do not end');
  }
}

function listed(issue: Body): ListedTicket {
  const fields = record(issue['fields']);
  const [id, key] = [idOf(issue['id']), text(issue['key'])];
  if (id === '' || key === '') throw unreadable('the search answers tickets without id or key');
  return { id, key, created: text(fields['created']), updated: text(fields['updated']) };
}
