import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from '#kernel/http';

test('a cursor brings back the key of the row', () => {
  const key = ['2026-11-24T08:00:00.000Z', 1284, null, 'Ω "quoted"'];
  expect(decodeCursor(encodeCursor(key), 4)).toEqual(key);
});

test.each([
  ['text', 'hello'],
  ['another length', encodeCursor([1])],
  ['a document', Buffer.from('{"a":1}').toString('base64url')],
  ['a nested value', Buffer.from('[{"a":1},2]').toString('base64url')],
  ['nothing', ''],
])('%s is refused as a cursor', (_what, cursor) => {
  expect(() => decodeCursor(cursor, 2)).toThrow(
    expect.objectContaining({ kind: 'invalid', code: 'cursor_unreadable' }),
  );
});
