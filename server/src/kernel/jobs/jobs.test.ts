import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { testDatabase } from '#test/database';
import type { Database } from '#kernel/database';
import { nextId } from '#kernel/ids';
import { createJobs, type AnyJob, type Jobs } from '#kernel/jobs';
import { createLogger } from '#kernel/logging';
import { createMetrics } from '#kernel/metrics';

let database: Database;
let running: Jobs | undefined;
beforeAll(async () => {
  database = await testDatabase();
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
});
afterAll(() => database.close());

function jobsWith(definitions: readonly AnyJob[]): Jobs {
  running = createJobs({
    database,
    logger: createLogger('silent'),
    metrics: createMetrics(),
    definitions: () => definitions,
  });
  return running;
}

const shared = { summary: 'For the test', schema: z.object({ n: z.number() }), retryLimit: 2, deadlineSeconds: 30 };
const patience = { timeout: 20_000, interval: 100 };

test('a job runs once with its data, and the same id is taken once', async () => {
  const seen: number[] = [];
  const jobs = jobsWith([{ ...shared, name: 'test.once', run: async ({ n }: { n: number }) => void seen.push(n) }]);
  await jobs.start({ work: true });
  const id = nextId();
  await jobs.send({ queue: 'test.once', data: { n: 7 } }, id);
  await jobs.send({ queue: 'test.once', data: { n: 7 } }, id);
  await jobs.send({ queue: 'test.once', data: { n: 8 } });
  await expect.poll(() => seen.toSorted((a, b) => a - b), patience).toEqual([7, 8]);
});

test('a job that fails is tried again until it succeeds', async () => {
  let attempts = 0;
  const run = async () => {
    attempts += 1;
    if (attempts < 2) throw new Error('mail server away');
  };
  const jobs = jobsWith([{ ...shared, name: 'test.flaky', run }]);
  await jobs.start({ work: true });
  await jobs.send({ queue: 'test.flaky', data: { n: 1 } });
  await expect.poll(() => attempts, patience).toBe(2);
  await expect
    .poll(async () => (await jobs.recent('test.flaky'))[0], patience)
    .toMatchObject({ state: 'completed', attempts: 1 });
}, 40_000);

test('the page of the jobs shows what waits, and a failed one can be sent again by hand', async () => {
  let healthy = false;
  let done = 0;
  const run = async () => {
    if (!healthy) throw new Error('broken');
    done += 1;
  };
  const jobs = jobsWith([{ ...shared, name: 'test.broken', retryLimit: 0, run }]);
  await jobs.start({ work: true });
  await jobs.send({ queue: 'test.broken', data: { n: 1 } });
  await expect.poll(async () => (await jobs.recent('test.broken'))[0]?.state, patience).toBe('failed');
  const [failed] = await jobs.recent('test.broken');
  expect(failed).toMatchObject({
    queue: 'test.broken',
    data: { n: 1 },
    output: expect.objectContaining({ message: 'broken' }),
  });
  expect(await jobs.queues()).toMatchObject([{ name: 'test.broken', summary: 'For the test', cron: null }]);
  healthy = true;
  await jobs.retry('test.broken', failed?.id ?? '');
  await expect.poll(() => done, patience).toBe(1);
}, 40_000);

test('a process that does not work only sends', async () => {
  let ran = 0;
  const jobs = jobsWith([{ ...shared, name: 'test.waiting', run: async () => void (ran += 1) }]);
  await jobs.start({ work: false });
  await jobs.send({ queue: 'test.waiting', data: { n: 1 } });
  expect((await jobs.recent('test.waiting'))[0]?.state).toBe('created');
  expect(ran).toBe(0);
  await jobs.runNow('test.waiting', { n: 1 });
  expect(ran).toBe(1);
});

test('data that does not fit the schema never reaches the work, and an unknown queue is refused', async () => {
  let ran = 0;
  const jobs = jobsWith([{ ...shared, name: 'test.strict', run: async () => void (ran += 1) }]);
  await jobs.start({ work: false });
  await expect(jobs.runNow('test.strict', { n: 'many' })).rejects.toThrow();
  expect(ran).toBe(0);
  await expect(jobs.send({ queue: 'test.unknown', data: {} })).rejects.toMatchObject({ code: 'unknown_job' });
});

test('a job cannot be sent inside a transaction of the embedded database', async () => {
  const jobs = jobsWith([{ ...shared, name: 'test.inside', run: async () => undefined }]);
  await jobs.start({ work: false });
  const sending = database.transact(async () => jobs.send({ queue: 'test.inside', data: { n: 1 } }));
  if (database.kind === 'pglite') await expect(sending).rejects.toThrow('never inside a transaction');
  else await sending;
});
