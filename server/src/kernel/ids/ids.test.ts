import { expect, test } from 'vitest';
import { nextId } from '#kernel/ids';

test('ids are UUIDs of version 7 in the order in which they were made, however fast', () => {
  const begun = Date.now();
  const ids = Array.from({ length: 20_000 }, nextId);
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of [ids[0], ids.at(-1)])
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const made = Number.parseInt((ids[0] ?? '').slice(0, 13).replace('-', ''), 16);
  expect(made).toBeGreaterThanOrEqual(begun);
});
