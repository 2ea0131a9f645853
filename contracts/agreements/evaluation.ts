/**
 * How a month is judged against the targets of an agreement (ordering.md 4.9): the one rule that the server applies, the
 * pages explain and the documents promise.
 */

/** Percent that are promised for every month. */
export interface MonthTargets {
  readonly availability: number;
  readonly reliability: number;
  /** Most that may be unknown before a month in which the targets were met is doubtful; 10 unless said. */
  readonly unknownMax?: number;
}

/** What was measured in a month, in percent, unrounded; null where nothing was. */
export interface MonthFigures {
  readonly month: string;
  readonly availability: number | null;
  readonly reliability: number | null;
  readonly unknown: number | null;
  /** Why the month does not count. */
  readonly excluded?: string | undefined;
}

export const monthResults = ['met', 'violated', 'doubtful', 'not-evaluated'] as const;
export type MonthResultName = (typeof monthResults)[number];
export const monthReasons = ['unknown', 'availability', 'reliability'] as const;
export type MonthReason = (typeof monthReasons)[number];

export interface JudgedMonth {
  readonly month: string;
  readonly result: MonthResultName;
  /** Which figures speak against it. */
  readonly reasons: readonly MonthReason[];
  /** Why it was not evaluated, in words; null for one that was. */
  readonly because: string | null;
}

export const usualUnknownMax = 10;
/** So many evaluated months in a row with too little availability are escalated. */
export const monthsUntilEscalation = 3;

/** Judges one month: a figure equal to its target meets it, and figures are compared as they were measured. */
export function judgeMonth(targets: MonthTargets, figures: MonthFigures): JudgedMonth {
  const { month, availability, reliability, unknown, excluded } = figures;
  const leftOut = (because: string): JudgedMonth => ({ month, result: 'not-evaluated', reasons: [], because });
  if (excluded !== undefined) return leftOut(excluded);
  if (availability === null || reliability === null) return leftOut('no results');
  const isDoubtful = (unknown ?? 0) > (targets.unknownMax ?? usualUnknownMax);
  const reasons: MonthReason[] = [];
  if (isDoubtful) reasons.push('unknown');
  if (availability < targets.availability) reasons.push('availability');
  if (reliability < targets.reliability) reasons.push('reliability');
  const isViolated = reasons.includes('availability') || reasons.includes('reliability');
  return { month, result: isViolated ? 'violated' : isDoubtful ? 'doubtful' : 'met', reasons, because: null };
}

/**
 * The months in which an escalation is due: the third evaluated month in a row with availability below its target. A
 * longer run is one escalation; a month that was not evaluated neither breaks nor extends a run.
 */
export function escalationsIn(months: readonly JudgedMonth[]): string[] {
  const found: string[] = [];
  let run = 0;
  for (const { month, result, reasons } of months) {
    if (result === 'not-evaluated') continue;
    run = reasons.includes('availability') ? run + 1 : 0;
    if (run === monthsUntilEscalation) found.push(month);
  }
  return found;
}

/** Every month from one to another, both included: `2026-11`, `2026-12`. */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = monthAfter(month)) months.push(month);
  return months;
}

/** The month so many months later, or earlier. */
export function monthAfter(month: string, months = 1): string {
  const [year = 0, of = 1] = month.split('-').map(Number);
  const index = year * 12 + of - 1 + months;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** The last day of a month. */
export function lastDayOf(month: string): string {
  const [year = 0, of = 1] = month.split('-').map(Number);
  return `${month}-${String(new Date(Date.UTC(year, of, 0)).getUTCDate()).padStart(2, '0')}`;
}
