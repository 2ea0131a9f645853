import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bucketOf, bucketsBetween, dayIn } from './buckets.ts';
import type { OrderFacts } from './facts.ts';
import { percentile } from './figures.ts';
import type { StatisticsSettings } from './gathered.ts';
import { gatherStatistics } from './statistics.ts';

const calendar = {
  timezone: 'Europe/Amsterdam',
  opens: '09:00',
  closes: '17:00',
  weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'],
  holidays: [] as string[],
} as const;
const at = (instant: string) => Date.parse(instant);
const settings: StatisticsSettings = {
  from: '2021-05-01',
  to: '2021-05-31',
  by: 'week',
  split: 'class',
  calendar,
  now: at('2021-06-30T10:00:00Z'),
  sites: null,
};

const anOrder = (given: Partial<OrderFacts> = {}): OrderFacts => ({
  submitted: at('2021-05-03T08:00:00Z'),
  firstResponse: null,
  firstChange: null,
  decided: null,
  ready: null,
  outcome: null,
  spam: false,
  test: false,
  orderClass: 'simple',
  service: 'EGI Cloud compute',
  category: 'Compute',
  country: 'Greece',
  typology: 'research',
  disciplines: [],
  providers: ['CESNET-MCC'],
  states: [],
  comments: 0,
  shares: [],
  rating: { asked: false, service: null, ordering: null },
  ...given,
});

function statisticsOf(orders: readonly OrderFacts[], given: Partial<StatisticsSettings> = {}) {
  const gathered = gatherStatistics({ ...settings, ...given });
  for (const order of orders) gathered.add(order);
  return gathered.result({ withoutDesk: 0 });
}
const time = (answer: ReturnType<typeof statisticsOf>, figure: string) =>
  answer.times.find((one) => one.figure === figure);

const vectors = new URL('../../../../../../shared/reference/data/ordering/vectors/', import.meta.url);
const file = new URL('statistics.json', vectors);

interface Vector {
  readonly orders: readonly {
    readonly provider: string | null;
    readonly type: 'simple' | 'complex';
    readonly submitted: string;
    readonly firstResponse: string | null;
    readonly decided: string | null;
    readonly outcome: 'approved' | 'rejected' | 'spam' | null;
    readonly ready: string | null;
    readonly pauses: readonly (readonly [string, string])[];
  }[];
  readonly expected: Readonly<Record<string, unknown>>;
}

describe('the vector of the reference', () => {
  // The reference data lie beside the repository where it is developed.
  test.skipIf(!existsSync(file))('comes out exactly', () => {
    const { orders, expected } = JSON.parse(readFileSync(file, 'utf8')) as Vector;
    const instant = (text: string | null) => (text === null ? null : at(text));
    const facts = orders.map((order) =>
      anOrder({
        submitted: at(order.submitted),
        firstResponse: instant(order.firstResponse),
        decided: instant(order.decided),
        ready: instant(order.ready),
        outcome: order.outcome === 'spam' ? 'rejected' : order.outcome,
        spam: order.outcome === 'spam',
        orderClass: order.type,
        providers: order.provider === null ? [] : [order.provider],
        states: order.pauses.flatMap(([from, to]) => [
          { state: 'waiting_for_response' as const, since: at(from) },
          { state: 'in_progress' as const, since: at(to) },
        ]),
      }),
    );
    const answer = statisticsOf(facts);
    const weeks = answer.overTime.buckets.filter(({ received }) => received > 0);
    const [first, delivery] = [time(answer, 'first_response'), time(answer, 'delivery')];
    expect({
      received: answer.totals.received,
      spamCount: answer.totals.spam,
      perIsoWeek: Object.fromEntries(weeks.map(({ bucket, received }) => [bucket, received])),
      firstResponseMedian: first?.median,
      firstResponseP90: first?.p90,
      firstResponseWithin8hShare: first?.withinTarget,
      deliveryMedian: delivery?.median,
      deliveryP90: delivery?.p90,
      approvalRateOfDecided: answer.totals.approvalRate,
      byProvider: Object.fromEntries(
        answer.providers.map(({ provider, received, approved, rejected, open }) => [
          provider,
          { received, approved, rejected, open },
        ]),
      ),
    }).toEqual(Object.fromEntries(Object.entries(expected).filter(([key]) => !key.endsWith('WorkingSeconds'))));
    const alone = (figure: string) =>
      facts.filter(({ spam }) => !spam).flatMap((order) => time(statisticsOf([order]), figure)?.median ?? []);
    expect(alone('first_response')).toEqual(expected['firstResponseWorkingSeconds']);
    expect(alone('delivery')).toEqual(expected['deliveryWorkingSeconds']);
  });
});

