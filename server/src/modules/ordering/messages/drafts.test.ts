import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymous, type Actor } from '#kernel/access';
import { FixedClock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { testDatabase } from '#test/database';
import { keepDraft, mostDraftBytes, readDraft } from './drafts.ts';

let database: Database;
let keep: ReturnType<typeof keepDraft>;
let read: ReturnType<typeof readDraft>;
const clock = new FixedClock('2026-11-23T10:00:00.000Z');
const as = (id: string): Actor => ({ ...anonymous, kind: 'person', id, name: id });

beforeAll(async () => {
  database = await testDatabase();
  keep = keepDraft({ database, clock });
  read = readDraft({ database, clock });
});
afterAll(() => database.close());

test('what somebody began to write is there when they come back, and for them alone', async () => {
  await keep(as('eleni'), 'order:egi-cloud-compute/1', { values: { VMs: 50 }, list: [1, null, 'é'] });
  expect(await read(as('eleni'), 'order:egi-cloud-compute/1')).toEqual({
    key: 'order:egi-cloud-compute/1',
    content: { values: { VMs: 50 }, list: [1, null, 'é'] },
    savedAt: clock.now(),
  });
  expect(await read(as('jonas'), 'order:egi-cloud-compute/1')).toMatchObject({ content: null, savedAt: null });
});

test('the last text wins, null forgets it', async () => {
  await keep(as('eleni'), 'message:1284', 'first');
  await keep(as('eleni'), 'message:1284', 'second');
  expect(await read(as('eleni'), 'message:1284')).toMatchObject({ content: 'second' });
  await keep(as('eleni'), 'message:1284', null);
  expect(await read(as('eleni'), 'message:1284')).toMatchObject({ content: null, savedAt: null });
});

test('64 kB fit, a byte more does not', async () => {
  const fits = 'x'.repeat(mostDraftBytes - 2);
  await keep(as('eleni'), 'big', fits);
  await expect(keep(as('eleni'), 'big', `${fits}x`)).rejects.toMatchObject({
    kind: 'invalid',
    code: 'draft_too_large',
  });
  expect(await read(as('eleni'), 'big')).toMatchObject({ content: fits });
});

test('the oldest of very many drafts goes', async () => {
  for (let n = 0; n < 202; n += 1) {
    clock.advance(1000);
    await keep(as('marta'), `draft-${n}`, n);
  }
  expect(await read(as('marta'), 'draft-1')).toMatchObject({ content: null });
  expect(await read(as('marta'), 'draft-2')).toMatchObject({ content: 2 });
});

test('nobody who is not signed in keeps a draft', async () => {
  await expect(keep(anonymous, 'key', 1)).rejects.toMatchObject({ kind: 'unauthenticated' });
});
