import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { negotiation } from '#test/negotiation';

let app: TestApp;
let number: number;
beforeAll(async () => {
  app = await testApp();
  number = await negotiation(app).taken();
  await sql`update identity.people set preferences = ${JSON.stringify({ notifications: { messages: 'digest' } })}::jsonb
    where email = 'eleni@hcmr.example'`.execute(app.kernel.database.read());
});
afterAll(() => app.close());

const write = async (body: string) => {
  await app.as('anna').post(`/api/orders/${number}/messages`, { body, scope: 'public' });
  await app.settle();
};
async function mailsTo(recipient: string) {
  return app.kernel.database
    .read()
    .selectFrom('kernel.mails')
    .select(['subject', 'body_text as text'])
    .where('recipient', '=', recipient)
    .orderBy('number')
    .execute();
}
/** What comes when the job runs, twice, at this time. */
async function at(now: string) {
  app.clock.set(now);
  const before = (await mailsTo('eleni@hcmr.example')).length;
  await app.kernel.jobs.runNow('ordering.send-digests', {});
  await app.kernel.jobs.runNow('ordering.send-digests', {});
  return (await mailsTo('eleni@hcmr.example')).slice(before);
}

test('news of the day comes as one mail at eight of the next working day, and once', async () => {
  // A Friday.
  app.clock.set('2026-11-27T09:00:00.000Z');
  const before = (await mailsTo('eleni@hcmr.example')).length;
  await write('The first news');
  await write('The second news');
  expect(await mailsTo('eleni@hcmr.example')).toHaveLength(before);
  expect(await at('2026-11-27T15:00:00.000Z')).toEqual([]);
  expect(await at('2026-11-28T09:00:00.000Z')).toEqual([]);
  expect(await at('2026-11-30T06:59:00.000Z')).toEqual([]);
  const [digest, ...more] = await at('2026-11-30T07:00:00.000Z');
  expect(more).toEqual([]);
  expect(digest?.subject).toBe('2 news about your orders');
  expect(digest?.text.match(new RegExp(`\\[${number}\\] A message about your order`, 'g'))).toHaveLength(2);
  expect(digest?.text).toContain('http://portolan.example/projects/');
});

test('what comes after eight waits for the next day', async () => {
  app.clock.set('2026-11-30T10:00:00.000Z');
  await write('A third one');
  expect(await at('2026-11-30T11:00:00.000Z')).toEqual([]);
  expect(await at('2026-12-01T09:00:00.000Z')).toHaveLength(1);
});

test('a question never waits', async () => {
  const before = (await mailsTo('eleni@hcmr.example')).length;
  await app.as('anna').post(`/api/orders/${number}/transitions`, { action: 'ask', message: 'Which region?' });
  await app.settle();
  expect((await mailsTo('eleni@hcmr.example')).slice(before).map(({ subject }) => subject)).toEqual([
    expect.stringContaining('A question about your order'),
  ]);
});
