import { sql, type RawBuilder } from 'kysely';
import type { StatisticsSplit, TimeFigure } from '#contracts/ordering/statistics';
import type { Read } from '#kernel/database';
import { workingDaySeconds } from '#libs/working-time';
import { decisionDays, defaultClockTargets as targets } from '../desk/clocks.ts';
import { bucketOf } from './buckets.ts';
import type { Durations } from './figures.ts';
import { shownStates, type Counts, type Gathered, type StatisticsSettings } from './gathered.ts';
import { monthNumber, readMove } from './kept-facts.ts';
import { monthsIn, noOrders, responseTime } from './monthly.ts';
import { noneAsked, unknownValue } from './statistics.ts';

/** Rows of facts, as `factsIn` chooses them. */
type Facts = RawBuilder<unknown>;

/**
 * Counts the facts of a range in the database; the same figures as `gatherStatistics` counts order by order. One
 * statement, for the facts are far apart: those of the desk are read once, and each figure goes through what was read.
 * What is counted by few values is first counted by these, and only then unfolded.
 */
export async function gatherFacts(
  read: Read,
  facts: Facts,
  settings: StatisticsSettings,
): Promise<Omit<Gathered, 'apart'> & { readonly apart: Omit<Gathered['apart'], 'withoutDesk'> }> {
  const { rows } = await sql<Counted>`
    with desk as materialized (select * from ${facts} f where f.part = 'desk') select ${sql.join([
      sql`${rowsOf(overallOf(settings))} as overall`,
      sql`${rowsOf(statesOf(settings))} as states`,
      sql`${rowsOf(apartIn(facts))} as apart`,
      sql`${rowsOf(splitsOf(settings))} as splits`,
      sql`${rowsOf(seriesOf(settings))} as series`,
      sql`${rowsOf(bucketsOf(settings))} as buckets`,
      sql`${rowsOf(providersOf(settings))} as providers`,
      sql`${rowsOf(sharesOf(settings))} as shares`,
      sql`${rowsOf(movesOf)} as moves`,
    ])}`.execute(read);
  const counted = onlyRow(rows);
  const { clarified, rounds, times, within, rated, ...received } = onlyRow(counted.overall);
  return {
    counts: received,
    times,
    within,
    rated,
    states: onlyRow(counted.states).states,
    apart: { ...onlyRow(counted.apart), clarified, rounds },
    splits: counted.splits,
    buckets: bucketsFrom(counted, settings),
    providers: providersFrom(counted),
    monthly: monthlyFrom(counted, settings),
  };
}

/** What the statement answers: the rows of each of its questions. */
interface Counted {
  readonly overall: readonly (Counts & {
    clarified: number;
    rounds: number;
    times: Record<TimeFigure, Durations>;
    within: Gathered['within'];
    rated: Gathered['rated'];
  })[];
  readonly states: readonly { readonly states: Gathered['states'] }[];
  readonly apart: readonly { readonly spam: number; readonly tests: number }[];
  readonly splits: Gathered['splits'];
  readonly series: readonly SeriesRow[];
  readonly buckets: readonly { readonly first: string; readonly value: string; readonly orders: number }[];
  readonly providers: readonly (Counts & { readonly value: string })[];
  readonly shares: readonly Omit<Gathered['providers'][number], keyof Counts>[];
  readonly moves: readonly { readonly move: number; readonly orders: number }[];
}

const rowsOf = (question: RawBuilder<unknown>) =>
  sql`(select coalesce(json_agg(answer), '[]') from (${question}) answer)`;

const counts = sql`count(*)::int as received,
  count(*) filter (where f.outcome = 'approved')::int as approved,
  count(*) filter (where f.outcome = 'rejected')::int as rejected,
  count(*) filter (where f.outcome = 'cancelled')::int as cancelled,
  count(*) filter (where f.outcome is null)::int as open`;

/** The same over groups of `orders` each. */
const groupCounts = sql`sum(f.orders)::int as received,
  coalesce(sum(f.orders) filter (where f.outcome = 'approved'), 0)::int as approved,
  coalesce(sum(f.orders) filter (where f.outcome = 'rejected'), 0)::int as rejected,
  coalesce(sum(f.orders) filter (where f.outcome = 'cancelled'), 0)::int as cancelled,
  coalesce(sum(f.orders) filter (where f.outcome is null), 0)::int as open`;

const middle = (value: RawBuilder<unknown>) => sql`percentile_cont(0.5) within group (order by (${value})::float8)`;

/** One JSON value, for many of them are read; both percentiles share one sorting. */
const durations = (
  value: RawBuilder<unknown>,
) => sql`json_build_object('count', count(${value}), 'sum', coalesce(sum(${value}), 0),
  'median', ${middle(value)}, 'p90', percentile_disc(0.9) within group (order by (${value})::float8))`;

