import { createHash } from 'node:crypto';
import { elapsed, type WorkingCalendar } from '#libs/working-time';
import { dayIn } from './buckets.ts';
import { pausesOf, type OrderFacts, type Outcome } from './facts.ts';
import { shownStates } from './gathered.ts';
import { columnsOf, type MonthColumn } from './monthly.ts';

/** To be raised when the same history gives other facts: those that are kept are then reckoned anew. */
const rules = 1;

/** By what facts were reckoned: the rules above and the working hours of the desk. */
export const reckonedBy = (calendar: WorkingCalendar): string =>
  `${rules}-${createHash('sha256').update(JSON.stringify(calendar)).digest('hex').slice(0, 16)}`;

/** Facts of an order as `ordering.order_facts` keeps them: all that takes time to reckon is done. */
export interface KeptFacts {
  readonly order_id: string;
  readonly reckoned_by: string;
  /** The last instant on which the months depend: until it has come, they tell more than has happened. */
  readonly latest: string;
  readonly part: 'desk' | 'spam' | 'test';
  readonly day: string;
  readonly outcome: Outcome;
  readonly class: string;
  readonly service: string;
  readonly category: string;
  readonly country: string;
  readonly typology: string;
  readonly disciplines: readonly string[];
  readonly providers: readonly string[];
  readonly first_response: number | null;
  readonly first_change: number | null;
  readonly decision: number | null;
  readonly delivery: number | null;
  readonly delivery_calendar: number | null;
  /** In which the order counts as received, and its first change. */
  readonly month: number | null;
  readonly response_month: number | null;
  readonly pauses: number;
  readonly commented: boolean;
  /** Milliseconds in each of `shownStates`, without the last. */
  readonly in_states: readonly (number | null)[];
  readonly last_state: string | null;
  readonly last_since: string | null;
  readonly moves: readonly number[];
  readonly shares: readonly { readonly p: string; readonly a: string | null; readonly t: number | null }[];
  readonly asked: boolean;
  readonly rated_service: number | null;
  readonly rated_ordering: number | null;
}

/** Columns of the months, numbered for `moves`. */
export const monthColumns: readonly MonthColumn[] = [
  'Approved',
  'Rejected',
  'Ready',
  'In_progress',
  'Waiting_for_respond',
];

/** A month as a number that counts on from year to year, of a day or a longer text that begins with one. */
export const monthNumber = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

/** A move in one number: the month, the column, and 1 where the order leaves it. */
const moveOf = (month: number, column: MonthColumn, leaves: boolean): number =>
  month * 16 + monthColumns.indexOf(column) * 2 + (leaves ? 1 : 0);

export const readMove = (move: number) => ({
  month: Math.floor(move / 16),
  column: monthColumns[(move % 16) >> 1],
  change: move % 2 === 1 ? -1 : 1,
});

const instant = (ms: number): string =>
  Temporal.Instant.fromEpochMilliseconds(ms).toString({ smallestUnit: 'millisecond' });

/** The facts of one order by the working hours of the desk; the months know nothing of what comes after `until`. */
export function keptFactsWith(
  calendar: WorkingCalendar,
  until = Number.POSITIVE_INFINITY,
): (orderId: string, order: OrderFacts) => KeptFacts {
  const by = reckonedBy(calendar);
  const dayOf = dayIn(calendar);
  const at = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms);
  return (orderId, order) => {
    const { submitted, states, rating } = order;
    const pauses = pausesOf(states).map(([open, end]) => [at(open), end === null ? null : at(end)] as const);
    const working = (end: number | null) =>
      end === null ? null : elapsed(calendar, at(submitted), at(end), pauses) * 1000;
    // What was imported may tell of an end before its beginning.
    const passed = (end: number | null) => (end === null ? null : Math.max(0, end - submitted));
    const monthOf = (ms: number) => {
      const counts = Math.max(ms, submitted);
      return counts > until ? null : monthNumber(dayOf(counts));
    };
    const last = states.at(-1);
    return {
      order_id: orderId,
      reckoned_by: by,
      latest: instant(Math.max(submitted, ...states.map(({ since }) => since))),
      part: order.spam ? 'spam' : order.test ? 'test' : 'desk',
      day: dayOf(submitted),
      outcome: order.outcome,
      class: order.orderClass,
      service: order.service,
      category: order.category,
      country: order.country,
      typology: order.typology,
      disciplines: order.disciplines,
      providers: order.providers,
      first_response: working(order.firstResponse),
      first_change: passed(order.firstChange),
      decision: working(order.decided),
      delivery: working(order.ready),
      delivery_calendar: passed(order.ready),
      month: monthOf(submitted),
      response_month: order.firstChange === null ? null : monthOf(order.firstChange),
      pauses: pauses.length,
      commented: order.comments > 1,
      in_states: timesLeft(states),
      last_state: last?.state ?? null,
      last_since: last ? instant(last.since) : null,
      moves: movesOf(order, monthOf),
      shares: order.shares.map(({ provider, sent, answered, answer }) => ({
        p: provider,
        a: answer,
        t: answered === null ? null : elapsed(calendar, at(sent), at(answered)) * 1000,
      })),
      asked: rating.asked,
      rated_service: rating.service,
      rated_ordering: rating.ordering,
    };
  };
}

function timesLeft(states: OrderFacts['states']): (number | null)[] {
  const times: (number | null)[] = shownStates.map(() => null);
  for (const [index, { state, since }] of states.entries()) {
    const next = states[index + 1];
    const place = shownStates.findIndex((shown) => shown === state);
    if (next && place !== -1) times[place] = (times[place] ?? 0) + Math.max(0, next.since - since);
  }
  return times;
}

/** By which months an order came into columns and left them, as it stood at the end of each month. */
function movesOf({ states, outcome }: OrderFacts, monthOf: (ms: number) => number | null): number[] {
  const atEnd = new Map<number, readonly MonthColumn[]>();
  for (const { state, since } of states) {
    const month = monthOf(since);
    if (month !== null) atEnd.set(month, columnsOf(state, outcome));
  }
  const moves: number[] = [];
  let before: readonly MonthColumn[] = [];
  for (const [month, columns] of atEnd) {
    for (const column of before) if (!columns.includes(column)) moves.push(moveOf(month, column, true));
    for (const column of columns) if (!before.includes(column)) moves.push(moveOf(month, column, false));
    before = columns;
  }
  return moves;
}
