import { z } from 'zod';
import { standingStates } from '#contracts/agreements/lifecycle';
import { system } from '#kernel/access';
import type { JobDefinition } from '#kernel/jobs';
import { mailEndingSoon, mailReviewDue } from './agreement-mails.ts';
import type { Dependencies } from '../dependencies.ts';
import { dayAfter, nextReview } from '../versions/matter.ts';
import { activeVersions, findVersion, versionsDue, versionsEnding } from '../versions/sql-agreement-store.ts';
import { loadLocked, takeAction } from '../versions/take-action.ts';

const Data = z.object({});
/** How many days before the end, and before the yearly review, both sides hear of it; the longest first. */
const noticeDays = [60, 30] as const;

/** Starts what begins today, ends what ended yesterday, and tells about what ends, or is reviewed, in 60 and in 30 days; as often as wanted. */
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
  await remindOfEnds(dependencies, today);
  await remindOfReviews(dependencies, today);
};

async function remindOfEnds(dependencies: Dependencies, today: string): Promise<void> {
  const { database } = dependencies.kernel;
  for (const [index, days] of noticeDays.entries()) {
    // The later notice takes over on its own day.
    const from = dayAfter(today, (noticeDays[index + 1] ?? -1) + 1);
    for (const { id, agreement_id: agreementId } of await versionsEnding(
      database.read(),
      from,
      dayAfter(today, days + 1),
    )) {
      await database.transact(async (tx) => {
        const version = await findVersion(tx, id);
        const loaded = version && (await loadLocked(tx, agreementId, version.number));
        // Who agreed to less than the notice knows the end already.
        if (loaded && dayAfter(loaded.version.starts_on, days) <= today)
          await mailEndingSoon(tx, dependencies, loaded, days);
      });
    }
  }
}

// Targets and content are reviewed every year (section 9 of the document): on each anniversary of the first day.
async function remindOfReviews(dependencies: Dependencies, today: string): Promise<void> {
  const { database } = dependencies.kernel;
  for (const active of await activeVersions(database.read())) {
    const reviewOn = nextReview(active, today);
    const left = Temporal.PlainDate.from(today).until(reviewOn).days;
    const days = noticeDays.findLast((notice) => left <= notice);
    if (days === undefined || reviewOn > active.ends_on) continue;
    await database.transact(async (tx) => {
      const version = await findVersion(tx, active.id);
      const loaded = version && (await loadLocked(tx, active.agreement_id, version.number));
      if (loaded?.version.state === 'active') await mailReviewDue(tx, dependencies, loaded, { reviewOn, days });
    });
  }
}

/** The job of the small hours, UTC. */
export function dailyJob(dependencies: Dependencies): JobDefinition<z.infer<typeof Data>> {
  return {
    name: 'agreements.daily',
    summary: 'Starts and ends agreements on their days, and tells 60 and 30 days before they end or are reviewed',
    schema: Data,
    retryLimit: 5,
    deadlineSeconds: 300,
    cron: '5 0 * * *',
    run: runDaily(dependencies),
  };
}
