import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { amsClient, type AmsClient } from '#clients/ams';
import { testApp, type TestApp } from '#test/app';
import { tables } from '../../../tables.ts';
import { amsReportCsv } from './import-report.ts';
import type { AmsImportRequest } from './import-ams.ts';

// Two installations: what stands in one comes over real HTTP to the other.

let source: TestApp;
let target: TestApp;
let url: string;
let root: string;
let here: AmsClient;
let there: AmsClient;
const tokens = new Map<string, string>();

const addressOf = async (app: TestApp): Promise<string> => {
  await app.app.listen({ port: 0, host: '127.0.0.1' });
  return `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`;
};
async function user(name: string, roles: string[], project = 'ARGO'): Promise<void> {
  const made = await there.createUser(name, {
    email: `${name}@sites.example`,
    first_name: 'First',
    projects: [{ project, roles }],
  });
  tokens.set(name, made.token ?? '');
}
const tokenOf = (name: string) => tokens.get(name) ?? '';

beforeAll(async () => {
  source = await testApp();
  url = await addressOf(source);
  root = await source.modules.messaging.createUser('root', { serviceRoles: ['service_admin'] });
  there = amsClient({ url, token: root });
  await there.createProject('ARGO', 'Results of probes');
  await there.createProject('OTHER');
  await user('publisher', ['publisher']);
  await user('reader', ['consumer']);
  await user('stranger', ['publisher'], 'OTHER');
  for (const name of ['metric_data', 'sync_data']) await there.topic('ARGO', name).create();
  await there.topic('ARGO', 'metric_data').setAcl(['publisher']);
  await there.topic('OTHER', 'metric_data').create();
  const ingest = there.subscription('ARGO', 'ingest_metric');
  await ingest.create('metric_data', { ackDeadlineSeconds: 60 });
  await ingest.setAcl(['reader']);
  await there.topic('ARGO', 'metric_data').publish([{ data: 'one' }, { data: 'two' }, { data: 'three' }]);
  const [first] = await ingest.pull();
  await ingest.acknowledge(first?.ackId ?? '');
  await there.subscription('ARGO', 'orphan').create('sync_data');
  await there.topic('ARGO', 'sync_data').delete();

  target = await testApp({ now: '2026-11-27T12:00:00.000Z', settings: { OUTWARD_ALLOW: '127.0.0.1' } });
  here = amsClient({
    url: await addressOf(target),
    token: await target.modules.messaging.createUser('local-root', { serviceRoles: ['service_admin'] }),
  });
});
afterAll(async () => {
  await target.close();
  await source.close();
});

const run = (more: Partial<AmsImportRequest> = {}) =>
  target.modules.messaging.importAms({
    url,
    token: root,
    projects: [],
    dryRun: false,
    firstWaitMilliseconds: 1,
    ...more,
  });
