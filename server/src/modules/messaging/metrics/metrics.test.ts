import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { tables } from '../tables.ts';
import { amsCaller, amsData, amsFault, hasAmsData, type AmsCaller } from '#test/messaging';
import { createCounters } from './counters.ts';
import { dataBytesOf } from './data-bytes.ts';
import { averageOf } from './usage.ts';

let portolan: TestApp;
let call: AmsCaller;
beforeAll(async () => {
  portolan = await testApp();
  const root = await portolan.modules.messaging.createUser('root', { serviceRoles: ['service_admin'] });
  call = amsCaller(portolan, root);
});
afterAll(() => portolan.close());

interface Metric {
  metric: string;
  metric_type: string;
  value_type: string;
  resource_type: string;
  resource_name: string;
  timeseries: { timestamp: string; value: number }[];
  description: string;
}
const metricsAt = async (url: string, token?: string) =>
  (await call('GET', url, undefined, token)).body.metrics as Metric[];
const named = (metrics: Metric[]) => Object.fromEntries(metrics.map((one) => [one.metric, one]));
const valueOf = (metrics: Metric[], name: string) => named(metrics)[name]?.timeseries[0]?.value;

const publish = (project: string, topic: string, ...data: string[]) =>
  call('POST', `/v1/projects/${project}/topics/${topic}:publish`, { messages: data.map((text) => ({ data: text })) });

/** A project with topic `t` and subscription `s`, and a user `who` who may publish and consume. */
async function project(name: string, who = `user-${name}`) {
  await call('POST', `/v1/projects/${name}`);
  await call('PUT', `/v1/projects/${name}/topics/t`);
  await call('PUT', `/v1/projects/${name}/subscriptions/s`, { topic: `projects/${name}/topics/t` });
  const made = await call('POST', `/v1/projects/${name}/members/${who}`, {
    projects: [{ project: name, roles: ['publisher', 'consumer'] }],
  });
  for (const [kind, resource] of [
    ['topics', 't'],
    ['subscriptions', 's'],
  ]) {
    await call('POST', `/v1/projects/${name}/${kind}/${resource}:modifyAcl`, { authorized_users: [who] });
  }
  return made.body.token as string;
}

describe('a topic', () => {
  test('has the metrics of upstream in their order; bytes are those of the texts, rates those of the last call', async () => {
    const token = await project('TOPIC');
    const url = '/v1/projects/TOPIC/topics/t:metrics';
    const before = await metricsAt(url);
    expect(before.map(({ metric }) => metric)).toEqual([
      'topic.number_of_subscriptions',
      'topic.number_of_messages',
      'topic.number_of_bytes',
      'topic.number_of_daily_messages',
      'topic.publishing_rate',
    ]);
    expect(before.at(-1)).toMatchObject({ timeseries: [{ timestamp: '0001-01-01T00:00:00Z', value: 0 }] });
    expect(named(before)['topic.number_of_daily_messages']?.timeseries).toEqual([]);
    await publish('TOPIC', 't', 'aGVsbG8=', 'é');
    expect(valueOf(await metricsAt(url), 'topic.publishing_rate')).toBe(2);
    portolan.clock.advance(4000);
    const at = `${portolan.clock.now().slice(0, 19)}Z`;
    await publish('TOPIC', 't', 'a', 'b', 'c');
    const after = await metricsAt(url, token);
    expect(after[1]).toEqual({
      metric: 'topic.number_of_messages',
      metric_type: 'counter',
      value_type: 'int64',
      resource_type: 'topic',
      resource_name: 't',
      timeseries: [{ timestamp: at, value: 5 }],
      description: 'Messages published to the topic',
    });
    expect(valueOf(after, 'topic.number_of_subscriptions')).toBe(1);
    expect(valueOf(after, 'topic.number_of_bytes')).toBe(8 + 2 + 3);
    expect(after.at(-1)).toMatchObject({
      metric_type: 'rate',
      value_type: 'float64',
      timeseries: [{ timestamp: at, value: 0.75 }],
    });
    expect(named(after)['topic.number_of_daily_messages']).toMatchObject({
      metric_type: 'counter',
      timeseries: [{ timestamp: at.slice(0, 10), value: 5 }],
    });
  });

  test('is closed to a publisher whom its list does not name, and a missing one is not there', async () => {
    const token = await project('CLOSED');
    await call('POST', '/v1/projects/CLOSED/topics/t:modifyAcl', { authorized_users: [] });
    const closed = amsFault(403, 'Access to this resource is forbidden', 'FORBIDDEN');
    expect(await call('GET', '/v1/projects/CLOSED/topics/t:metrics', undefined, token)).toMatchObject(closed);
    expect(await call('GET', '/v1/projects/CLOSED/topics/none:metrics')).toMatchObject(
      amsFault(404, "Topic doesn't exist", 'NOT_FOUND'),
    );
    expect(await call('GET', '/v1/projects/CLOSED/subscriptions/none:metrics')).toMatchObject(
      amsFault(404, "Subscription doesn't exist", 'NOT_FOUND'),
    );
  });

  test('that is made again begins to count at 0, while its project keeps what was published', async () => {
    await project('AGAIN');
    await publish('AGAIN', 't', 'a', 'b');
    await call('DELETE', '/v1/projects/AGAIN/topics/t');
    await call('PUT', '/v1/projects/AGAIN/topics/t');
    await publish('AGAIN', 't', 'c');
    expect(valueOf(await metricsAt('/v1/projects/AGAIN/topics/t:metrics'), 'topic.number_of_messages')).toBe(1);
    expect(valueOf(await metricsAt('/v1/projects/AGAIN:metrics'), 'project.number_of_daily_messages')).toBe(3);
  });
});

