import type { Statistics, StatisticsQuery, StatisticsSplit } from '#contracts/ordering/statistics';
import { elapsed, workingDaySeconds, type WorkingCalendar } from '#libs/working-time';
import { decisionDays, defaultClockTargets as targets } from '../desk/clocks.ts';
import { median } from '../desk/work-list-item.ts';
import { bucketOf, bucketsBetween, dayIn } from './buckets.ts';
import { pausesOf, type OrderFacts } from './facts.ts';
import { gradesOf, shareOf, summaryOf } from './figures.ts';
import { monthlyFigures } from './monthly.ts';

export interface StatisticsSettings extends Pick<StatisticsQuery, 'by' | 'split'> {
  readonly from: string;
  readonly to: string;
  readonly calendar: WorkingCalendar;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The resource centres to which the figures are limited; null for all. */
  readonly sites: readonly string[] | null;
}

/** Orders that need no desk; they are counted and nothing else. */
interface Beside {
  readonly withoutDesk: number;
}

class Tally {
  received = 0;
  approved = 0;
  rejected = 0;
  cancelled = 0;
  open = 0;
  readonly firstResponses: number[] = [];

  add({ outcome }: OrderFacts, firstResponse: number | null): void {
    this.received += 1;
    this[outcome ?? 'open'] += 1;
    if (firstResponse !== null) this.firstResponses.push(firstResponse);
  }

  counts() {
    const { received, approved, rejected, cancelled, open } = this;
    return { received, approved, rejected, cancelled, open, approvalRate: shareOf(approved, approved + rejected) };
  }
}

class ProviderTally extends Tally {
  sent = 0;
  validated = 0;
  refused = 0;
  within = 0;
  readonly answers: number[] = [];
}

/**
 * Gathers the figures of ordering.md 4.15 order by order, so that any number of orders passes through. Orders may come
 * in any sequence; those of other days than asked for must not come.
 */
