import { beforeAll, expect, test } from 'vitest';
import { pushBench } from '../push/push.fixture.ts';

const { portolan, receiver, endpointOf, publish, pushDue } = pushBench();
const argo = '/api/messaging/projects/ARGO';
const sofia = () => portolan().as('sofia');
const delivery = (name: string) => `${argo}/subscriptions/${name}/delivery`;
const pace = { maxMessages: 1, retry: { type: 'linear', periodMilliseconds: 3000 }, base64Decode: false };
const http = (name: string, more: object = {}) => ({
  type: 'http_endpoint',
  endpoint: endpointOf(name),
  authorization: 'kept',
  ...pace,
  ...more,
});
const activity = async () => (await sofia().get(`${argo}/activity?limit=10`)).body.items;

beforeAll(async () => {
  for (const name of ['pushed', 'dead']) await sofia().post(`${argo}/topics`, { name });
});

test('a subscription is pushed once its endpoint is verified, and says how that goes with the last answer', async () => {
  const deadLetter = { topic: 'dead', attempts: 7 };
  const made = await sofia().post(`${argo}/subscriptions`, {
    name: 'pushed',
    topic: 'pushed',
    push: http('pushed'),
    deadLetter,
  });
  const secret = expect.stringMatching(/^[0-9a-f]{64}$/);
  expect(made.status, made.text).toBe(201);
  expect(made.body).toMatchObject({
    isPushed: true,
    deadLetter,
    push: {
      type: 'http_endpoint',
      endpoint: endpointOf('pushed'),
      ...pace,
      authorization: secret,
      proof: { hash: secret, url: `${receiver().url}/ams_verification_hash`, isVerified: false },
      status: { isActive: false, lastAttemptAt: null },
    },
  });
  receiver().proves({ status: 200, body: 'another' });
  expect(await sofia().post(`${delivery('pushed')}/verify`, {})).toMatchObject({
    status: 409,
    body: { code: 'verification_failed', detail: 'The endpoint is not verified: Wrong verification hash' },
  });
  receiver().proves({ status: 200, body: made.body.push.proof.hash });
  expect((await sofia().post(`${delivery('pushed')}/verify`, {})).body.push.status.isActive).toBe(true);

  receiver().answers(() => ({ status: 503, body: 'Out of order' }));
  await publish('pushed', 'Zm9v');
  await pushDue();
  const { push } = (await sofia().get(`${argo}/subscriptions/pushed`)).body;
  expect(push.status).toMatchObject({
    lastStatus: 503,
    lastAnswer: 'Out of order',
    consecutiveFailures: 1,
    stuck: { messageId: 0, attempts: 1 },
  });

  // The same endpoint stays verified, and its header is made anew where somebody asks.
  const kept = await sofia().put(delivery('pushed'), { push: http('pushed', { maxMessages: 5 }), deadLetter: null });
  expect(kept.body).toMatchObject({
    deadLetter: null,
    push: { maxMessages: 5, authorization: push.authorization, proof: { isVerified: true } },
  });
  const renewed = await sofia().put(delivery('pushed'), {
    push: http('pushed', { authorization: 'generated', retry: { type: 'slowstart' } }),
    deadLetter: null,
  });
  expect(renewed.body.push).toMatchObject({ authorization: secret, retry: { type: 'slowstart' } });
  expect(renewed.body.push.authorization).not.toBe(push.authorization);
  const none = await sofia().put(delivery('pushed'), {
    push: http('pushed', { authorization: 'disabled' }),
    deadLetter: null,
  });
  expect(none.body.push.authorization).toBeNull();

  expect((await sofia().put(delivery('pushed'), { push: null, deadLetter: null })).body).toMatchObject({
    isPushed: false,
    push: null,
  });
});

test('who changed the delivery is recorded from what to what, and nothing that is secret', async () => {
  const [back, , , change, verified] = await activity();
  expect(back).toMatchObject({
    by: 'Sofia Almeida',
    action: 'messaging.set_delivery',
    details: { subscription: 'pushed', before: { push: { authorization: 'disabled' } }, after: { push: null } },
  });
  expect(change.details).toMatchObject({
    before: { push: { maxMessages: 1 }, deadLetter: { topic: 'dead', attempts: 7 } },
    after: { push: { maxMessages: 5 }, deadLetter: null },
  });
  expect(verified).toMatchObject({ action: 'messaging.verify_push', details: { endpoint: endpointOf('pushed') } });
  expect(JSON.stringify(await activity())).not.toMatch(/[0-9a-f]{64}/);
});

test('what cannot be is refused at its field, and who administers nothing finds nothing', async () => {
  const refused = await sofia().put(delivery('pushed'), {
    push: http('pushed', { endpoint: 'http://insecure.example' }),
    deadLetter: { topic: 'dead', attempts: 0 },
  });
  expect(refused.status).toBe(400);
  expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual([
    'push.endpoint',
    'deadLetter.attempts',
  ]);
  const own = { push: http('pushed'), deadLetter: { topic: 'pushed', attempts: 5 } };
  expect((await sofia().put(delivery('pushed'), own)).body.code).toBe('dead_letter_invalid');
  for (const answer of [
    await portolan().as('jonas').put(delivery('pushed'), own),
    await portolan()
      .as('jonas')
      .post(`${delivery('pushed')}/verify`, {}),
  ])
    expect(answer.status).toBe(404);
});