test('a percentile is the value at its rank', () => {
  expect([percentile([4, 1, 3, 2], 50), percentile([4, 1, 3, 2], 51), percentile([7], 1), percentile([], 90)]).toEqual([
    2,
    3,
    7,
    null,
  ]);
});

test("days, weeks and months are those of the desk's time zone", () => {
  const day = dayIn(calendar);
  expect(day(at('2021-05-31T22:00:00Z'))).toBe('2021-06-01');
  expect(day(at('2021-01-31T22:59:59Z'))).toBe('2021-01-31');
  expect(['day', 'week', 'month'].map((unit) => bucketOf('2021-01-03', unit as 'day'))).toEqual([
    '2021-01-03',
    '2020-W53',
    '2021-01',
  ]);
  expect(bucketsBetween('2021-01-30', '2021-03-01', 'month').map(({ bucket }) => bucket)).toEqual([
    '2021-01',
    '2021-02',
    '2021-03',
  ]);
});

test('a bucket that the range cuts or that goes on is not complete', () => {
  const { overTime } = statisticsOf([], { from: '2021-05-04', to: '2021-05-23', now: at('2021-05-20T10:00:00Z') });
  expect(overTime.buckets.map(({ bucket, complete }) => [bucket, complete])).toEqual([
    ['2021-W18', false],
    ['2021-W19', true],
    ['2021-W20', false],
  ]);
});

test('test orders count nowhere but in their own number', () => {
  const { totals, monthly, providers } = statisticsOf([anOrder(), anOrder({ test: true })]);
  expect([totals.received, totals.tests, monthly[0]?.Total, providers[0]?.received]).toEqual([1, 1, 1, 1]);
});

test('an order counts once for each discipline and provider, and once in all', () => {
  const order = anOrder({ disciplines: ['Physics', 'Chemistry'], providers: ['A', 'B'] });
  const { totals, splits, overTime, providers } = statisticsOf([order], { split: 'discipline' });
  expect([totals.received, splits.map(({ value }) => value), providers.map(({ provider }) => provider)]).toEqual([
    1,
    ['Chemistry', 'Physics'],
    ['A', 'B'],
  ]);
  expect(overTime.buckets[1]).toMatchObject({ received: 1, counts: [1, 1] });
});

test('the figures of a provider name no other', () => {
  const order = anOrder({
    providers: ['A', 'B'],
    shares: ['A', 'B'].map((provider) => ({
      provider,
      sent: at('2021-05-03T09:00:00Z'),
      answered: null,
      answer: null,
    })),
  });
  const { providers, splits } = statisticsOf([order], { sites: ['A'], split: 'provider' });
  expect([providers.map(({ provider }) => provider), splits.map(({ value }) => value)]).toEqual([['A'], ['A']]);
});

test('shares tell how a provider answers', () => {
  const share = (answer: 'validated' | 'rejected' | null, answered: string | null) => ({
    provider: 'CESNET-MCC',
    sent: at('2021-05-03T08:00:00Z'),
    answered: answered === null ? null : at(answered),
    answer,
  });
  const { providers } = statisticsOf([
    anOrder({
      shares: [
        share('validated', '2021-05-03T10:00:00Z'),
        share('rejected', '2021-05-11T08:00:00Z'),
        share(null, null),
      ],
    }),
  ]);
  // 2 h, and 6 days of 8 h: more than the 5 that are promised.
  expect(providers).toMatchObject([
    {
      sharesSent: 3,
      sharesValidated: 1,
      sharesRejected: 1,
      answerMedian: (7200 + 172_800) / 2,
      answersWithinTarget: 0.5,
    },
  ]);
});

