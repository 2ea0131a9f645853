import { isRecord, reference, type Body } from '../jira-input.ts';
import { isRestricted } from '../read-webhook.ts';
import { unreadable } from './jira-client.ts';

export interface ForeignUser {
  /** Name of the account; id of the account in a cloud. */
  readonly name: string;
  readonly displayName: string;
  readonly email: string;
}

export interface ForeignStatus {
  readonly id: string;
  readonly name: string;
}

interface ForeignChange {
  /** Grows from change to change. */
  readonly id: string;
  readonly at: string;
  readonly by: ForeignUser;
  readonly from: ForeignStatus;
  readonly to: ForeignStatus;
}

export interface ForeignFile {
  readonly id: string;
  readonly at: string;
  readonly by: ForeignUser;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly content: string;
}

interface ForeignLink {
  readonly type: string;
  /** What this ticket is to the other, in that Jira's words. */
  readonly words: string;
  readonly direction: 'outward' | 'inward';
  readonly key: string;
}

export interface ForeignComment {
  readonly id: string;
  readonly at: string;
  readonly by: ForeignUser;
  readonly body: string;
  readonly restricted: boolean;
}

/** A ticket of another Jira, as far as an order or a project can be made of it. Moments are ISO texts in UTC. */
export interface ForeignIssue {
  readonly id: string;
  readonly key: string;
  readonly type: { readonly id: string; readonly name: string };
  readonly status: ForeignStatus;
  readonly summary: string;
  readonly description: string;
  readonly reporter: ForeignUser;
  readonly assignee: ForeignUser | null;
  readonly labels: readonly string[];
  readonly priority: string;
  readonly resolution: string;
  readonly created: string;
  /** As that Jira wrote it: what it was read at. */
  readonly updated: string;
  readonly updatedAt: string;
  readonly parent: string;
  readonly files: readonly ForeignFile[];
  readonly links: readonly ForeignLink[];
  /** Changes of the status, oldest first. */
  readonly changes: readonly ForeignChange[];
  readonly fields: Body;
}

export const record = (value: unknown): Body => (isRecord(value) ? value : {});
export const records = (value: unknown): readonly Body[] => (Array.isArray(value) ? value : []).filter(isRecord);
/** The database takes no NUL; no text of a person has one. */
export const text = (value: unknown): string => (typeof value === 'string' ? value.replaceAll('\u0000', '') : '');
export const idOf = (value: unknown): string => (typeof value === 'number' ? String(value) : text(value));

/** `2021-05-25T21:07:42.000+0000` as an ISO text in UTC. */
export function instantOf(value: unknown): string {
  try {
    return Temporal.Instant.from(text(value)).toString({ fractionalSecondDigits: 3 });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw unreadable(`"${text(value).slice(0, 40)}" is no moment`);
  }
}

/** Reads a ticket as `GET issue` answers it with `expand=changelog`; throws `jira_unreadable` where it is none. */
export function readIssue(content: unknown, changes: readonly Body[]): ForeignIssue {
  const issue = record(content);
  const fields = record(issue['fields']);
  const [id, key] = [idOf(issue['id']), text(issue['key'])];
  if (id === '' || key === '') throw unreadable('the answer is no ticket: id or key is missing');
  const type = record(fields['issuetype']);
  return {
    id,
    key,
    type: { id: idOf(type['id']), name: text(type['name']) },
    status: statusOf(fields['status']),
    summary: text(fields['summary']).trim(),
    description: text(fields['description']).trim(),
    reporter: userOf(fields['reporter'] ?? fields['creator']),
    assignee: isRecord(fields['assignee']) ? userOf(fields['assignee']) : null,
    labels: (Array.isArray(fields['labels']) ? fields['labels'] : []).map(text).filter((label) => label !== ''),
    priority: text(record(fields['priority'])['name']),
    resolution: text(record(fields['resolution'])['name']),
    created: instantOf(fields['created']),
    updated: text(fields['updated']),
    updatedAt: instantOf(fields['updated']),
    parent: text(record(fields['parent'])['key']),
    files: records(fields['attachment']).map((file) => ({
      id: idOf(file['id']),
      at: instantOf(file['created']),
      by: userOf(file['author']),
      name: text(file['filename']).slice(0, 255) || 'file',
      mediaType: text(file['mimeType']).slice(0, 255) || 'application/octet-stream',
      sizeBytes: Number(file['size']) || 0,
      content: text(file['content']),
    })),
    links: records(fields['issuelinks']).flatMap(linkOf),
    changes: changes.flatMap(statusChangesOf).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    fields,
  };
}

function statusOf(value: unknown): ForeignStatus {
  const status = record(value);
  return { id: idOf(status['id']), name: text(status['name']) };
}

function userOf(value: unknown): ForeignUser {
  const user = record(value);
  const name = text(user['name']) || text(user['accountId']) || text(user['key']);
  return {
    name: name.slice(0, 255),
    displayName: (text(user['displayName']) || name || 'Somebody').slice(0, 255),
    email: text(user['emailAddress']).trim().slice(0, 255),
  };
}

function linkOf(link: Body): ForeignLink[] {
  const type = record(link['type']);
  for (const direction of ['outward', 'inward'] as const) {
    const key = text(record(link[`${direction}Issue`])['key']);
    if (key !== '') return [{ type: text(type['name']), words: text(type[direction]), direction, key }];
  }
  return [];
}

/** An own key of this name: `toString` is one of every object. */
const ownText = (item: Body, name: string) => (Object.hasOwn(item, name) ? text(item[name]) : '');

function statusChangesOf(history: Body): ForeignChange[] {
  const id = idOf(history['id']);
  return records(history['items'])
    .filter((item) => item['field'] === 'status')
    .map((item) => ({
      id,
      at: instantOf(history['created']),
      by: userOf(history['author']),
      from: { id: idOf(item['from']), name: ownText(item, 'fromString') },
      to: { id: idOf(item['to']), name: ownText(item, 'toString') },
    }));
}

/** Reads a comment; only those with a visibility in `publicRoles`, or none at all, are for everybody. */
export function readComment(comment: Body, publicRoles: readonly string[]): ForeignComment {
  const id = idOf(comment['id']);
  if (id === '') throw unreadable('a comment has no id');
  return {
    id,
    at: instantOf(comment['created']),
    by: userOf(comment['author']),
    body: text(comment['body']).trim(),
    restricted: isRestricted(comment, publicRoles) || comment['jsdPublic'] === false,
  };
}

/** The text of a custom field of any kind: of an option its name, of several their names. */
export function fieldText(value: unknown): string {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value))
    return value
      .map(fieldText)
      .filter((part) => part !== '')
      .join(', ');
  const { value: shown, name } = record(value);
  return text(shown) || text(name) || (reference(value) ?? '');
}