const grades = (column: RawBuilder<unknown>) =>
  sql`json_build_array(${sql.join([1, 2, 3, 4, 5].map((grade) => sql`count(*) filter (where ${column} = ${sql.lit(grade)})`))})`;

const timeColumns = ['first_response', 'first_change', 'decision', 'delivery', 'delivery_calendar'] as const;
const objectOf = (entries: readonly (readonly [name: string, value: RawBuilder<unknown>])[]) =>
  sql`json_build_object(${sql.join(entries.flatMap(([name, value]) => [sql.lit(name), value]))})`;

function statesOf({ now }: StatisticsSettings) {
  const timeIn = (state: string, place: number) => {
    const left = sql`f.in_states[${sql.lit(place + 1)}]`;
    return sql`case when f.last_state = ${sql.lit(state)}
      then coalesce(${left}, 0) + greatest(0, ${now}::bigint - ${msOf(sql`f.last_since`)}) else ${left} end`;
  };
  // With the offset each time is reckoned once, and not for every figure of it.
  return sql`
    select ${objectOf(shownStates.map((state) => [state, durations(sql.ref(state))]))} as states
    from (select ${sql.join(shownStates.map((state, place) => sql`${timeIn(state, place)} as ${sql.ref(state)}`))}
      from desk f offset 0) spent`;
}

function onlyRow<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('an aggregate answers one row');
  return row;
}

function overallOf({ calendar }: StatisticsSettings) {
  const dayLong = workingDaySeconds(calendar) * 1000;
  return sql`
    select ${counts},
      count(*) filter (where f.pauses > 0)::int as clarified, coalesce(sum(f.pauses), 0)::int as rounds,
      ${objectOf(timeColumns.map((column) => [column, durations(sql.ref(`f.${column}`))]))} as times,
      ${objectOf([
        [
          'first_response',
          sql`count(*) filter (where f.first_response <= ${targets.firstReplyDays * dayLong}::float8)`,
        ],
        [
          'decision',
          sql`count(*) filter (where f.decision <= case f.class when 'simple'
            then ${decisionDays('simple') * dayLong}::float8 else ${decisionDays('complex') * dayLong}::float8 end)`,
        ],
      ])} as within,
      ${objectOf([
        ['asked', sql`count(*) filter (where f.asked)`],
        ['answered', sql`count(*) filter (where f.asked and coalesce(f.rated_service, f.rated_ordering) is not null)`],
        ['service', grades(sql`f.rated_service`)],
        ['ordering', grades(sql`f.rated_ordering`)],
      ])} as rated
    from desk f`;
}

const msOf = (instant: RawBuilder<unknown>) => sql`round(date_part('epoch', ${instant}) * 1000)::bigint`;

const apartIn = (facts: Facts) => sql`
  select count(*) filter (where f.part = 'spam')::int as spam, count(*) filter (where f.part = 'test')::int as tests
  from ${facts} f where f.part <> 'desk'`;

/** The resource centres of an order that the reader may know. */
const shownProviders = (sites: StatisticsSettings['sites']) =>
  sites === null
    ? orElse(sql`f.providers`, noneAsked)
    : orElse(sql`array(select asked from unnest(f.providers) asked where asked = any(${sites}::text[]))`, noneAsked);
const orElse = (values: RawBuilder<unknown>, nothing: string) =>
  sql`coalesce(nullif(${values}, '{}'), array[${nothing}::text])`;

/** The column of the facts on which a split goes by. */
const columnOf = (split: StatisticsSplit) =>
  sql.ref(split === 'provider' ? 'providers' : split === 'discipline' ? 'disciplines' : split);

/** The values of the split that an order counts for. */
function valuesOf(split: StatisticsSplit, sites: StatisticsSettings['sites']): RawBuilder<unknown> {
  if (split === 'provider') return sql`unnest(${shownProviders(sites)})`;
  if (split === 'discipline') return sql`unnest(${orElse(sql`f.disciplines`, unknownValue)})`;
  if (split === 'outcome') return sql`coalesce(f.outcome, 'open')`;
  return sql`coalesce(nullif(${sql.ref(`f.${split}`)}, ''), ${unknownValue})`;
}

const splitsOf = ({ split, sites }: StatisticsSettings) => sql`
    select split.value, ${counts}, ${middle(sql`f.first_response`)} as "firstResponseMedian"
    from desk f cross join lateral (select ${valuesOf(split, sites)} as value) split
    group by split.value`;