test('a subscription counts what is pulled, repeats included', async () => {
  await project('PULLS');
  const url = '/v1/projects/PULLS/subscriptions/s';
  await call('POST', '/v1/projects/PULLS/topics/t:publish', {
    messages: [{ data: 'aGVsbG8=', attributes: { data: '"},"data":"' } }, { data: 'quote "' }],
  });
  await call('POST', `${url}:pull`, { maxMessages: '2' });
  portolan.clock.advance(10_000);
  await call('POST', `${url}:pull`, { maxMessages: '2' });
  const metrics = await metricsAt(`${url}:metrics`);
  expect(metrics.map(({ metric, timeseries }) => [metric, timeseries[0]?.value])).toEqual([
    ['subscription.number_of_messages', 4],
    ['subscription.number_of_bytes', 2 * (8 + 7)],
    ['subscription.consumption_rate', 0.2],
  ]);
  expect(metrics[0]).toMatchObject({ resource_type: 'subscription', resource_name: 's' });
});

test.each<[string, string, number]>([
  ['no attributes', '"data":"aGVsbG8="', 8],
  ['nothing', '"data":""', 0],
  ['attributes', '"attributes":{"a":"b"},"data":"abc"', 3],
  ['an attribute that looks like data', '"attributes":{"data":"\\"},\\"data\\":\\"x"},"data":"abc"', 3],
  ['escapes', '"data":"\\"\\n\\u00e9"', 4],
])('the bytes of data beside %s', (_, content, bytes) => {
  expect(dataBytesOf(content)).toBe(bytes);
});

