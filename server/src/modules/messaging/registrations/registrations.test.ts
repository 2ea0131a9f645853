import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { amsCaller, amsFault, type AmsCaller } from '#test/messaging';

let portolan: TestApp;
let call: AmsCaller;
beforeAll(async () => {
  portolan = await testApp();
  const root = await portolan.modules.messaging.createUser('root', { serviceRoles: ['service_admin'] });
  call = amsCaller(portolan, root);
});
afterAll(() => portolan.close());

const applicant = (name: string) => ({
  name,
  first_name: 'Ada',
  last_name: 'Rossi',
  email: `${name}@example.org`,
  organization: 'INFN',
  description: 'Usage records',
});
const register = async (name: string) => (await call('POST', '/v1/registrations', applicant(name))).body;
const at = (uuid: string) => `/v1/registrations/${uuid}`;
const missing = amsFault(404, "User registration doesn't exist", 'NOT_FOUND');

async function mailsTo(recipient: string) {
  await portolan.settle();
  return portolan.kernel.database
    .read()
    .selectFrom('kernel.mails')
    .select(['subject', 'body_text'])
    .where('recipient', '=', recipient)
    .orderBy('number')
    .execute();
}
const linkIn = (text: string) => /\/messaging\/register\/[\w.-]+/.exec(text)?.[0] ?? '';

describe('a registration', () => {
  test('is shown and found by what it says, while it is pending by its token too', async () => {
    const made = await register('shown');
    expect(made).toEqual({
      uuid: expect.any(String),
      ...applicant('shown'),
      status: 'pending',
      activation_token: expect.stringMatching(/^[0-9a-f]{64}$/),
      registered_at: '2026-11-23T09:00:00Z',
    });
    expect((await call('GET', at(made.uuid))).body).toEqual(made);
    for (const query of [
      'status=pending&name=shown',
      'email=shown@example.org',
      `activation_token=${made.activation_token}`,
    ]) {
      expect((await call('GET', `/v1/registrations?${query}`)).body, query).toEqual({ user_registrations: [made] });
    }
    expect((await call('GET', '/v1/registrations?organization=CERN')).body).toEqual({ user_registrations: [] });
  });

  test('that waits is mailed to every administrator, with what the applicant says', async () => {
    await register('waiting');
    await portolan.settle();
    const mails = await portolan.kernel.database
      .read()
      .selectFrom('kernel.mails')
      .select(['recipient', 'body_text'])
      .where('subject', '=', 'Somebody asks for the messaging user waiting')
      .execute();
    const administrators = await portolan.modules.identity.people.withRole(
      portolan.kernel.database.read(),
      'administrator',
    );
    expect(administrators.length).toBeGreaterThan(0);
    expect(new Set(mails.map(({ recipient }) => recipient))).toEqual(new Set(administrators.map(({ email }) => email)));
    expect(mails).toHaveLength(administrators.length);
    for (const text of ['INFN', 'waiting@example.org', 'Usage records', '/messaging'])
      expect(mails[0]?.body_text).toContain(text);
  });

  test('that is accepted becomes a user in no project, once', async () => {
    const { uuid } = await register('accepted');
    const { body: user } = await call('POST', `${at(uuid)}:accept`);
    expect(user).toMatchObject({
      name: 'accepted',
      first_name: 'Ada',
      email: 'accepted@example.org',
      created_by: 'root',
    });
    expect(user).not.toHaveProperty('projects');
    expect((await call('GET', '/v1/users/profile', undefined, user.token)).body).toMatchObject({ name: 'accepted' });
    const shown = (await call('GET', at(uuid))).body;
    expect(shown).toMatchObject({ status: 'accepted', modified_by: 'root', modified_at: '2026-11-23T09:00:00Z' });
    expect(shown).not.toHaveProperty('activation_token');
    expect(await call('POST', `${at(uuid)}:accept`)).toMatchObject(missing);
    expect(await call('POST', `${at(uuid)}:decline`, { comment: 'late' })).toMatchObject(missing);
    expect(await call('POST', '/v1/registrations', applicant('accepted'))).toMatchObject(
      amsFault(409, 'User already exists', 'ALREADY_EXISTS'),
    );
  });

  test('of a name that was taken meanwhile stays pending', async () => {
    const [one, other] = [await register('same'), await register('same')];
    await call('POST', `${at(one.uuid)}:accept`);
    expect(await call('POST', `${at(other.uuid)}:accept`)).toMatchObject({ status: 409 });
    expect((await call('GET', at(other.uuid))).body).toMatchObject({ status: 'pending' });
  });

  test('that is declined says why, also to the applicant', async () => {
    const { uuid } = await register('declined');
    expect(await call('POST', `${at(uuid)}:decline`, '{')).toMatchObject(
      amsFault(400, 'Invalid Request Body', 'BAD_REQUEST'),
    );
    expect(await call('POST', `${at(uuid)}:decline`, { comment: 'Use the user of your site' })).toMatchObject({
      status: 200,
      body: {},
    });
    expect((await call('GET', at(uuid))).body).toMatchObject({
      status: 'declined',
      decline_comment: 'Use the user of your site',
    });
    const mails = await mailsTo('declined@example.org');
    expect(mails.map(({ subject }) => subject)).toEqual([
      'You asked for the messaging user declined',
      'The messaging user declined was not made',
    ]);
    expect(mails[1]?.body_text).toContain('Use the user of your site');
  });

  test('can be deleted', async () => {
    const { uuid } = await register('deleted');
    expect(await call('DELETE', at(uuid))).toMatchObject({ status: 200, text: '' });
    expect(await call('GET', at(uuid))).toMatchObject(missing);
    expect(await call('DELETE', at(uuid))).toMatchObject(missing);
  });

  test.each([
    [{ ...applicant('x'), name: 'a.b' }, 'Invalid user name'],
    [{ ...applicant('x'), email: 'nowhere' }, 'Invalid User Arguments'],
    [{ ...applicant('x'), description: 'x'.repeat(2001) }, 'Invalid User Arguments'],
    [[], 'Invalid User Arguments'],
  ])('is refused with %j', async (body, message) => {
    expect(await call('POST', '/v1/registrations', body)).toMatchObject(amsFault(400, message, 'INVALID_ARGUMENT'));
  });
});

