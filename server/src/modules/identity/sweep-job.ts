import { z } from 'zod';
import { DAY, later, type Clock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import type { JobDefinition } from '#kernel/jobs';
import { sweepExpired } from './sql-login-store.ts';

/** Removes sessions, sign-ins under way and tokens that have run out. */
export const sweepJob = ({
  database,
  clock,
}: {
  database: Database;
  clock: Clock;
}): JobDefinition<Record<string, never>> => ({
  name: 'identity.sweep-expired',
  summary: 'Removes sessions, sign-ins and tokens that have run out',
  schema: z.object({}),
  retryLimit: 3,
  deadlineSeconds: 120,
  cron: '17 * * * *',
  run: () => sweepExpired(database.read(), clock.now(), later(clock.now(), -30 * DAY)),
});
