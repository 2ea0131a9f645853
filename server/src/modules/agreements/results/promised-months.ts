import {
  judgeMonth,
  lastDayOf,
  monthAfter,
  monthsBetween,
  type JudgedMonth,
  type MonthTargets,
} from '#contracts/agreements/evaluation';
import { exclusionWords, type ExclusionReason } from '#contracts/agreements/result-schemas';
import { shareKeyOf, showDay } from '../versions/matter.ts';
import type { PromiseRow } from '../versions/sql-agreement-store.ts';
import type { SiteMonth } from './monthly-results.ts';

/** Days on which a version promises something for a share. */
export interface PromisedSpan {
  readonly agreementId: string;
  readonly version: number;
  readonly site: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly targets: MonthTargets;
}

export interface PromisedMonth extends JudgedMonth {
  readonly figures: SiteMonth | undefined;
  /** The promise that the month is judged by; undefined where none covers the whole month. */
  readonly span: PromisedSpan | undefined;
}

/** Keys of the shares that these versions were ever agreed for, in the order in which they came. */
export function sharesOf(versions: readonly PromiseRow[]): string[] {
  const agreed = versions.filter(({ agreed_at: at }) => at !== null);
  return [...new Set(agreed.flatMap(({ matter }) => matter.shares.map(shareKeyOf)))];
}

/** What the versions of an agreement promise for a share, the oldest version first. */
export function spansOf(versions: readonly PromiseRow[], key: string): PromisedSpan[] {
  return versions.flatMap((version) => {
    const share = version.matter.shares.find((each) => shareKeyOf(each) === key);
    if (version.agreed_at === null || !share) return [];
    // A share has days of its own, unless the version renewed what it was first promised for.
    const isWithin = share.startsOn >= version.starts_on && share.endsOn <= version.ends_on;
    const { startsOn, endsOn } = isWithin ? share : { startsOn: version.starts_on, endsOn: version.ends_on };
    const terminatedOn = version.state === 'terminated' ? version.ended_at?.slice(0, 10) : undefined;
    return [
      {
        agreementId: version.agreement_id,
        version: version.number,
        site: share.site,
        startsOn,
        endsOn: terminatedOn !== undefined && terminatedOn < endsOn ? terminatedOn : endsOn,
        targets: { availability: share.availability, reliability: share.reliability },
      },
    ];
  });
}

/**
 * Judges every month of a share that is over: by the newest promise that holds on its last day. A month counts only
 * when something was promised on its first day, too: nobody answers for days before an agreement began.
 */
export function judgeShare({
  spans,
  figures,
  exclusions,
  today,
}: {
  spans: readonly PromisedSpan[];
  figures: readonly SiteMonth[];
  exclusions: readonly { site: string | null; month: string; reason: ExclusionReason; note: string }[];
  today: string;
}): PromisedMonth[] {
  const first = spans.map(({ startsOn }) => startsOn).toSorted()[0];
  const last = spans
    .map(({ endsOn }) => endsOn)
    .toSorted()
    .at(-1);
  if (first === undefined || last === undefined) return [];
  const lastOver = monthAfter(today.slice(0, 7), -1);
  const until = last.slice(0, 7) < lastOver ? last.slice(0, 7) : lastOver;
  return monthsBetween(first.slice(0, 7), until).map((month): PromisedMonth => {
    const holdsOn = (day: string) => spans.findLast(({ startsOn, endsOn }) => startsOn <= day && day <= endsOn);
    const from = holdsOn(`${month}-01`);
    const span = holdsOn(lastDayOf(month));
    const site = (span ?? from ?? spans.at(-1))?.site;
    const found = figures.find((each) => each.site === site && each.month === month);
    const leftOut = (because: string): PromisedMonth => ({
      month,
      result: 'not-evaluated',
      reasons: [],
      because,
      figures: found,
      span: undefined,
    });
    if (!span) return leftOut(`it ended on ${showDay(from?.endsOn ?? last)}`);
    if (!from) return leftOut(`it began on ${showDay(span.startsOn)}`);
    const exclusion = exclusions.find((each) => each.month === month && (each.site === null || each.site === site));
    const judged = judgeMonth(span.targets, {
      month,
      availability: found?.availability ?? null,
      reliability: found?.reliability ?? null,
      unknown: found?.unknown ?? null,
      excluded:
        exclusion && [exclusionWords[exclusion.reason], exclusion.note].filter((word) => word !== '').join(': '),
    });
    return { ...judged, figures: found, span };
  });
}