describe('the page', () => {
  let visitors = 0;
  const send = (url: string, form?: Record<string, string>, remoteAddress = `10.0.0.${(visitors += 1)}`) =>
    portolan.app.inject({
      method: form ? 'POST' : 'GET',
      url,
      remoteAddress,
      ...(form
        ? {
            payload: new URLSearchParams(form).toString(),
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
          }
        : {}),
    });
  const filled = { name: 'from-page', email: 'page@example.org', description: '<b>tests</b>' };

  test('takes what anybody asks for, mails them, and hands the token over once it is accepted', async () => {
    expect((await send('/messaging/register')).body).toContain('Ask for a messaging user');
    const wrong = await send('/messaging/register', { ...filled, name: 'a b' });
    expect(wrong).toMatchObject({ statusCode: 400 });
    expect(wrong.body).toContain('&lt;b&gt;tests&lt;/b&gt;');
    expect((await send('/messaging/register', filled)).statusCode).toBe(200);
    const [asked] = await mailsTo('page@example.org');
    const link = linkIn(asked?.body_text ?? '');
    expect((await send(link)).body).toContain('has yet to look');
    expect((await send(link, {})).body).toContain('has yet to look');

    const [registration] = (await call('GET', '/v1/registrations?name=from-page')).body.user_registrations;
    const { token } = (await call('POST', `${at(registration.uuid)}:accept`)).body;
    expect((await mailsTo('page@example.org'))[1]?.body_text).toContain(link);
    expect((await send(link)).body).not.toContain(token);
    expect((await send(link, {})).body).toContain(token);
    // A later token is not for whoever has the mail.
    const next = (await call('POST', '/v1/users/from-page:refreshToken')).body.token as string;
    const after = (await send(link, {})).body;
    expect(after).not.toContain(next);
    expect(after).toContain('not shown here any more');
  });

  test('shows the token for two weeks', async () => {
    const { uuid } = await register('slow');
    const { token } = (await call('POST', `${at(uuid)}:accept`)).body;
    const link = linkIn((await mailsTo('slow@example.org'))[1]?.body_text ?? '');
    expect((await send(link, {})).body).toContain(token);
    portolan.clock.advance(14 * 86_400_000 + 1);
    expect((await send(link, {})).body).not.toContain(token);
  });

  test('knows no link that it did not make', async () => {
    const { uuid } = await register('forged');
    for (const key of ['nope', uuid, `${uuid}.${'0'.repeat(64)}`, '%00']) {
      expect((await send(`/messaging/register/${key}`)).statusCode, key).toBe(404);
    }
  });

  test('takes five requests an hour from one address', async () => {
    const answers: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      answers.push((await send('/messaging/register', { ...filled, name: `many-${n}` }, '10.9.9.9')).statusCode);
    }
    expect(answers).toEqual([200, 200, 200, 200, 200, 429]);
  });
});
