import { escalationsIn, monthAfter } from '#contracts/agreements/evaluation';
import type { Tx } from '#kernel/database';
import type { Reaction } from '#kernel/outbox';
import { addWorkingDays } from '#libs/working-time';
import { deskCalendar } from '#ordering';
import type { Dependencies } from '../dependencies.ts';
import { AgreementEvent } from '../events.ts';
import { shareKeyOf } from '../versions/matter.ts';
import { agreementsAtSite, findAgreementById, findVersion, versionsOfAll } from '../versions/sql-agreement-store.ts';
import { judgeShare, sharesOf, spansOf, type PromisedMonth, type PromisedSpan } from './promised-months.ts';
import { SiteEvent, tellMonth } from './result-events.ts';
import { currentExclusions } from './sql-result-store.ts';
import {
  openViolation,
  patchViolation,
  raiseEscalation,
  refreshViolation,
  violationsOfShares,
} from './sql-violation-store.ts';

/** Working days in which a provider explains a violation (ordering.md 4.9). */
const daysToJustify = 10;
/** Nobody is asked about months further back than these: the first import of an old history would flood providers. */
const monthsAskedAbout = 6;

/**
 * Judges what was promised at a site: opens a violation for each month that was missed, clears those that other figures
 * or an exclusion took away, and raises what is to be escalated. As often as wanted.
 */
export async function evaluateSite(tx: Tx, dependencies: Dependencies, site: string): Promise<void> {
  const { kernel, results } = dependencies;
  const olas = await agreementsAtSite(tx, site);
  const ids = olas.flatMap(({ id, parent_id: parentId }) => (parentId === null ? [id] : [parentId, id]));
  const versions = await versionsOfAll(tx, [...new Set(ids)]);
  const [figures, exclusions] = [await results.of(tx, [site]), await currentExclusions(tx, [site])];
  const today = kernel.clock.today();
  for (const ola of olas) {
    const own = versions.get(ola.id) ?? [];
    const above = ola.parent_id === null ? [] : (versions.get(ola.parent_id) ?? []);
    const [key] = own.flatMap(({ matter }) => matter.shares.map(shareKeyOf));
    if (key === undefined || ![...sharesOf(own), ...sharesOf(above)].includes(key)) continue;
    // The OLA goes before the SLA, which binds the federation alone.
    const spans = [...spansOf(above, key), ...spansOf(own, key)];
    const months = judgeShare({ spans, figures, exclusions, today });
    await settleMonths(tx, dependencies, { key, months });
    await escalate(tx, dependencies, { key, months });
  }
}

async function settleMonths(
  tx: Tx,
  dependencies: Dependencies,
  { key, months }: { key: string; months: readonly PromisedMonth[] },
): Promise<void> {
  const { kernel } = dependencies;
  const now = kernel.clock.now();
  const standing = new Map((await violationsOfShares(tx, [key])).map((violation) => [violation.month, violation]));
  const oldest = monthAfter(now.slice(0, 7), -monthsAskedAbout);
  for (const month of months) {
    const known = standing.get(month.month);
    const { span } = month;
    if (month.result !== 'violated' || !span) {
      if (known && known.settled_at === null)
        await patchViolation(tx, known.id, { outcome: 'cleared', settled_at: now, settled_note: month.because ?? '' });
      continue;
    }
    if (known && known.outcome !== 'cleared') {
      if (known.settled_at === null) await refreshViolation(tx, known.id, month);
      continue;
    }
    if (month.month < oldest) continue;
    const dueAt = addWorkingDays(deskCalendar(kernel.config), now, daysToJustify).toString();
    const opened = await openViolation(tx, { key, month, span, dueAt, now });
    const agreement = opened && (await findAgreementById(tx, opened.agreement_id));
    if (agreement)
      await tellMonth(tx, dependencies, {
        type: 'agreements.violated',
        agreement,
        site: span.site,
        ids: { violationId: opened.id },
      });
  }
}

async function escalate(
  tx: Tx,
  dependencies: Dependencies,
  { key, months }: { key: string; months: readonly PromisedMonth[] },
): Promise<void> {
  const now = dependencies.kernel.clock.now();
  const oldest = monthAfter(now.slice(0, 7), -monthsAskedAbout);
  for (const month of escalationsIn(months)) {
    const span: PromisedSpan | undefined = months.find((each) => each.month === month)?.span;
    if (!span || month < oldest) continue;
    const raised = await raiseEscalation(tx, { key, month, span, now });
    const agreement = raised && (await findAgreementById(tx, raised.agreement_id));
    if (agreement)
      await tellMonth(tx, dependencies, {
        type: 'agreements.escalated',
        agreement,
        site: span.site,
        ids: { escalationId: raised.id },
      });
  }
}

/** Judges sites again whenever their figures change, the months that count, or what is promised there. */
export function evaluationReactions(dependencies: Dependencies): Reaction[] {
  return [
    {
      name: 'agreements.evaluate',
      on: ['agreements.results_changed'],
      react: (tx, event) => evaluateSite(tx, dependencies, SiteEvent.parse(event.payload).site),
    },
    {
      name: 'agreements.evaluate_agreed',
      on: ['agreements.agreed', 'agreements.terminated'],
      async react(tx, event) {
        const version = await findVersion(tx, AgreementEvent.parse(event.payload).versionId);
        const sites = new Set(version?.matter.shares.map(({ site }) => site));
        for (const site of sites) await evaluateSite(tx, dependencies, site);
      },
    },
  ];
}
