import type { ExclusionInput, SettlementInput } from '#contracts/agreements/result-schemas';
import { require, type Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError, invalid, notFound } from '#kernel/errors';
import type { Dependencies } from '../dependencies.ts';
import { mayJustify, mayReportResults, seesAll } from '../policies.ts';
import { findAgreementById } from '../versions/sql-agreement-store.ts';
import { tellMonth, tellSite } from './result-events.ts';
import {
  currentExclusions,
  insertExclusion,
  liftExclusion,
  sitesInMonth,
  type ExclusionRow,
} from './sql-result-store.ts';
import { lockViolation, patchViolation, settleEscalationRow, type ViolationRow } from './sql-violation-store.ts';

async function tellSites(tx: Tx, dependencies: Dependencies, { site, month }: ExclusionRow): Promise<void> {
  const sites = site === null ? await sitesInMonth(tx, month) : [site];
  for (const each of sites) await tellSite(tx, dependencies, each);
}

/** Leaves a month out of the evaluation; sites are judged again. */
export const excludeMonth =
  (dependencies: Dependencies) =>
  (actor: Actor, input: ExclusionInput): Promise<ExclusionRow> =>
    dependencies.kernel.database.transact(async (tx) => {
      require(mayReportResults(actor));
      const { kernel } = dependencies;
      const standing = await currentExclusions(tx, input.site === undefined ? [] : [input.site]);
      if (standing.some(({ month, site }) => month === input.month && site === (input.site ?? null)))
        throw new AppError('conflict', 'month_excluded', `${input.month} is left out already`);
      const made = await insertExclusion(tx, input, { actor, now: kernel.clock.now() });
      await tellSites(tx, dependencies, made);
      await kernel.audit(tx, {
        actor,
        action: 'agreements.exclude_month',
        target: 'agreement-results',
        details: { month: made.month, site: made.site, reason: made.reason },
      });
      return made;
    });

/** Lets a month count again. */
export const liftMonth =
  (dependencies: Dependencies) =>
  (actor: Actor, id: string): Promise<void> =>
    dependencies.kernel.database.transact(async (tx) => {
      require(mayReportResults(actor));
      const { kernel } = dependencies;
      const lifted = await liftExclusion(tx, id, { actor, now: kernel.clock.now() });
      if (!lifted) throw notFound(`exclusion ${id}`);
      await tellSites(tx, dependencies, lifted);
      await kernel.audit(tx, {
        actor,
        action: 'agreements.lift_exclusion',
        target: 'agreement-results',
        details: { month: lifted.month, site: lifted.site },
      });
    });

async function tellViolation(
  tx: Tx,
  dependencies: Dependencies,
  violation: ViolationRow,
  type: 'agreements.justified' | 'agreements.violation_settled',
): Promise<void> {
  const agreement = await findAgreementById(tx, violation.agreement_id);
  if (agreement)
    await tellMonth(tx, dependencies, { type, agreement, site: violation.site, ids: { violationId: violation.id } });
}

/** Writes down why a month was missed, inside a transaction; `linkEmail` names the contact who came by a link. */
export async function writeJustification(
  tx: Tx,
  dependencies: Dependencies,
  {
    violation,
    actor,
    text,
    by,
    how,
  }: {
    violation: ViolationRow;
    actor: Actor;
    text: string;
    by: string;
    how: 'account' | 'link';
  },
): Promise<void> {
  const { kernel } = dependencies;
  if (violation.settled_at !== null)
    throw new AppError(
      'refused',
      'violation_settled',
      'The matter is closed. Write to the coordinator if it has to be opened again',
    );
  const saved = await patchViolation(tx, violation.id, {
    justification: text,
    justified_at: kernel.clock.now(),
    justified_by_id: actor.id,
    justified_by: by,
    justified_how: how,
  });
  await tellViolation(tx, dependencies, saved, 'agreements.justified');
  await kernel.audit(tx, {
    actor,
    action: 'agreements.justify_violation',
    target: `violation:${violation.id}`,
    details: { site: violation.site, month: violation.month, how },
  });
}

async function found(tx: Tx, actor: Actor, id: string): Promise<ViolationRow> {
  const violation = await lockViolation(tx, id);
  if (!violation || !(seesAll(actor) || mayJustify(actor, violation.site).allowed)) throw notFound(`violation ${id}`);
  return violation;
}

/** Explains a violation by account. */
export const justify =
  (dependencies: Dependencies) =>
  (actor: Actor, id: string, text: string): Promise<void> =>
    dependencies.kernel.database.transact(async (tx) => {
      const violation = await found(tx, actor, id);
      require(mayJustify(actor, violation.site));
      await writeJustification(tx, dependencies, { violation, actor, text, by: actor.name, how: 'account' });
    });

/** Closes a violation. Without an explanation of the provider the coordinator says why. */
export const settleViolation =
  (dependencies: Dependencies) =>
  (actor: Actor, id: string, { outcome, note }: SettlementInput): Promise<void> =>
    dependencies.kernel.database.transact(async (tx) => {
      const violation = await found(tx, actor, id);
      require(mayReportResults(actor));
      if (violation.settled_at !== null) throw new AppError('refused', 'violation_settled', 'The matter is closed');
      if (note === '' && (violation.justification === null || outcome === 'not_accepted'))
        throw invalid('note_required', [{ path: 'note', message: 'Say why it is closed' }]);
      const { kernel } = dependencies;
      const saved = await patchViolation(tx, id, {
        outcome,
        settled_note: note,
        settled_at: kernel.clock.now(),
        settled_by_id: actor.id,
        settled_by: actor.name,
      });
      await tellViolation(tx, dependencies, saved, 'agreements.violation_settled');
      await kernel.audit(tx, {
        actor,
        action: 'agreements.settle_violation',
        target: `violation:${id}`,
        details: { outcome, site: saved.site, month: saved.month },
      });
    });

/** Says that an escalation was dealt with. */
export const settleEscalation =
  (dependencies: Dependencies) =>
  (actor: Actor, id: string): Promise<void> =>
    dependencies.kernel.database.transact(async (tx) => {
      require(mayReportResults(actor));
      const { kernel } = dependencies;
      const settled = await settleEscalationRow(tx, id, { actor, now: kernel.clock.now() });
      if (!settled) throw notFound(`open escalation ${id}`);
      await kernel.audit(tx, {
        actor,
        action: 'agreements.settle_escalation',
        target: `escalation:${id}`,
        details: { site: settled.site, month: settled.month },
      });
    });
