import { afterAll, beforeAll } from 'vitest';
import { FixedClock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { lane, testDatabase } from '#test/database';
import { messageLogContract } from './log.contract.ts';
import { sqlLog } from './sql-log.ts';

const clock = new FixedClock('2026-11-23T09:00:00.000Z');
let database: Database;
let logs: ReturnType<typeof sqlLog>[];
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  database = await testDatabase();
  const log = sqlLog(database, clock);
  // The embedded database belongs to one process, so that there is no other log on it.
  logs = lane === 'pglite' ? [log, log] : [log, sqlLog(database, clock)];
  for (const each of new Set(logs)) stops.push(await each.start());
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await database.close();
});

messageLogContract(`the message log on ${lane}`, () => {
  const [log, other] = logs;
  if (!log || !other) throw new Error('The logs are not open');
  return { log, other, clock };
});
