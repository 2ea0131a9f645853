import { z } from 'zod';
import { invalid } from '#kernel/errors';
import { unkeepable } from './keepable.ts';

/** An instant in a cursor, as lists write it. */
export const cursorInstant = z.iso.datetime().refine((text) => !text.startsWith('0000'));
/** A number that a column of the database can hold. */
export const cursorNumber = z.number().int().min(-2_147_483_648).max(2_147_483_647);

/** Packs the sort key of the last row into an opaque cursor. */
export function encodeCursor(key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Reads a cursor back, each part by its schema; throws `invalid` for one that the list never gave out. */
export function decodeCursor<Parts extends z.ZodTuple>(cursor: string, parts: Parts): z.output<Parts> {
  const key = parts.safeParse(parsed(cursor));
  if (key.success && unkeepable(key.data).length === 0) return key.data;
  throw invalid(
    'cursor_unreadable',
    [{ path: 'query.after', message: 'not a cursor of this list' }],
    'The cursor is not one that this list gave out: start from the first page',
  );
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    // Text that is no JSON is no cursor; `undefined` fits no schema of one.
    return undefined;
  }
}
