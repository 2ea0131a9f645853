import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';

let app: TestApp;
const argo = '/api/messaging/projects/ARGO';
const sofia = () => app.as('sofia');
beforeAll(async () => {
  app = await testApp();
  await sofia().post('/api/messaging/projects', { name: 'ARGO' });
  await sofia().post(`${argo}/topics`, { name: 'watched' });
  await sofia().post(`${argo}/subscriptions`, { name: 'watched', topic: 'watched' });
});
afterAll(() => app.close());

const subscription = `${argo}/subscriptions/watched`;
const topic = `${argo}/topics/watched`;

test('limits are shown, changed, and recorded from what to what', async () => {
  expect((await sofia().get(subscription)).body).toMatchObject({
    limits: { messagesBehind: null, oldestMinutes: 4320 },
    alerts: [],
  });
  const limits = { messagesBehind: 2, oldestMinutes: null };
  expect((await sofia().put(`${subscription}/limits`, limits)).body.limits).toEqual(limits);
  expect((await sofia().put(`${topic}/limits`, { silentMinutes: 30 })).body.limits).toEqual({ silentMinutes: 30 });
  const [silence, lag] = (await sofia().get(`${argo}/activity?limit=2`)).body.items;
  expect(lag).toMatchObject({
    by: 'Sofia Almeida',
    action: 'messaging.set_subscription_limits',
    details: { before: { messagesBehind: null, oldestMinutes: 4320 }, after: limits },
  });
  expect(silence).toMatchObject({
    action: 'messaging.set_topic_limits',
    details: { topic: 'watched', before: { silentMinutes: null }, after: { silentMinutes: 30 } },
  });
});

test('what exceeds its limit is told where it is shown', async () => {
  for (let sent = 0; sent < 3; sent += 1) await sofia().post(`${topic}/messages`, { data: 'Zm9v' });
  app.clock.advance(31 * 60_000);
  await app.kernel.jobs.runNow('messaging.watch', {});
  expect((await sofia().get(subscription)).body.alerts).toMatchObject([{ kind: 'messages-behind', most: 2, value: 3 }]);
  expect((await sofia().get(topic)).body.alerts).toMatchObject([{ kind: 'silence', most: 30, value: 31 }]);
});

test('a limit that cannot be is refused at its field, and who administers nothing finds nothing', async () => {
  const refused = await sofia().put(`${subscription}/limits`, { messagesBehind: 0, oldestMinutes: 1.5 });
  expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual(['messagesBehind', 'oldestMinutes']);
  expect((await app.as('jonas').put(`${topic}/limits`, { silentMinutes: 5 })).status).toBe(404);
});
