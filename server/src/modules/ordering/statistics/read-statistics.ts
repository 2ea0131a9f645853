import { mostStatisticsDays, type Statistics, type StatisticsQuery } from '#contracts/ordering/statistics';
import { invalid } from '#kernel/errors';
import type { Actor } from '#kernel/access';
import type { OrderingContext } from '../ordering-context.ts';
import { dayIn, startOfDay } from './buckets.ts';
import { countWithoutDesk, orderFacts } from './sql-order-facts.ts';
import { readableSites } from './statistics-access.ts';
import { gatherStatistics } from './statistics.ts';

/** Days of the range unless one is asked for, today included. */
const usualDays = 90;

/** The figures of the orders that were submitted in a range of days of the desk's time zone. */
export async function readStatistics(
  { kernel: { database, clock }, calendar }: OrderingContext,
  actor: Actor,
  query: StatisticsQuery,
): Promise<Statistics> {
  const sites = readableSites(actor);
  const now = Date.parse(clock.now());
  const { timezone } = calendar;
  const { from, to } = rangeOf(query, dayIn(calendar)(now));
  const begin = (day: string) =>
    Temporal.Instant.fromEpochMilliseconds(startOfDay(day, timezone)).toString({ smallestUnit: 'millisecond' });
  const wanted = { from: begin(from), to: begin(Temporal.PlainDate.from(to).add({ days: 1 }).toString()), sites };
  const gathered = gatherStatistics({ from, to, by: query.by, split: query.split, calendar, now, sites });
  for await (const page of orderFacts(database.read(), wanted)) for (const order of page) gathered.add(order);
  return gathered.result({ withoutDesk: await countWithoutDesk(database.read(), wanted) });
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
