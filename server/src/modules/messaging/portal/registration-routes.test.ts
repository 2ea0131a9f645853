import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { amsCaller, type AmsCaller } from '#test/messaging';

let app: TestApp;
let call: AmsCaller;
const registrations = '/api/messaging/registrations';
const sofia = () => app.as('sofia');
beforeAll(async () => {
  app = await testApp();
  call = amsCaller(app, await app.modules.messaging.createUser('root', { serviceRoles: ['service_admin'] }));
});
afterAll(() => app.close());

async function asks(name: string): Promise<string> {
  const asked = { name, email: `${name}@site.example`, organization: 'CESNET', description: 'Usage records' };
  return (await call('POST', '/v1/registrations', asked)).body.uuid as string;
}
const mailsTo = async (name: string) =>
  (
    await app.kernel.database
      .read()
      .selectFrom('kernel.mails')
      .select(['subject', 'body_text as text'])
      .where('recipient', '=', `${name}@site.example`)
      .orderBy('number')
      .execute()
  ).at(-1);
const recorded = (id: string) =>
  app.kernel.database
    .read()
    .selectFrom('kernel.audit')
    .select(['actor_id', 'action', 'details'])
    .where('target', '=', `messaging-registration:${id}`)
    .execute();

test('who waits is listed, accepted or declined with a comment, told by mail, and recorded', async () => {
  const [taken, refused] = [await asks('ada'), await asks('bob')];
  const { items } = (await sofia().get(registrations)).body;
  expect(items).toMatchObject([
    { id: refused, name: 'bob' },
    { id: taken, name: 'ada', email: 'ada@site.example', organization: 'CESNET', description: 'Usage records' },
  ]);
  expect((await sofia().post(`${registrations}/${taken}/accept`, {})).body).toEqual({ name: 'ada' });
  expect((await sofia().post(`${registrations}/${refused}/decline`, { comment: ' ' })).status).toBe(400);
  expect((await sofia().post(`${registrations}/${refused}/decline`, { comment: 'Use ada' })).status).toBe(204);
  await app.settle();
  expect(await mailsTo('ada')).toMatchObject({ subject: 'The messaging user ada is there' });
  expect((await mailsTo('bob'))?.text).toContain('Use ada');
  expect((await sofia().get(registrations)).body.items).toEqual([]);
  expect((await sofia().post(`${registrations}/${taken}/accept`, {})).body.code).toBe('registration_unknown');
  expect(await recorded(taken)).toEqual([
    { actor_id: app.idOf('sofia'), action: 'messaging.registration_accepted', details: { user: 'ada' } },
  ]);
  expect(await recorded(refused)).toMatchObject([
    { action: 'messaging.registration_declined', details: { user: 'bob', comment: 'Use ada' } },
  ]);
});

test('certificates that found no user are listed', async () => {
  expect((await sofia().get('/api/messaging/failed-mappings')).body).toEqual({ items: [] });
});

test('whoever is no portal administrator finds nothing', async () => {
  const waiting = await asks('eve');
  await sofia().post('/api/messaging/projects', { name: 'ARGO' });
  await sofia().put('/api/messaging/projects/ARGO/people', { people: [app.idOf('anna')] });
  for (const person of ['anna', 'jonas'] as const)
    for (const answer of [
      await app.as(person).get(registrations),
      await app.as(person).post(`${registrations}/${waiting}/accept`, {}),
      await app.as(person).post(`${registrations}/${waiting}/decline`, { comment: 'no' }),
      await app.as(person).get('/api/messaging/failed-mappings'),
    ])
      expect(answer.status).toBe(404);
});