test('time in a state adds up, and the last goes on until now', () => {
  const { states, totals } = statisticsOf(
    [
      anOrder({
        states: [
          { state: 'registered', since: at('2021-05-03T08:00:00Z') },
          { state: 'in_progress', since: at('2021-05-03T09:00:00Z') },
          { state: 'waiting_for_response', since: at('2021-05-03T10:00:00Z') },
          { state: 'in_progress', since: at('2021-05-03T12:00:00Z') },
        ],
      }),
    ],
    { now: at('2021-05-03T15:00:00Z') },
  );
  expect(states.map(({ state, median }) => [state, median])).toEqual([
    ['registered', 3600],
    ['in_progress', 4 * 3600],
    ['waiting_for_response', 7200],
  ]);
  expect([totals.clarified, totals.clarificationRounds]).toEqual([1, 1]);
});

describe('the figures of the months', () => {
  const march = anOrder({
    submitted: at('2021-03-01T09:00:00Z'),
    firstChange: at('2021-03-03T15:00:00Z'),
    decided: at('2021-04-02T09:00:00Z'),
    ready: at('2021-05-05T09:00:00Z'),
    outcome: 'approved',
    comments: 2,
    states: [
      { state: 'registered', since: at('2021-03-01T09:00:00Z') },
      { state: 'in_progress', since: at('2021-03-03T15:00:00Z') },
      { state: 'approved', since: at('2021-04-02T09:00:00Z') },
      { state: 'ready', since: at('2021-05-05T09:00:00Z') },
      { state: 'closed', since: at('2021-06-05T09:00:00Z') },
    ],
  });

  test('add up from month to month, and tell how orders stood at the end of each', () => {
    const april = anOrder({
      submitted: at('2021-04-10T09:00:00Z'),
      outcome: 'rejected',
      states: [
        { state: 'waiting_for_response', since: at('2021-04-10T09:00:00Z') },
        { state: 'rejected', since: at('2021-05-01T09:00:00Z') },
      ],
    });
    const { monthly } = statisticsOf([march, april], { from: '2021-03-01', to: '2021-06-30' });
    const zero = { Approved: 0, Rejected: 0, Ready: 0, In_progress: 0, Waiting_for_respond: 0 };
    expect(monthly).toEqual([
      { ...zero, month: '2021-03', In_progress: 1, Total: 1, TotalwithComments: 1, ResponseTime: 54 },
      {
        ...zero,
        month: '2021-04',
        Approved: 1,
        Waiting_for_respond: 1,
        Total: 2,
        TotalwithComments: 1,
        ResponseTime: 54,
      },
      {
        ...zero,
        month: '2021-05',
        Approved: 1,
        Ready: 1,
        Rejected: 1,
        Total: 2,
        TotalwithComments: 1,
        ResponseTime: 54,
      },
      { ...zero, month: '2021-06', Approved: 1, Rejected: 1, Total: 2, TotalwithComments: 1, ResponseTime: 54 },
    ]);
  });

  test('end with the month that goes on', () => {
    const { monthly } = statisticsOf([march], {
      from: '2021-03-01',
      to: '2021-12-31',
      now: at('2021-04-15T10:00:00Z'),
    });
    expect(monthly.map(({ month }) => month)).toEqual(['2021-03', '2021-04']);
  });

  test('the first change is a figure of its own, in time of the calendar', () => {
    expect(time(statisticsOf([march]), 'first_change')).toMatchObject({ median: 54 * 3600, clock: 'calendar' });
    expect(time(statisticsOf([march]), 'first_response')).toMatchObject({ count: 0, median: null });
  });
});

test('satisfaction has means, distribution and the rate of answers to mails', () => {
  const rating = (asked: boolean, service: number | null, ordering: number | null) =>
    anOrder({ rating: { asked, service, ordering } });
  const { satisfaction } = statisticsOf([
    rating(true, 5, 4),
    rating(true, 4, 4),
    rating(true, null, null),
    rating(false, 2, 1),
    rating(false, null, null),
  ]);
  expect(satisfaction).toEqual({
    asked: 3,
    answered: 2,
    responseRate: 2 / 3,
    service: { count: 3, mean: 3.67, distribution: [0, 1, 0, 1, 1] },
    ordering: { count: 3, mean: 3, distribution: [1, 0, 0, 2, 0] },
  });
});

test('without orders there is nothing but zeros', () => {
  const answer = statisticsOf([]);
  expect(answer.totals).toMatchObject({ received: 0, approvalRate: null });
  expect(answer.overTime.buckets.every(({ received }) => received === 0)).toBe(true);
  expect(answer.satisfaction.responseRate).toBeNull();
});