describe('a project', () => {
  test('tells of its resources, of each member on its lists, and of the last 30 days with messages', async () => {
    await project('DAYS', 'dora');
    await call('POST', '/v1/projects/DAYS/members/idle', { projects: [{ project: 'DAYS', roles: ['publisher'] }] });
    for (let day = 0; day < 32; day += 1) {
      await publish('DAYS', 't', ...Array.from({ length: day + 1 }, () => 'x'));
      portolan.clock.advance((day === 5 ? 3 : 1) * 86_400_000);
    }
    const metrics = await metricsAt('/v1/projects/DAYS:metrics');
    expect(metrics.map((one) => [one.metric, one.resource_type, one.resource_name])).toEqual([
      ['project.number_of_topics', 'project', 'DAYS'],
      ['project.number_of_subscriptions', 'project', 'DAYS'],
      ['project.user.number_of_topics', 'project.user', 'DAYS.dora'],
      ['project.user.number_of_subscriptions', 'project.user', 'DAYS.dora'],
      ['project.number_of_daily_messages', 'project', 'DAYS'],
    ]);
    const days = metrics.at(-1)?.timeseries ?? [];
    expect(days.map(({ value }) => value)).toEqual(Array.from({ length: 30 }, (_, back) => 32 - back));
    expect(days.map(({ timestamp }) => timestamp)).toEqual(
      days
        .map(({ timestamp }) => timestamp)
        .sort()
        .reverse(),
    );
    expect(days[0]?.timestamp).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  test('takes its counters with it', async () => {
    await project('GONE');
    await publish('GONE', 't', 'a');
    await call('DELETE', '/v1/projects/GONE');
    const { body } = await call('GET', '/v1/metrics/va_metrics');
    expect(JSON.stringify(body)).not.toContain('GONE');
  });
});

test('processes on one database add up, and what could not be written is counted with the next flush', async () => {
  await project('MANY');
  const { database, clock } = portolan.kernel;
  const newest = await tables(database.read())
    .selectFrom('messaging.topics')
    .select('id')
    .orderBy('number', 'desc')
    .executeTakeFirstOrThrow();
  const topicId = newest.id;
  let broken = true;
  const one = createCounters({ database, clock });
  const other = createCounters({
    clock,
    database: {
      ...database,
      transact: (work, ...rest) => (broken ? Promise.reject(new Error('disk full')) : database.transact(work, ...rest)),
    },
  });
  one.published(topicId, 2, 10);
  other.published(topicId, 3, 20);
  await expect(other.flush()).rejects.toThrow('disk full');
  other.published(topicId, 1, 5);
  broken = false;
  await Promise.all([one.flush(), other.flush(), one.flush()]);
  const metrics = await metricsAt('/v1/projects/MANY/topics/t:metrics');
  expect(valueOf(metrics, 'topic.number_of_messages')).toBe(6);
  expect(valueOf(metrics, 'topic.number_of_bytes')).toBe(35);
  expect(named(metrics)['topic.number_of_daily_messages']?.timeseries).toMatchObject([{ value: 6 }]);
});

test('each host tells what the service takes of it', async () => {
  const metrics = await metricsAt('/v1/metrics');
  expect(metrics.map((one) => [one.metric, one.metric_type, one.value_type, one.resource_type])).toEqual([
    ['ams_node.cpu_usage', 'percentage', 'float64', 'ams_node'],
    ['ams_node.memory_usage', 'percentage', 'float64', 'ams_node'],
  ]);
  for (const { timeseries } of metrics) {
    expect(timeseries[0]?.value).toBeGreaterThanOrEqual(0);
    expect(timeseries[0]?.value).toBeLessThanOrEqual(100);
  }
});

describe('reports of usage', () => {
  test.skipIf(!hasAmsData)('round averages up', () => {
    const cases = amsData<{ days: number; messages: number; average: number }[]>('va-metrics-cases.json');
    expect(cases.map(({ days, messages }) => averageOf(messages, days))).toEqual(cases.map(({ average }) => average));
  });

  test('hold the projects that had traffic in the window, and what was made in it', async () => {
    portolan.clock.set('2027-03-01T10:00:00.000Z');
    await project('REPORT-A');
    await project('REPORT-B');
    await publish('REPORT-A', 't', ...Array.from({ length: 100 }, () => 'x'));
    portolan.clock.set('2027-03-05T23:59:59.000Z');
    await publish('REPORT-B', 't', 'x');
    await call('PUT', '/v1/projects/REPORT-B/topics/late');
    const report = (query: string) => call('GET', `/v1/metrics/va_metrics?${query}`);
    expect((await report('start_date=2027-03-01&end_date=2027-03-03')).body).toEqual({
      projects_metrics: {
        projects: [
          {
            project: 'REPORT-A',
            message_count: 100,
            average_daily_messages: 33.34,
            topics_count: 1,
            subscriptions_count: 1,
            users_count: 1,
          },
        ],
        total_message_count: 100,
        average_daily_messages: 33.34,
      },
      total_users_count: 1,
      total_topics_count: 1,
      total_subscriptions_count: 1,
    });
    const both = await report('start_date=2027-03-02&end_date=2027-03-05&projects=REPORT-A,REPORT-B');
    expect(both.body).toMatchObject({
      projects_metrics: {
        projects: [
          { project: 'REPORT-B', message_count: 1, average_daily_messages: 0.25, topics_count: 1, users_count: 0 },
        ],
      },
      total_topics_count: 1,
    });
    expect((await report('projects=REPORT-A,REPORT-B')).body).toMatchObject({
      projects_metrics: { total_message_count: 101 },
    });
  });

  test.each([
    ['start_date=2027-3-1', 400, 'Start date is not in valid format'],
    ['end_date=2027-02-30', 400, 'End date is not in valid format'],
    ['start_date=2027-03-02&end_date=2027-03-01', 400, 'Start date cannot be after the end date'],
    ['projects=NOWHERE', 404, "Project NOWHERE doesn't exist"],
  ])('refuse %s', async (query, status, message) => {
    expect(await call('GET', `/v1/metrics/va_metrics?${query}`)).toMatchObject({
      status,
      body: { error: { message } },
    });
  });

  test('show an administrator of projects those projects, and anybody else nothing', async () => {
    await project('MINE');
    await project('THEIRS');
    await publish('MINE', 't', 'a', 'b');
    await publish('THEIRS', 't', 'a');
    const admin = await call('POST', '/v1/projects/MINE/members/mina', {
      projects: [{ project: 'MINE', roles: ['project_admin'] }],
    });
    const own = await call('GET', '/v1/users/usageReport', undefined, admin.body.token as string);
    expect(own.body.va_metrics.projects_metrics).toMatchObject({
      projects: [{ project: 'MINE', message_count: 2 }],
      total_message_count: 2,
    });
    expect(own.body.operational_metrics.metrics).toHaveLength(2);
    expect((await call('GET', '/v1/users/usageReport')).body).toEqual({
      va_metrics: {
        projects_metrics: { projects: [], total_message_count: 0, average_daily_messages: 0 },
        total_users_count: 0,
        total_topics_count: 0,
        total_subscriptions_count: 0,
      },
      operational_metrics: { metrics: [] },
    });
    expect((await call('GET', '/v1/users/usageReport', undefined, 'wrong')).status).toBe(401);
  });
});
