import { AppError } from '#kernel/errors';

/** Packs the sort key of the last row into an opaque cursor. */
export function encodeCursor(key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Reads a cursor of `length` parts back; throws `invalid` for one that is not ours. */
export function decodeCursor(cursor: string, length: number): readonly (string | number | null)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const fits =
      Array.isArray(key) &&
      key.length === length &&
      key.every((part) => part === null || typeof part === 'string' || typeof part === 'number');
    if (fits) return key as (string | number | null)[];
  } catch {
    // Falls through to the one refusal below: text that is no JSON is no cursor.
  }
  throw new AppError(
    'invalid',
    'cursor_unreadable',
    'The cursor is not one that this list gave out: start from the first page',
    {
      errors: [{ path: 'query.after', message: 'not a cursor of this list' }],
    },
  );
}
