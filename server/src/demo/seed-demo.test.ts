import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { testDatabase } from '#test/database';
import { loadConfig } from '#kernel/config';
import { orderStates } from '#contracts/ordering/lifecycle';
import { createPortolan } from '../app.ts';
import { DemoAccess } from './demo-access.ts';

const folder = mkdtempSync(join(tmpdir(), 'portolan-demo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the demo federation loads, with orders in every state that people meet', { timeout: 120_000 }, async () => {
  const config = loadConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATA_DIR: folder,
    PORT: '0',
    PUBLIC_URL: 'http://portolan.example',
    // The demo has a subscription that is pushed, and loads where nothing is.
    MESSAGING_PUSH: 'off',
  });
  const portolan = await createPortolan(config, { database: await testDatabase() });
  const steps: string[] = [];
  await portolan.seedDemo((step, done, of) => steps.push(`${step} ${done}/${of}`));
  expect(steps.length).toBeGreaterThan(50);

  const access = DemoAccess.parse(JSON.parse(readFileSync(join(folder, 'demo-access.json'), 'utf8')));
  expect(statSync(join(folder, 'demo-access.json')).mode & 0o777).toBe(0o600);
  const get = async (persona: string, url: string) =>
    (
      await portolan.app.inject({
        method: 'GET',
        url,
        headers: { authorization: `Bearer ${access.api[persona]?.token ?? ''}` },
      })
    ).json();
  for (const { id, name, token } of access.oms) {
    const answer = await portolan.app.inject({
      method: 'GET',
      url: '/api/v1/oms',
      headers: { 'x-user-token': token },
    });
    expect(answer.json().omses, name).toMatchObject([{ id, name }]);
  }
  expect(access.oms).toHaveLength(2);
  const topics = await portolan.app.inject({
    url: `/v1/projects/${access.ams.project}/topics`,
    headers: { 'x-api-key': access.ams.token },
  });
  expect(topics.json()).toMatchObject({ totalSize: 4 });
  const { user, password, project } = access.jira;
  const tickets = await portolan.app.inject({
    method: 'GET',
    url: `/jira/rest/api/2/search?jql=project=${project}&maxResults=1`,
    headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
  });
  expect(tickets.json().total).toBeGreaterThan(10);
  const { items } = await get('anna', '/api/orders?limit=200');
  const states = new Set(items.map((item: { state: string }) => item.state));
  expect(orderStates.filter((state) => state !== 'created' && !states.has(state))).toEqual([]);
  const shares = await get('anna', '/api/shares?limit=200');
  const shareStates = new Set(shares.items.map((share: { state: string }) => share.state));
  for (const state of ['sent', 'countered', 'validated', 'superseded']) expect(shareStates).toContain(state);
  const catalogue = await get('eleni', '/api/catalogue?limit=100');
  expect(catalogue.items.length).toBeGreaterThanOrEqual(12);
  // Every page behind a mail can be opened in the demo, the rating of the order that is ready too.
  for (const kind of ['a', 'r', 's']) {
    const { items: mails } = await get('eleni', `/api/mailbox?limit=1&q=${encodeURIComponent(`/${kind}/`)}`);
    expect(mails, `mails with a link /${kind}/`).toHaveLength(1);
  }
  const agreements = await get('marta', '/api/agreements?limit=50');
  const agreementStates = new Set(agreements.items.map((agreement: { state: string }) => agreement.state));
  for (const state of ['proposed', 'active', 'withdrawn']) expect(agreementStates).toContain(state);
  // What no order brought about, and what of it covers everyone.
  const types = new Set(agreements.items.map(({ type }: { type: string }) => type));
  for (const type of ['corporate_sla', 'resource_centre_ola', 'service_ola', 'ua']) expect(types).toContain(type);
  const { items: defaults } = await get('eleni', '/api/agreement-defaults');
  expect(defaults).toMatchObject([{ name: 'CORP-SLA-1', state: 'active' }]);
  // An agreement with a month of every kind, one of them explained by its provider.
  const { results } = await get(
    'marta',
    `/api/agreements/${agreements.items.find((each: { name: string; state: string }) => each.name.startsWith('SLA-') && each.state === 'active').name}`,
  );
  const judged = new Set(results.months.map(({ result }: { result: string }) => result));
  for (const result of ['met', 'violated', 'doubtful']) expect(judged).toContain(result);
  expect(results.months.find(({ result }: { result: string }) => result === 'violated').violation.state).toBe(
    'answered',
  );
  // What asks for somebody today: each screen of the desk has something to show.
  expect((await get('anna', '/api/orders?procedure=stuck')).items).toHaveLength(1);
  expect(items.find((item: { lines: number }) => item.lines > 0)?.lines).toBe(2);
  const { items: work } = await get('marta', '/api/work');
  const tasks = work.map(({ text }: { text: string }) => text);
  expect(tasks).toContainEqual(expect.stringContaining('asked to agree'));
  expect(tasks).toContainEqual(expect.stringContaining('rated 2 of 5'));
  const { groups } = await get('anna', '/api/rota');
  expect(groups.every(({ onDuty }: { onDuty: unknown }) => onDuty !== null)).toBe(true);
  const { items: webhooks } = await get('sofia', '/api/admin/webhooks');
  const { items: calls } = await get('sofia', `/api/admin/webhooks/${webhooks[0].id}/calls`);
  expect(calls.map(({ state }: { state: string }) => state)).toContain('failed');
  await portolan.close();
});
