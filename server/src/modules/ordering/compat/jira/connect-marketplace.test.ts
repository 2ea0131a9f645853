import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ settings: { OUTWARD_ALLOW: '127.0.0.1' } });
});
afterAll(() => app.close());
const admin = () => app.as('sofia');

test('the settings of a marketplace name the ids that the face answers by', async () => {
  const { body } = await admin().get('/api/admin/jira');
  const settings = Object.fromEntries(
    (body.settings as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
  );
  expect(settings).toMatchObject({
    MP_JIRA_URL: 'http://portolan.example',
    MP_JIRA_CONTEXT_PATH: '/jira',
    MP_JIRA_USERNAME: 'jira',
    MP_JIRA_PASSWORD: '',
    MP_JIRA_PROJECT: 'EOSCSO',
    MP_JIRA_ISSUE_TYPE_ID: '10204',
    MP_JIRA_PROJECT_ISSUE_TYPE_ID: '10000',
    MP_JIRA_WF_TODO: '1',
    MP_JIRA_WF_WAITING_FOR_RESPONSE: '3',
    MP_JIRA_WF_READY: '7',
    MP_JIRA_WF_ARCHIVED: '8',
    MP_JIRA_FIELD_Order_reference: 'customfield_10254',
    MP_JIRA_FIELD_CI_EOSC_UniqueID: 'customfield_10229',
    MP_JIRA_FIELD_SO_1: 'customfield_10400',
    MP_JIRA_FIELD_SELECT_VALUES_CP_CustomerTypology_single_user: '10260',
    MP_JIRA_FIELD_SELECT_VALUES_CP_INeedAVoucher_true: '10270',
    MP_JIRA_FIELD_SELECT_VALUES_SO_OfferType_open_access: '10281',
    MP_JIRA_WEBHOOK_SECRET: '',
  });
});

test('a token made there signs the account in', async () => {
  const made = await admin().post('/api/admin/jira/tokens');
  expect([made.status, made.headers['cache-control']]).toEqual([201, 'no-store']);
  const authorization = `Basic ${Buffer.from(`jira:${made.body.token}`).toString('base64')}`;
  const me = await app.as(null).get('/jira/rest/api/2/myself', { authorization });
  expect([me.status, me.body.name]).toEqual([200, 'jira']);
});

test('everything that a connector checks holds once its webhook is registered; the ticket of the check is gone', async () => {
  const failed = async () => {
    const { body } = await admin().post('/api/admin/jira/check');
    return (body.items as { name: string; ok: boolean; detail: string }[]).filter(({ ok }) => !ok);
  };
  expect((await failed()).map(({ name }) => name)).toEqual(['Webhook']);
  const made = await admin().post('/api/admin/jira/webhooks', { marketplace: 'http://127.0.0.1:9/mp/' });
  expect(made.status).toBe(201);
  const { secret, webhook } = made.body;
  expect(webhook.url).toBe('http://127.0.0.1:9/mp/api/webhooks/jira?issue_id=${issue.id}&secret=***');
  expect(await failed()).toEqual([]);
  await app.settle();
  await app.kernel.deliveries.deliverDue();
  const calls = await admin().get(`/api/admin/jira/webhooks/${webhook.id}/calls`);
  expect(calls.body.items.length).toBeGreaterThan(3);
  expect(calls.text).not.toContain(secret);
  expect((await admin().get('/api/admin/jira')).text).not.toContain(secret);
  const call = calls.body.items.at(-1).id;
  expect((await admin().post(`/api/admin/jira/webhooks/${webhook.id}/calls/${call}/again`)).status).toBe(204);
  const off = await admin().patch(`/api/admin/jira/webhooks/${webhook.id}`, { enabled: false });
  expect(off.body.enabled).toBe(false);
  expect((await failed()).map(({ name }) => name)).toEqual(['Webhook']);
  expect((await admin().delete(`/api/admin/jira/webhooks/${webhook.id}`)).status).toBe(204);
  expect((await admin().get(`/api/admin/jira/webhooks/${webhook.id}/calls`)).status).toBe(404);
});

test('nobody but administrators connects a marketplace, nor leads calls into a private network', async () => {
  for (const persona of ['anna', 'eleni']) {
    expect((await app.as(persona).get('/api/admin/jira')).status).toBe(403);
    expect((await app.as(persona).post('/api/admin/jira/tokens')).status).toBe(403);
    expect((await app.as(persona).post('/api/admin/jira/check')).status).toBe(403);
  }
  const inside = await admin().post('/api/admin/jira/webhooks', { marketplace: 'http://10.0.0.1' });
  expect(inside.body.code).toBe('address_forbidden');
});
