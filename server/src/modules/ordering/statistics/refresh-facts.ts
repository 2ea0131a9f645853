import { z } from 'zod';
import type { JobDefinition } from '#kernel/jobs';
import type { OrderingContext } from '../ordering-context.ts';
import { keepNextFacts } from './sql-kept-facts.ts';

/** Orders of one transaction: the embedded database answers nobody else meanwhile. */
const batch = 250;

/**
 * Brings the facts of orders up to date that changed since the last run, came before facts were kept, or were reckoned
 * by other working hours. Each batch is a transaction: a run that is stopped is gone on with by the next.
 */
export function refreshFacts({
  kernel: { database },
  calendar,
}: OrderingContext): JobDefinition<Record<string, never>> {
  return {
    name: 'ordering.refresh-facts',
    summary: 'Brings what statistics know of changed orders up to date',
    schema: z.object({}).strict(),
    retryLimit: 3,
    deadlineSeconds: 600,
    cron: '* * * * *',
    async run() {
      while ((await database.transact((tx) => keepNextFacts(tx, calendar, batch))) > 0);
    },
  };
}
