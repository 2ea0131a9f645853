import type {
  AgreementResults,
  Escalation,
  ResultMonth,
  Violation,
  ViolationSummary,
} from '#contracts/agreements/result-schemas';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { writeCsv } from '#libs/csv';
import type { Dependencies } from '../dependencies.ts';
import { mayJustify, mayReportResults, seesAll } from '../policies.ts';
import type { VersionRow } from '../versions/sql-agreement-store.ts';
import { judgeShare, sharesOf, spansOf } from './promised-months.ts';
import { currentExclusions } from './sql-result-store.ts';
import {
  escalationsOfShares,
  violationsOfShares,
  type EscalationRow,
  type ListedViolation,
  type ViolationRow,
} from './sql-violation-store.ts';

/** A violation as somebody may read it: the customer's side learns the explanation once it is accepted. */
export function shownViolation(actor: Actor, violation: ViolationRow, now: string): Violation {
  const mayExplain = mayJustify(actor, violation.site).allowed;
  const isInside = seesAll(actor) || mayExplain;
  const isShown = isInside || violation.outcome === 'accepted';
  const isOpen = violation.settled_at === null;
  return {
    id: violation.id,
    state: isOpen ? (violation.justification === null ? 'waiting' : 'answered') : 'settled',
    dueAt: violation.due_at,
    isLate: isOpen && violation.justification === null && violation.due_at < now,
    justification: isShown ? violation.justification : null,
    justifiedAt: violation.justified_at,
    justifiedBy: isInside ? violation.justified_by : null,
    outcome: violation.outcome,
    note: isInside ? violation.settled_note : '',
    mayJustify: isOpen && mayExplain,
    maySettle: isOpen && mayReportResults(actor).allowed,
  };
}

function shownEscalation(actor: Actor, row: EscalationRow): Escalation {
  return {
    id: row.id,
    site: row.site,
    share: row.share_key,
    month: row.month,
    raisedAt: row.raised_at,
    settledAt: row.settled_at,
    maySettle: row.settled_at === null && mayReportResults(actor).allowed,
  };
}

interface Asked {
  readonly actor: Actor;
  readonly versions: readonly VersionRow[];
}

/** Every month of every share of an agreement that is over, against what was promised; the newest month first. */
export async function resultsOf(
  read: Read,
  { kernel, results }: Dependencies,
  { actor, versions }: Asked,
): Promise<AgreementResults> {
  const keys = sharesOf(versions);
  const spans = new Map(keys.map((key) => [key, spansOf(versions, key)]));
  const sites = [...new Set([...spans.values()].flatMap((each) => each.map(({ site }) => site)))];
  const [figures, exclusions, violations, escalations] = await Promise.all([
    results.of(read, sites),
    currentExclusions(read, sites),
    violationsOfShares(read, keys),
    escalationsOfShares(read, keys),
  ]);
  const today = kernel.clock.today();
  const now = kernel.clock.now();
  const months = keys.flatMap((key) =>
    judgeShare({ spans: spans.get(key) ?? [], figures, exclusions, today }).map((judged): ResultMonth => {
      const { month, result, reasons, because, span } = judged;
      const violation = violations.find((each) => each.share_key === key && each.month === month);
      return {
        month,
        share: key,
        site: span?.site ?? judged.figures?.site ?? spans.get(key)?.at(-1)?.site ?? '',
        availability: judged.figures?.availability ?? null,
        reliability: judged.figures?.reliability ?? null,
        unknown: judged.figures?.unknown ?? null,
        targets: span ? { availability: span.targets.availability, reliability: span.targets.reliability } : null,
        result,
        reasons: [...reasons],
        because,
        violation: violation ? shownViolation(actor, violation, now) : null,
      };
    }),
  );
  return {
    known: figures.length > 0,
    months: months.toSorted((one, other) => other.month.localeCompare(one.month) || one.site.localeCompare(other.site)),
    escalations: escalations.map((row) => shownEscalation(actor, row)),
  };
}

/** The same results as a file. */
export function resultsCsv({ months }: AgreementResults): string {
  const head = ['month', 'site', 'share', 'availability', 'availability_target', 'reliability', 'reliability_target'];
  return writeCsv(
    [
      [...head, 'unknown', 'result', 'reasons', 'why_not_evaluated', 'justification'],
      ...months.map((each) => [
        each.month,
        each.site,
        each.share,
        each.availability,
        each.targets?.availability,
        each.reliability,
        each.targets?.reliability,
        each.unknown,
        each.result,
        each.reasons.join(' '),
        each.because,
        each.violation?.justification,
      ]),
    ],
    { forSpreadsheets: true },
  );
}

/** A violation as a list shows it. */
export function violationSummary(actor: Actor, row: ListedViolation, now: string): ViolationSummary {
  return {
    ...shownViolation(actor, row, now),
    agreement: row.name,
    site: row.site,
    service: row.service_name,
    customer: row.customer_name,
    month: row.month,
    reasons: [...row.reasons],
    availability: row.availability,
    reliability: row.reliability,
    targets: { availability: row.target_availability, reliability: row.target_reliability },
    openedOn: row.opened_at.slice(0, 10),
  };
}
