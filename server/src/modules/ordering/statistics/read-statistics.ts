import { mostStatisticsDays, type Statistics, type StatisticsQuery } from '#contracts/ordering/statistics';
import { invalid } from '#kernel/errors';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import type { OrderingContext } from '../ordering-context.ts';
import { dayIn, startOfDay } from './buckets.ts';
import { gatherFacts } from './gather-facts.ts';
import { statisticsFrom, type StatisticsSettings } from './gathered.ts';
import type { KeptFacts } from './kept-facts.ts';
import { factsIn, freshFacts } from './sql-kept-facts.ts';
import { countWithoutDesk, orderFacts, type FactsWanted } from './sql-order-facts.ts';
import { readableSites } from './statistics-access.ts';
import { gatherStatistics } from './statistics.ts';

/** Days of the range unless one is asked for, today included. */
const usualDays = 90;

/** So many orders that changed since their facts were kept are reckoned by the way; more are all gone through. */
const mostByTheWay = 1000;

/** The figures of the orders that were submitted in a range of days of the desk's time zone. */
export async function readStatistics(
  { kernel: { database, clock }, calendar }: OrderingContext,
  actor: Actor,
  query: StatisticsQuery,
): Promise<Statistics> {
  const sites = readableSites(actor);
  const now = clock.now();
  const { timezone } = calendar;
  const { from, to } = rangeOf(query, dayIn(calendar)(Date.parse(now)));
  const begin = (day: string) =>
    Temporal.Instant.fromEpochMilliseconds(startOfDay(day, timezone)).toString({ smallestUnit: 'millisecond' });
  const wanted = { from: begin(from), to: begin(Temporal.PlainDate.from(to).add({ days: 1 }).toString()), sites };
  const settings = { from, to, by: query.by, split: query.split, calendar, now: Date.parse(now), sites };
  const fresh = await freshFacts(database.read(), wanted, { calendar, now, most: mostByTheWay });
  return fresh
    ? statisticsFromFacts(database.read(), wanted, settings, fresh)
    : statisticsFromOrders(database.read(), wanted, settings);
}

/** From the facts that are kept, and those reckoned just now in place of stale ones. */
export async function statisticsFromFacts(
  read: Read,
  wanted: FactsWanted,
  settings: StatisticsSettings,
  fresh: readonly KeptFacts[],
): Promise<Statistics> {
  const [gathered, withoutDesk] = await Promise.all([
    gatherFacts(read, factsIn(wanted, settings.calendar, fresh), settings),
    countWithoutDesk(read, wanted),
  ]);
  return statisticsFrom(settings, { ...gathered, apart: { ...gathered.apart, withoutDesk } });
}

/** From the history of each order. */
export async function statisticsFromOrders(
  read: Read,
  wanted: FactsWanted,
  settings: StatisticsSettings,
): Promise<Statistics> {
  const gathered = gatherStatistics(settings);
  for await (const page of orderFacts(read, wanted)) for (const order of page) gathered.add(order);
  return gathered.result({ withoutDesk: await countWithoutDesk(read, wanted) });
}

function rangeOf(query: StatisticsQuery, today: string): { from: string; to: string } {
  const to = query.to ?? today;
  const from =
    query.from ??
    Temporal.PlainDate.from(to)
      .subtract({ days: usualDays - 1 })
      .toString();
  const days = Temporal.PlainDate.from(from).until(to).days + 1;
  if (days < 1) throw invalid('statistics_range', [{ path: 'to', message: 'must not be before the first day' }]);
  if (days > mostStatisticsDays) {
    const message = `must be at most ${mostStatisticsDays} days from the first; ask for three years at a time`;
    throw invalid('statistics_range', [{ path: 'to', message }]);
  }
  return { from, to };
}
