import type { Statistics, StatisticsSplit, TimeFigure } from '#contracts/ordering/statistics';
import { elapsed, workingDaySeconds } from '#libs/working-time';
import { decisionDays, defaultClockTargets as targets } from '../desk/clocks.ts';
import { median } from '../desk/work-list-item.ts';
import { bucketOf, dayIn } from './buckets.ts';
import { pausesOf, type OrderFacts } from './facts.ts';
import { durationsOf } from './figures.ts';
import { shownStates, statisticsFrom, type Counts, type ShownState, type StatisticsSettings } from './gathered.ts';
import { monthlyFigures } from './monthly.ts';

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

  counts(): Counts {
    const { received, approved, rejected, cancelled, open } = this;
    return { received, approved, rejected, cancelled, open };
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
  const dayLong = workingDaySeconds(calendar) * 1000;
  const all = new Tally();
  const bySplit = new Map<string, Tally>();
  const byProvider = new Map<string, ProviderTally>();
  const buckets = new Map<string, { received: number; values: Map<string, number> }>();
  const bucketOfDay = new Map<string, string>();
  const states = new Map<string, number[]>();
  const taken = { first_response: [], first_change: [], decision: [], delivery: [], delivery_calendar: [] } as Record<
    TimeFigure,
    number[]
  >;
  const within = { first_response: 0, decision: 0 };
  const rated = { asked: 0, answered: 0, service: [0, 0, 0, 0, 0], ordering: [0, 0, 0, 0, 0] };
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
    const working = (end: number | null) => (end === null ? null : elapsed(calendar, start, at(end), pauses) * 1000);
    // What was imported may tell of an end before its beginning.
    const passed = (end: number | null) => (end === null ? null : Math.max(0, end - order.submitted));
    const keep = (figure: TimeFigure, value: number | null) => {
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
    const name = entryOf(bucketOfDay, day, () => bucketOf(day, by));
    const bucket = entryOf(buckets, name, () => ({ received: 0, values: new Map<string, number>() }));
    bucket.received += 1;
    for (const value of valuesOf(order, split, sites)) {
      bucket.values.set(value, (bucket.values.get(value) ?? 0) + 1);
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
      const time = elapsed(calendar, at(sent), at(answered)) * 1000;
      tally.answers.push(time);
      if (time <= targets.providerAnswerDays * dayLong) tally.within += 1;
    }
  }

  function addRating({ asked, service, ordering }: OrderFacts['rating']): void {
    if (asked) rated.asked += 1;
    if (asked && (service !== null || ordering !== null)) rated.answered += 1;
    if (service !== null) rated.service[service - 1] = (rated.service[service - 1] ?? 0) + 1;
    if (ordering !== null) rated.ordering[ordering - 1] = (rated.ordering[ordering - 1] ?? 0) + 1;
  }

  function result({ withoutDesk }: Beside): Statistics {
    return statisticsFrom(settings, {
      counts: all.counts(),
      apart: { ...apart, withoutDesk },
      times: {
        first_response: durationsOf(taken.first_response),
        first_change: durationsOf(taken.first_change),
        decision: durationsOf(taken.decision),
        delivery: durationsOf(taken.delivery),
        delivery_calendar: durationsOf(taken.delivery_calendar),
      },
      within,
      states: Object.fromEntries(shownStates.map((state) => [state, durationsOf(states.get(state) ?? [])])) as Record<
        ShownState,
        ReturnType<typeof durationsOf>
      >,
      splits: [...bySplit].map(([value, tally]) => ({
        ...tally.counts(),
        value,
        firstResponseMedian: median(tally.firstResponses),
      })),
      buckets,
      providers: [...byProvider].map(([value, tally]) => ({
        ...tally.counts(),
        value,
        sent: tally.sent,
        validated: tally.validated,
        refused: tally.refused,
        within: tally.within,
        answers: tally.answers.length,
        answerMedian: median(tally.answers),
      })),
      monthly: monthly.result(),
      rated,
    });
  }

  return { add, result };
}

/** Milliseconds in each state. */
function timeInStates({ states }: OrderFacts, now: number): Map<string, number> {
  const found = new Map<string, number>();
  for (const [index, { state, since }] of states.entries()) {
    const until = states[index + 1]?.since ?? now;
    found.set(state, (found.get(state) ?? 0) + Math.max(0, until - since));
  }
  return found;
}

/** What stands for nothing. */
export const unknownValue = 'unknown';
export const noneAsked = 'none asked';

function valuesOf(order: OrderFacts, split: StatisticsSplit, sites: StatisticsSettings['sites']): readonly string[] {
  if (split === 'discipline') return order.disciplines.length === 0 ? [unknownValue] : order.disciplines;
  if (split === 'provider') return shownProviders(order.providers, sites);
  if (split === 'outcome') return [order.outcome ?? 'open'];
  if (split === 'class') return [order.orderClass];
  return [order[split] === '' ? unknownValue : order[split]];
}

function shownProviders(providers: readonly string[], sites: StatisticsSettings['sites']): readonly string[] {
  const shown = sites === null ? providers : providers.filter((provider) => sites.includes(provider));
  return shown.length === 0 ? [noneAsked] : shown;
}

function entryOf<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}