export function gatherStatistics(settings: StatisticsSettings) {
  const { from, to, by, split, calendar, now, sites } = settings;
  const dayOf = dayIn(calendar);
  const dayLong = workingDaySeconds(calendar);
  const all = new Tally();
  const bySplit = new Map<string, Tally>();
  const byProvider = new Map<string, ProviderTally>();
  const byBucket = new Map<string, Map<string, number>>();
  const bucketOfDay = new Map<string, string>();
  const perBucket = new Map<string, number>();
  const states = new Map<string, number[]>();
  const taken = { first_response: [], first_change: [], decision: [], delivery: [], delivery_calendar: [] } as Record<
    Statistics['times'][number]['figure'],
    number[]
  >;
  const within = { first_response: 0, decision: 0 };
  const rated = { asked: 0, answered: 0, service: [] as number[], ordering: [] as number[] };
  const apart = { spam: 0, tests: 0, clarified: 0, rounds: 0 };
  const monthly = monthlyFigures({ from, to, timezone: calendar.timezone, now });

  const at = (instant: number) => Temporal.Instant.fromEpochMilliseconds(instant);

  function add(order: OrderFacts): void {
    if (order.spam || order.test) {
      apart[order.spam ? 'spam' : 'tests'] += 1;
      return;
    }
    const start = at(order.submitted);
    const pauses = pausesOf(order.states).map(([open, end]) => [at(open), end === null ? null : at(end)] as const);
    const working = (end: number | null) => (end === null ? null : elapsed(calendar, start, at(end), pauses));
    // What was imported may tell of an end before its beginning.
    const passed = (end: number | null) => (end === null ? null : Math.max(0, end - order.submitted) / 1000);
    const keep = (figure: keyof typeof taken, value: number | null) => {
      if (value !== null) taken[figure].push(value);
    };
    const firstResponse = working(order.firstResponse);
    const decision = working(order.decided);
    keep('first_response', firstResponse);
    keep('first_change', passed(order.firstChange));
    keep('decision', decision);
    keep('delivery', working(order.ready));
    keep('delivery_calendar', passed(order.ready));
    if (firstResponse !== null && firstResponse <= targets.firstReplyDays * dayLong) within.first_response += 1;
    if (decision !== null && decision <= decisionDays(order.orderClass) * dayLong) within.decision += 1;
    if (pauses.length > 0) apart.clarified += 1;
    apart.rounds += pauses.length;

    all.add(order, firstResponse);
    const day = dayOf(order.submitted);
    const bucket = entryOf(bucketOfDay, day, () => bucketOf(day, by));
    perBucket.set(bucket, (perBucket.get(bucket) ?? 0) + 1);
    const ofBucket = entryOf(byBucket, bucket, () => new Map<string, number>());
    for (const value of valuesOf(order, split, sites)) {
      ofBucket.set(value, (ofBucket.get(value) ?? 0) + 1);
      entryOf(bySplit, value, () => new Tally()).add(order, firstResponse);
    }
    addProviders(order, firstResponse);
    for (const [state, time] of timeInStates(order, now)) entryOf(states, state, () => []).push(time);
    addRating(order.rating);
    monthly.add(order);
  }

  function addProviders(order: OrderFacts, firstResponse: number | null): void {
    for (const provider of shownProviders(order.providers, sites))
      entryOf(byProvider, provider, () => new ProviderTally()).add(order, firstResponse);
    for (const { provider, sent, answered, answer } of order.shares) {
      if (sites !== null && !sites.includes(provider)) continue;
      const tally = entryOf(byProvider, provider, () => new ProviderTally());
      tally.sent += 1;
      if (answer === 'validated') tally.validated += 1;
      if (answer === 'rejected') tally.refused += 1;
      if (answered === null) continue;
      const time = elapsed(calendar, at(sent), at(answered));
      tally.answers.push(time);
      if (time <= targets.providerAnswerDays * dayLong) tally.within += 1;
    }
  }

  function addRating({ asked, service, ordering }: OrderFacts['rating']): void {
    if (asked) rated.asked += 1;
    if (asked && (service !== null || ordering !== null)) rated.answered += 1;
    if (service !== null) rated.service.push(service);
    if (ordering !== null) rated.ordering.push(ordering);
  }

  function result({ withoutDesk }: Beside): Statistics {
    const values = [...bySplit].toSorted(mostFirst).map(([value]) => value);
    const today = dayOf(now);
    return {
      from,
      to,
      by,
      split,
      timezone: calendar.timezone,
      asOf: at(now).toString({ smallestUnit: 'millisecond' }),
      sites: sites === null ? null : [...sites],
      totals: {
        ...all.counts(),
        clarified: apart.clarified,
        clarificationRounds: apart.rounds,
        spam: apart.spam,
        tests: apart.tests,
        withoutDesk,
      },
      overTime: {
        values,
        buckets: bucketsBetween(from, to, by).map(({ bucket, first, last }) => ({
          bucket,
          complete: first >= from && last <= to && last < today,
          received: perBucket.get(bucket) ?? 0,
          counts: values.map((value) => byBucket.get(bucket)?.get(value) ?? 0),
        })),
      },
      splits: [...bySplit].toSorted(mostFirst).map(([value, tally]) => ({
        value,
        ...tally.counts(),
        firstResponseMedian: median(tally.firstResponses),
      })),
      times: [
        timeOf('first_response', daysText(targets.firstReplyDays), within.first_response),
        timeOf('first_change', null),
        timeOf(
          'decision',
          `${daysText(decisionDays('simple'))} (simple), ${daysText(decisionDays('complex'))} (others)`,
          within.decision,
        ),
        timeOf('delivery', null),
        timeOf('delivery_calendar', null),
      ],
      states: shownStates.flatMap((state) => {
        const times = states.get(state);
        return times ? [{ state, ...summaryOf(times) }] : [];
      }),
      providers: [...byProvider].toSorted(mostFirst).map(([provider, tally]) => ({
        provider,
        received: tally.received,
        approved: tally.approved,
        rejected: tally.rejected,
        open: tally.open,
        sharesSent: tally.sent,
        sharesValidated: tally.validated,
        sharesRejected: tally.refused,
        answerMedian: median(tally.answers),
        answersWithinTarget: shareOf(tally.within, tally.answers.length),
      })),
      monthly: monthly.result(),
      satisfaction: {
        asked: rated.asked,
        answered: rated.answered,
        responseRate: shareOf(rated.answered, rated.asked),
        service: gradesOf(rated.service),
        ordering: gradesOf(rated.ordering),
      },
    };
  }

  function timeOf(figure: keyof typeof taken, target: string | null, kept = 0): Statistics['times'][number] {
    const values = taken[figure];
    const clock = figure === 'first_change' || figure === 'delivery_calendar' ? 'calendar' : 'working';
    const withinTarget = target === null ? null : shareOf(kept, values.length);
    return { figure, clock, target, withinTarget, ...summaryOf(values) };
  }

  return { add, result };
}

/** Of which the time says something: an order that is over stays so. */
const shownStates = ['created', 'registered', 'in_progress', 'waiting_for_response', 'approved', 'ready'] as const;

const daysText = (days: number) => (days === 1 ? '1 working day' : `${days} working days`);

function timeInStates({ states }: OrderFacts, now: number): Map<string, number> {
  const found = new Map<string, number>();
  for (const [index, { state, since }] of states.entries()) {
    const until = states[index + 1]?.since ?? now;
    found.set(state, (found.get(state) ?? 0) + Math.max(0, until - since) / 1000);
  }
  return found;
}

const unknown = 'unknown';

function valuesOf(order: OrderFacts, split: StatisticsSplit, sites: StatisticsSettings['sites']): readonly string[] {
  if (split === 'discipline') return order.disciplines.length === 0 ? [unknown] : order.disciplines;
  if (split === 'provider') return shownProviders(order.providers, sites);
  if (split === 'outcome') return [order.outcome ?? 'open'];
  if (split === 'class') return [order.orderClass];
  return [order[split] === '' ? unknown : order[split]];
}

function shownProviders(providers: readonly string[], sites: StatisticsSettings['sites']): readonly string[] {
  const shown = sites === null ? providers : providers.filter((provider) => sites.includes(provider));
  return shown.length === 0 ? ['none asked'] : shown;
}

function entryOf<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

const mostFirst = ([one, a]: [string, Tally], [other, b]: [string, Tally]) =>
  b.received - a.received || (one < other ? -1 : 1);
