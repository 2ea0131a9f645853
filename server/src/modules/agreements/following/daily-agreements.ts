import { z } from 'zod';
import { standingStates } from '#contracts/agreements/lifecycle';
import { system } from '#kernel/access';
import type { JobDefinition } from '#kernel/jobs';
import { mailEndingSoon } from './agreement-mails.ts';
import type { Dependencies } from '../dependencies.ts';
import { dayAfter } from '../versions/matter.ts';
import { findVersion, versionsDue, versionsEnding } from '../versions/sql-agreement-store.ts';
import { loadLocked, takeAction } from '../versions/take-action.ts';

const Data = z.object({});
/** How many days before the end both sides hear of it (ordering.md 4.17). */
const noticeDays = 30;

/** Starts what begins today, ends what ended yesterday, and tells about what ends in 30 days; as often as wanted. */
export const runDaily = (dependencies: Dependencies) => async (): Promise<void> => {
  const { database, clock } = dependencies.kernel;
  const today = clock.today();
  for (const { id, agreement_id: agreementId } of await versionsDue(database.read(), today)) {
    await database.transact(async (tx) => {
      for (const action of ['start', 'expire'] as const) {
        const version = await findVersion(tx, id);
        const loaded = version && (await loadLocked(tx, agreementId, version.number));
        if (!loaded || !standingStates.includes(loaded.version.state)) return;
        const isDue =
          action === 'start'
            ? loaded.version.state === 'agreed' && loaded.version.starts_on <= today
            : loaded.version.ends_on < today;
        if (isDue) await takeAction(tx, dependencies, loaded, { action, actor: system, role: 'system' });
      }
    });
  }
  for (const { id, agreement_id: agreementId } of await versionsEnding(
    database.read(),
    today,
    dayAfter(today, noticeDays + 1),
  )) {
    await database.transact(async (tx) => {
      const version = await findVersion(tx, id);
      const loaded = version && (await loadLocked(tx, agreementId, version.number));
      // Who agreed to less than the notice knows the end already.
      if (loaded && dayAfter(loaded.version.starts_on, noticeDays) <= today)
        await mailEndingSoon(tx, dependencies, loaded);
    });
  }
};

/** The job of the small hours, UTC. */
export function dailyJob(dependencies: Dependencies): JobDefinition<z.infer<typeof Data>> {
  return {
    name: 'agreements.daily',
    summary: 'Starts and ends agreements on their days, and tells about those that end in 30 days',
    schema: Data,
    retryLimit: 5,
    deadlineSeconds: 300,
    cron: '5 0 * * *',
    run: runDaily(dependencies),
  };
}
