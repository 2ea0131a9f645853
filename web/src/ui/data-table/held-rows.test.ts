import { expect, test } from 'vitest';

import { mergeRows } from './held-rows.ts';

const row = (id: string, text = id) => ({ id, text });
const idOf = ({ id }: { id: string }) => id;
type Rows = { id: string; text: string }[];
const merge = (seen: Rows, now: Rows, hadMore = false) => mergeRows(seen, now, idOf, hadMore);

test('rows that arrive in between wait, and nothing on screen moves', () => {
  const one = row('1');
  const two = row('2');
  const { shown, waiting } = merge([one, two], [row('9'), one, row('8'), two]);
  expect(shown.map(({ id }) => id)).toEqual(['1', '2']);
  expect(waiting).toBe(2);
});

test('a changed row shows its new text and remembers the old one', () => {
  const { shown } = merge([row('1', 'New')], [row('1', 'Approved')]);
  expect(shown[0]).toMatchObject({ row: { text: 'Approved' }, before: { text: 'New' }, gone: false });
});

test('a row that no longer matches stays, marked', () => {
  const { shown, waiting } = merge([row('1'), row('2')], [row('2')]);
  expect(shown.map(({ id, gone }) => [id, gone])).toEqual([
    ['1', true],
    ['2', false],
  ]);
  expect(waiting).toBe(0);
});

test('a further page is added at once', () => {
  const one = row('1');
  const { shown, waiting } = merge([one], [one, row('2'), row('3')], true);
  expect(shown.map(({ id }) => id)).toEqual(['1', '2', '3']);
  expect(waiting).toBe(0);
});

test('rows after the end of a whole list have arrived, and wait', () => {
  const one = row('1');
  const { shown, waiting } = merge([one], [one, row('2')]);
  expect(shown.map(({ id }) => id)).toEqual(['1']);
  expect(waiting).toBe(1);
});