async function rows(): Promise<number[]> {
  const names = ['users', 'tokens', 'projects', 'members', 'topics', 'topic_acl', 'subscriptions', 'subscription_acl'];
  const counted: number[] = [];
  for (const name of names) {
    const { n } = await tables(target.kernel.database.read())
      .selectFrom(`messaging.${name}` as 'messaging.users')
      .select((query) => query.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    counted.push(Number(n));
  }
  return counted;
}

test('a preview says what would come, and writes nothing', async () => {
  const before = await rows();
  const report = await run({ dryRun: true });
  expect(report).toMatchObject({ source: url, dryRun: true, complete: true, brokenOff: null });
  expect(report.counts).toEqual({ imported: 9, updated: 0, unchanged: 0, left_out: 1 });
  expect(await rows()).toEqual(before);
});

test('an import that was stopped goes on when it is started again', async () => {
  const stop = new AbortController();
  const broken = await run({ signal: stop.signal, progress: (step) => void (step.includes('users') && stop.abort()) });
  expect(broken).toMatchObject({ complete: false, brokenOff: expect.stringContaining('It was stopped') });
  expect(broken.counts.imported).toBe(3);

  const report = await run();
  expect(report).toMatchObject({ complete: true, counts: { imported: 6, updated: 0, unchanged: 3, left_out: 1 } });
  expect(report.items.filter(({ notes }) => notes.length > 0)).toEqual([
    {
      kind: 'subscription',
      name: 'ARGO/ingest_metric',
      outcome: 'imported',
      notes: ['2 messages wait there to be consumed, and do not come'],
    },
    {
      kind: 'subscription',
      name: 'ARGO/orphan',
      outcome: 'left_out',
      notes: ['its topic sync_data was deleted there'],
    },
  ]);
  expect(amsReportCsv(report)).toContain('subscription,ARGO/ingest_metric,imported,"2 messages wait there');
});

test('users keep uuid, roles, lists and token, and their clients go on at the new address', async () => {
  const publisher = await here.user('publisher');
  const original = await there.user('publisher');
  expect(publisher).toMatchObject({
    uuid: original.uuid,
    first_name: 'First',
    email: 'publisher@sites.example',
    created_on: original.created_on,
    created_by: 'root',
    projects: [{ project: 'ARGO', roles: ['publisher'], topics: ['metric_data'], subscriptions: [] }],
  });
  const hereAs = (token: string) => amsClient({ url: hereUrl(), token });
  expect(
    await hereAs(tokenOf('publisher'))
      .topic('ARGO', 'metric_data')
      .publish([{ data: 'four' }]),
  ).toEqual(['0']);
  const ingest = hereAs(tokenOf('reader')).subscription('ARGO', 'ingest_metric');
  expect((await ingest.pull({ most: 10 })).map(({ text }) => text)).toEqual(['four']);
  expect(await here.subscription('ARGO', 'ingest_metric').get()).toMatchObject({ ackDeadlineSeconds: 60 });
  await expect(hereAs(tokenOf('stranger')).topic('ARGO', 'metric_data').publish([])).rejects.toMatchObject({
    status: 401,
  });
  expect(await hereAs(root).projects()).toHaveLength(2);
});

const hereUrl = () => `http://127.0.0.1:${(target.app.server.address() as AddressInfo).port}`;

test('the token of an imported user is not shown, since only its hash is kept; a refresh makes one of ours', async () => {
  expect(await here.user('reader')).not.toHaveProperty('token');
  const asReader = (token: string) => amsClient({ url: hereUrl(), token }).profile();
  expect(await asReader(tokenOf('reader'))).not.toHaveProperty('token');
  const refreshed = await target.app.inject({
    method: 'POST',
    url: '/v1/users/reader:refreshToken',
    headers: { 'x-api-key': root },
  });
  const { token } = refreshed.json() as { token: string };
  expect(token).toMatch(/^[0-9a-f]{64}$/);
  expect(await asReader(token)).toMatchObject({ name: 'reader', token });
  await expect(asReader(tokenOf('reader'))).rejects.toMatchObject({ status: 401 });
});

test('a second run brings nothing twice, and only what is new there', async () => {
  const before = await rows();
  const again = await run();
  expect(again.counts).toEqual({ imported: 0, updated: 0, unchanged: 9, left_out: 1 });
  expect(again.items.find(({ name }) => name === 'reader')?.notes).toEqual([
    'got a new token here: the one of there does not work',
  ]);
  expect(await rows()).toEqual(before);

  await user('late', ['publisher']);
  await there.topic('ARGO', 'metric_data').setAcl(['late']);
  const refreshed = await source.app.inject({
    method: 'POST',
    url: '/v1/users/stranger:refreshToken',
    headers: { 'x-api-key': root },
  });
  const third = await run();
  expect(
    third.items.filter(({ outcome }) => outcome !== 'unchanged').map(({ name, outcome }) => [name, outcome]),
  ).toEqual([
    ['stranger', 'updated'],
    ['late', 'imported'],
    ['ARGO/metric_data', 'updated'],
    ['ARGO/orphan', 'left_out'],
  ]);
  expect(await here.topic('ARGO', 'metric_data').acl()).toEqual(['publisher', 'late']);
  const { token } = refreshed.json() as { token: string };
  expect(await amsClient({ url: hereUrl(), token }).profile()).toMatchObject({ name: 'stranger' });
});

test('somebody else of the same name is left alone', async () => {
  await user('twin', ['publisher']);
  const twin = await here.createUser('twin');
  const report = await run({ projects: ['ARGO'] });
  expect(report.items.find(({ name }) => name === 'twin')).toMatchObject({ outcome: 'left_out' });
  expect(report.items.some(({ name }) => name === 'stranger' || name.startsWith('OTHER'))).toBe(false);
  expect(await here.user('twin')).toMatchObject({ uuid: twin.uuid, token: twin.token });
});

test('it does not begin with a wrong token, an unknown project, or an address that is no such service', async () => {
  await expect(run({ token: tokenOf('publisher') })).rejects.toMatchObject({ code: 'ams_token_refused' });
  await expect(run({ token: 'wrong' })).rejects.toMatchObject({ code: 'ams_token_refused' });
  await expect(run({ projects: ['NOWHERE'] })).rejects.toThrow('has no project NOWHERE. It has OTHER, ARGO');
  await expect(run({ url: `${url}/api` })).rejects.toMatchObject({ code: 'ams_unreachable' });
  await expect(run({ url: 'http://127.0.0.2:1' })).rejects.toMatchObject({ code: 'address_forbidden' });
});