/** Orders by the bucket and by the month in which they came, and first changes by theirs: one pass for the three. */
const seriesOf = ({ by }: StatisticsSettings) => sql`
    select ${firstOf(by)}::text as first, f.month, f.response_month as "responseMonth", sum(f.orders)::int as orders,
      sum(f.commented)::int as commented, coalesce(sum(f.ms), 0)::float8 as ms
    from (select day, month, response_month, count(*) as orders, count(*) filter (where commented) as commented,
        sum(first_change) as ms
      from desk group by 1, 2, 3) f
    group by grouping sets ((${firstOf(by)}), (f.month), (f.response_month))`;

interface SeriesRow {
  readonly first: string | null;
  readonly month: number | null;
  readonly responseMonth: number | null;
  readonly orders: number;
  readonly commented: number;
  readonly ms: number;
}

/** First day of the bucket of an order. */
const firstOf = (by: StatisticsSettings['by']) => sql`date_trunc(${sql.lit(by)}, f.day)::date`;

const bucketsOf = ({ by, split, sites }: StatisticsSettings) => sql`
    select ${firstOf(by)}::text as first, split.value, sum(f.orders)::int as orders
    from (select day, ${columnOf(split)}, count(*) as orders from desk group by 1, 2) f
    cross join lateral (select ${valuesOf(split, sites)} as value) split group by 1, 2`;

function bucketsFrom({ series, buckets: rows }: Counted, { by }: StatisticsSettings): Gathered['buckets'] {
  const buckets = new Map<string, { received: number; values: Map<string, number> }>();
  for (const { first, orders } of series)
    if (first !== null) buckets.set(bucketOf(first, by), { received: orders, values: new Map() });
  for (const row of rows) buckets.get(bucketOf(row.first, by))?.values.set(row.value, row.orders);
  return buckets;
}

const providersOf = ({ sites }: StatisticsSettings) => sql`
    select provider as value, ${groupCounts}
    from (select providers, outcome, count(*) as orders from desk group by 1, 2) f cross join lateral unnest(${shownProviders(sites)}) provider
    group by provider`;

function sharesOf({ calendar, sites }: StatisticsSettings) {
  const target = targets.providerAnswerDays * workingDaySeconds(calendar) * 1000;
  const known = sites === null ? sql`true` : sql`share ->> 'p' = any(${sites}::text[])`;
  const took = sql`(share -> 't')::float8`;
  const answered = sql`jsonb_typeof(share -> 't') = 'number'`;
  return sql`
    select share ->> 'p' as value, count(*)::int as sent,
      count(*) filter (where share ->> 'a' = 'validated')::int as validated,
      count(*) filter (where share ->> 'a' = 'rejected')::int as refused,
      count(*) filter (where ${answered})::int as answers,
      percentile_cont(0.5) within group (order by case when ${answered} then ${took} end) as "answerMedian",
      count(*) filter (where case when ${answered} then ${took} <= ${target}::float8 end)::int as within
    from (select shares from desk where shares <> '[]') f cross join lateral jsonb_array_elements(f.shares) share
    where ${known} group by 1`;
}

function providersFrom({ providers, shares }: Counted): Gathered['providers'] {
  const asks = new Map(shares.map((row) => [row.value, row]));
  const received = new Map(providers.map((row) => [row.value, row]));
  const none = { received: 0, approved: 0, rejected: 0, cancelled: 0, open: 0 };
  const notAsked = { sent: 0, validated: 0, refused: 0, answers: 0, answerMedian: null, within: 0 };
  return [...new Set([...received.keys(), ...asks.keys()])].map((value) => ({
    ...none,
    ...received.get(value),
    ...notAsked,
    ...asks.get(value),
    value,
  }));
}

const movesOf = sql`
  select move, sum(f.orders)::int as orders
  from (select moves, count(*) as orders from desk group by moves) f cross join lateral unnest(f.moves) move
  group by move`;

function monthlyFrom(
  { series: passed, moves: rows }: Counted,
  { from, to, calendar, now }: StatisticsSettings,
): Gathered['monthly'] {
  const moves = rows.map(({ move, orders }) => ({ ...readMove(move), orders }));
  const total = noOrders();
  let responseMs = 0;
  let responses = 0;
  return monthsIn({ from, to, timezone: calendar.timezone, now }).map(({ month }) => {
    const number = monthNumber(month);
    for (const row of passed) {
      if (row.month === number) {
        total.Total += row.orders;
        total.TotalwithComments += row.commented;
      }
      if (row.responseMonth === number) {
        responseMs += row.ms;
        responses += row.orders;
      }
    }
    for (const { month: at, column, change, orders } of moves)
      if (at === number && column !== undefined) total[column] += change * orders;
    return { month, ...total, ResponseTime: responseTime(responseMs, responses) };
  });
}
