import { cpuUsage, memoryUsage } from 'node:process';
import { availableParallelism, hostname, totalmem } from 'node:os';
import { performance } from 'node:perf_hooks';
import { DAY, later, type Clock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { tables } from '../tables.ts';

const keptDays = 7;

/** What a process takes of its host, in percent. */
export interface NodeUsage {
  readonly host: string;
  readonly cpu: number;
  readonly memory: number;
}

/**
 * What this service takes of each host it runs on: whoever asks refreshes the row of the host that answers, and a host
 * that has not answered for a week is forgotten (messaging-ams.md 4.7).
 */
export function nodeUsages({ database, clock }: { database: Database; clock: Clock }): () => Promise<NodeUsage[]> {
  let before = { at: 0, used: 0 };

  /** Share of the processors since the last question, or since the process began. */
  function cpuPercent(): number {
    const { user, system } = cpuUsage();
    const now = { at: performance.now(), used: (user + system) / 1000 };
    const elapsed = Math.max(now.at - before.at, 1);
    const percent = (100 * (now.used - before.used)) / elapsed / availableParallelism();
    before = now;
    return Math.min(100, percent);
  }

  return async () => {
    const row = { cpu: cpuPercent(), memory: (100 * memoryUsage.rss()) / totalmem(), at: clock.now() };
    const mine = tables(database.read());
    await mine
      .insertInto('messaging.nodes')
      .values({ host: hostname(), ...row })
      .onConflict((conflict) => conflict.column('host').doUpdateSet(row))
      .execute();
    await mine
      .deleteFrom('messaging.nodes')
      .where('at', '<', later(row.at, -keptDays * DAY))
      .execute();
    return mine.selectFrom('messaging.nodes').select(['host', 'cpu', 'memory']).orderBy('host').execute();
  };
}
