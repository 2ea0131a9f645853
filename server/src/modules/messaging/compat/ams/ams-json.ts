import { wrong } from '../../faults.ts';
import type { Page } from '../../messaging-context.ts';

export type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object that a body holds; an empty body is an empty object. Throws `fault` where it is something else. */
export function readObject(body: string, fault: () => Error): Members {
  if (body.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw fault();
  }
  if (value === '' || value === null) return {};
  if (!isMembers(value)) throw fault();
  return value;
}

/** A member by its name; upstream does not look at capitals. */
export function member(members: Members, name: string): unknown {
  if (name in members) return members[name];
  const lower = name.toLowerCase();
  return Object.entries(members).find(([key]) => key.toLowerCase() === lower)?.[1];
}

/** A text; empty where it is missing or null. Throws `fault` where it is something else. */
export function textIn(members: Members, name: string, fault: () => Error): string {
  const value = member(members, name);
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw fault();
  return value;
}

/** An object; undefined where it is missing or null. Throws `fault` where it is something else. */
export function objectIn(members: Members, name: string, fault: () => Error): Members | undefined {
  const value = member(members, name);
  if (value === undefined || value === null) return undefined;
  if (!isMembers(value)) throw fault();
  return value;
}

/** A list of texts; undefined where it is missing or null. Throws `fault` where it is something else. */
export function textsIn(members: Members, name: string, fault: () => Error): string[] | undefined {
  const value = member(members, name);
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) throw fault();
  return value;
}

/** A list of objects; undefined where it is missing or null. Throws `fault` where it is something else. */
export function objectsIn(members: Members, name: string, fault: () => Error): Members[] | undefined {
  const value = member(members, name);
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every(isMembers)) throw fault();
  return value;
}

/** Texts by name; empty where they are missing or null. Throws `fault` where one is no text. */
export function textMapIn(members: Members, name: string, fault: () => Error): Record<string, string> {
  const value = member(members, name);
  if (value === undefined || value === null) return {};
  if (!isMembers(value) || !Object.values(value).every((each) => typeof each === 'string')) throw fault();
  return value as Record<string, string>;
}

/** Second precision in UTC, as all dates of this face but those of messages. */
export const instant = (iso: string): string => `${iso.slice(0, 19)}Z`;

/** What a list is asked for by `pageSize` and `pageToken`, or `nextPageToken` as the Python library calls it. */
export function readPage(query: Readonly<Record<string, string | undefined>>): Page {
  const size = query['pageSize'] ?? '';
  if (size !== '' && !/^\d{1,9}$/.test(size)) throw wrong('page_size_invalid', 'Invalid page size');
  const token = query['pageToken'] || query['nextPageToken'] || '';
  const from = token === '' ? null : Buffer.from(token, 'base64').toString('latin1');
  if (from !== null && (!/^\d{1,9}$/.test(from) || Buffer.from(from).toString('base64') !== token)) {
    throw wrong('page_token_invalid', 'Invalid page token');
  }
  return { size: Number(size) || null, from: from === null ? null : Number(from) };
}

/** The token of the page that begins with an item; empty after the last. */
export const pageToken = (next: number | null): string =>
  next === null ? '' : Buffer.from(String(next)).toString('base64');

/** Leaves out members whose text is empty. */
export function withoutEmpty<T extends Members>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== '')) as Partial<T>;
}
