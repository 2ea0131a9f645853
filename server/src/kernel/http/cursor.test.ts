import { expect, test } from 'vitest';
import { z } from 'zod';
import { cursorInstant, cursorNumber, decodeCursor, encodeCursor } from '#kernel/http';

const parts = z.tuple([cursorInstant.nullable(), cursorNumber, z.string()]);

test('a cursor brings back the key of the row', () => {
  const key = ['2026-11-24T08:00:00.000Z', 1284, 'Ω "quoted"'] as const;
  expect(decodeCursor(encodeCursor(key), parts)).toEqual(key);
  expect(decodeCursor(encodeCursor([null, 1, '']), parts)).toEqual([null, 1, '']);
});

test.each([
  ['text', 'hello'],
  ['another length', encodeCursor(['2026-11-24T08:00:00.000Z', 1284])],
  ['a document', Buffer.from('{"a":1}').toString('base64url')],
  ['a nested value', Buffer.from('[{"a":1},2,"x"]').toString('base64url')],
  ['nothing', ''],
  ['a part of another kind', encodeCursor(['2026-11-24T08:00:00.000Z', '1284', 'x'])],
  ['a number that no column holds', encodeCursor(['2026-11-24T08:00:00.000Z', 99_999_999_999, 'x'])],
  ['half an instant', encodeCursor(['2020', 1284, 'x'])],
  ['a year that PostgreSQL does not know', encodeCursor(['0000-01-01T00:00:00Z', 1284, 'x'])],
  ['half of a surrogate pair', encodeCursor(['2026-11-24T08:00:00.000Z', 1284, '\ud800'])],
  ['a NUL', encodeCursor(['2026-11-24T08:00:00.000Z', 1284, '\0'])],
])('%s is refused as a cursor', (_what, cursor) => {
  expect(() => decodeCursor(cursor, parts)).toThrow(
    expect.objectContaining({ kind: 'invalid', code: 'cursor_unreadable' }),
  );
});
