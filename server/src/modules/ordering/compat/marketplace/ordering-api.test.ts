import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deleteToken } from '#identity';
import { market, type Market } from './market.fixture.ts';

let the: Market;
let one: number;
let two: number;
let three: number;
beforeAll(async () => {
  the = await market();
  one = await the.project('Project 1');
  two = await the.project('Project 2');
  three = await the.project('Project 3');
  await the.order(two, 'OMS2');
  await the.order(three, 'OMS2');
  await the.order(three, 'OMS3');
  await the.order(three, 'SOMBO', { comment: 'Please hurry.' });
});
afterAll(() => the.app.close());

const oms = (name: string, path = '') => `/oms/${the.ids[name]}${path}`;
const item = (name: string, project: number, iid: number) => oms(name, `/projects/${project}/project_items/${iid}`);
const say = (more: Record<string, unknown> = {}) => ({
  project_id: three,
  author: { email: 'helpdesk@oms.example', name: 'Operator', role: 'provider' },
  content: 'We look at it.',
  scope: 'public',
  ...more,
});
const as = (role: string) => ({ author: { email: 'helpdesk@oms.example', name: 'Operator', role } });
const refused = { error: 'You are not authorized to perform this action.' };

describe('who calls', () => {
  test('needs a token that holds; one that is revoked holds no more', async () => {
    const signIn = { error: 'You need to sign in or sign up before continuing.' };
    expect(await the.call(null, 'GET', '/oms')).toMatchObject({ status: 401, body: signIn });
    const { database } = the.app.kernel;
    const input = { name: 'OMS', scopes: ['marketplace'] as const, expiresInDays: 366, personId: the.app.idOf('anna') };
    const make = (scope: 'marketplace' | 'orders') =>
      database.transact((tx) => the.app.modules.identity.issueToken(tx, { ...input, scopes: [scope] }));
    const made = await make('marketplace');
    const get = (token: string) =>
      the.app.app.inject({ method: 'GET', url: '/api/v1/oms', headers: { 'x-user-token': token } });
    expect((await get(made.secret)).statusCode).toBe(200);
    expect((await get((await make('orders')).secret)).statusCode).toBe(403);
    await database.transact((tx) => deleteToken(tx, made.token.id, the.app.idOf('anna')));
    const gone = await get(made.secret);
    expect([gone.statusCode, gone.json(), gone.headers['content-type']]).toEqual([
      401,
      signIn,
      'application/json; charset=utf-8',
    ]);
  });

  test('sees the order systems that are theirs, and none of others', async () => {
    expect((await the.call('claire', 'GET', '/oms')).body.omses).toMatchObject([{ id: the.ids['OMS2'], name: 'OMS2' }]);
    expect((await the.call('eleni', 'GET', '/oms')).body).toEqual({ omses: [] });
  });

  test('hears 404 before 403, and 403 before everything else', async () => {
    const unknown = await the.call('claire', 'GET', '/oms/999/events');
    expect([unknown.status, unknown.body]).toEqual([404, { error: 'OMS not found' }]);
    expect((await the.call('claire', 'GET', '/oms/x')).body).toEqual({ error: 'OMS not found' });
    const others = await the.call('claire', 'GET', oms('SOMBO', '/events'));
    expect([others.status, others.body]).toEqual([403, refused]);
    expect((await the.call('claire', 'POST', oms('SOMBO', '/messages'), {})).status).toBe(403);
  });
});

test('an order system without trigger and parameters leaves them out', async () => {
  const { body } = await the.call('anna', 'GET', oms('SOMBO'));
  expect(body).toEqual({
    id: 1,
    name: 'SOMBO',
    type: 'global',
    default: true,
    custom_params: { order_target: { mandatory: false } },
  });
});

describe('what is in reach (ordering.md 4.13)', () => {
  const ids = async (who: string, name: string) =>
    (await the.call(who, 'GET', oms(name, '/projects?limit=100'))).body.projects.map(({ id }: { id: number }) => id);
  const items = async (who: string, name: string, project: number) =>
    (await the.call(who, 'GET', oms(name, `/projects/${project}/project_items`))).body.project_items.map(
      ({ id }: { id: number }) => id,
    );

  test('projects and items of each order system, all for the default one', async () => {
    expect(await ids('claire', 'OMS2')).toEqual([two, three]);
    expect(await ids('ivan', 'OMS3')).toEqual([three]);
    expect(await ids('anna', 'SOMBO')).toEqual([one, two, three]);
    expect(await items('claire', 'OMS2', three)).toEqual([1]);
    expect(await items('ivan', 'OMS3', three)).toEqual([2]);
    expect(await items('anna', 'SOMBO', three)).toEqual([1, 2, 3]);
    const { body } = await the.call('ivan', 'GET', oms('OMS3', `/projects/${three}`));
    expect(body.project_items).toEqual([1, 2, 3]);
  });

  test('what is out of reach is not there', async () => {
    const get = async (who: string, path: string) => (await the.call(who, 'GET', path)).body;
    expect(await get('claire', oms('OMS2', `/projects/${one}`))).toEqual({ error: 'Project not found' });
    expect(await get('claire', item('OMS2', three, 2))).toEqual({ error: 'Project item not found' });
    expect(await get('ivan', oms('OMS3', `/projects/${two}/project_items`))).toEqual({ error: 'Project not found' });
    expect(await get('claire', oms('OMS2', '/messages/99999'))).toEqual({ error: 'Message not found' });
    expect(await get('claire', oms('OMS2', `/messages?project_id=${three}&project_item_id=2`))).toEqual({
      error: 'Project item not found',
    });
  });

  test('the default one reads an item of another, and writes to it as mediator only', async () => {
    expect((await the.call('anna', 'GET', item('SOMBO', three, 1))).status).toBe(200);
    const change = { status: { value: 'ready', type: 'ready' } };
    const patched = await the.call('anna', 'PATCH', item('SOMBO', three, 1), change);
    expect([patched.status, patched.body]).toEqual([403, refused]);
    const onItem = { project_item_id: 1 };
    const write = (role: string) =>
      the.call('anna', 'POST', oms('SOMBO', '/messages'), say({ ...onItem, ...as(role) }));
    expect((await write('provider')).status).toBe(403);
    expect((await write('mediator')).status).toBe(201);
  });

  test('an offer that names another order system takes its orders along, with their events', async () => {
    const project = await the.project('Moves');
    await the.order(project, 'OMS3');
    const { catalogue } = the.app.modules;
    const read = the.app.kernel.database.read();
    const order = await the.call('ivan', 'GET', item('OMS3', project, 1));
    expect(order.status).toBe(200);
    const { OfferInput } = await import('#contracts/catalogue/schemas');
    const { system } = await import('#kernel/access');
    const move = (name: string) =>
      catalogue.keepOffer(
        system,
        'egi-cloud-compute',
        OfferInput.parse({
          name: 'Offer of OMS3',
          orderType: 'order_required',
          internal: true,
          voucherable: true,
          primaryOms: the.ids[name],
        }),
      );
    await move('OMS2');
    await the.app.settle();
    expect((await the.call('ivan', 'GET', item('OMS3', project, 1))).status).toBe(404);
    const events = async (who: string, name: string) =>
      (
        await the.call(who, 'GET', oms(name, '/events?from_timestamp=2020-01-01T00:00:00Z&limit=500'))
      ).body.events.filter((event: { project_id: number }) => event.project_id === project).length;
    expect(await events('ivan', 'OMS3')).toBe(0);
    expect(await events('claire', 'OMS2')).toBe(await events('anna', 'SOMBO'));
    await move('OMS3');
    await the.app.settle();
    expect(await events('claire', 'OMS2')).toBe(0);
    expect((await catalogue.omses(read)).length).toBe(3);
  });
});

describe('paging', () => {
  const page = (query: string) => the.call('anna', 'GET', oms('SOMBO', `/projects?${query}`));
  test('goes on after `from_id`; text counts as nothing; unknown parameters are no fault', async () => {
    expect((await page(`from_id=${one}&limit=1&oms_id=1`)).body.projects).toMatchObject([{ id: two }]);
    expect((await page('from_id=abc&limit=2')).body.projects).toHaveLength(2);
  });
  test.each([
    ['from_id=-1', "'from_id' must be a non-negative integer"],
    ['limit=0', "'limit' must be a positive integer"],
    ['limit=-2', "'limit' must be a positive integer"],
    ['limit=abc', "'limit' must be a positive integer"],
  ])('%s is refused', async (query, error) => {
    const answer = await page(query);
    expect([answer.status, answer.body]).toEqual([400, { error }]);
  });
});

describe('an item', () => {
  const path = () => item('OMS2', two, 1);
  const patch = (body: unknown) => the.call('claire', 'PATCH', path(), body);

  test.each([
    [{}, `The property '#/' of type object did not match one or more of the required schemas`],
    [{ status: { value: 'x' } }, `The property '#/status' did not contain a required property of 'type'`],
    [{ status: { type: 'ready' } }, `The property '#/status' did not contain a required property of 'value'`],
    [
      { status: { value: 'x', type: 'created' } },
      `The property '#/status/type' value "created" did not match one of the following values: rejected, waiting_for_response, registered, in_progress, ready, closed, approved`,
    ],
    [
      { user_secrets: {}, x: 1 },
      `The property '#/' contains additional properties ["x"] outside of the schema when none are allowed`,
    ],
    [{ user_secrets: { a: 1 } }, { user_secrets: ['values must be strings'] }],
    [{ status: { value: 'x'.repeat(256), type: 'ready' } }, { status: ['is too long (maximum is 255 characters)'] }],
  ])('refuses %j', async (body, error) => {
    const answer = await patch(body);
    expect([answer.status, answer.body]).toEqual([400, { error }]);
  });

  test('has the parameters of its order system, and its own word for the state', async () => {
    const { body } = await the.call('claire', 'GET', path());
    expect(body).toMatchObject({
      id: 1,
      project_id: two,
      status: { value: 'registered', type: 'registered' },
      oms_params: { order_target: 'cloud-orders@example.org' },
      user_secrets: {},
      attributes: { order_type: 'order_required', request_voucher: true, platforms: [] },
    });
    const changed = await the.call('claire', 'PUT', path(), { status: { value: 'W trakcie', type: 'in_progress' } });
    expect(changed.body.status).toEqual({ value: 'W trakcie', type: 'in_progress' });
  });

  test('keeps secrets key by key, shows those that were sent once, and tells the customer of a voucher', async () => {
    const sent = await patch({ user_secrets: { voucher_id: 'ABC-123', password: 'tr0ub4dor' } });
    expect(sent.body.user_secrets).toEqual({ voucher_id: 'ABC-123', password: 'tr0ub4dor' });
    const more = await patch({ user_secrets: { password: 'correct horse' } });
    expect(more.body.user_secrets).toEqual({ voucher_id: '<OBFUSCATED>', password: 'correct horse' });
    expect((await patch({ user_secrets: {} })).body.user_secrets.password).toBe('<OBFUSCATED>');
    await the.app.settle();
    const line = await the.app.as('eleni').get(`/api/projects/${two}`);
    const number = line.body.lines[0].number;
    const seen = await the.app.as('eleni').get(`/api/orders/${number}`);
    expect(seen.body.access.flatMap(({ secrets }: { secrets: unknown[] }) => secrets)).toContainEqual({
      name: 'password',
      value: 'correct horse',
    });
    expect(seen.text).toContain('You were granted a voucher. Its id is ABC-123');
    const { body } = await the.call('claire', 'GET', oms('OMS2', `/messages?project_id=${two}&project_item_id=1`));
    expect(body.messages).toMatchObject([
      { content: '<OBFUSCATED>', scope: 'user_direct', author: { role: 'provider', name: 'OMS2' } },
    ]);
    await patch({ user_secrets: { voucher_id: '' } });
    expect((await the.app.as('eleni').get(`/api/orders/${number}`)).text).toContain('Your voucher was revoked.');
    await the.app.settle();
    const mails = await the.app.as(null).get(`/api/mailbox?limit=100&q=${number}`);
    const subjects = mails.body.items.map(({ subject }: { subject: string }) => subject);
    expect(subjects.filter((subject: string) => subject.includes('A message'))).toHaveLength(2);
    const everyMail = await the.app.kernel.database.read().selectFrom('kernel.mails').select('body_text').execute();
    expect(everyMail.map(({ body_text: text }) => text).join('\n')).not.toContain('ABC-123');
  });

  test('takes any state after any other; the desk sees what is no edge marked, and the customer gets the mail', async () => {
    const project = await the.project('Jumps');
    const number = await the.order(project, 'OMS2');
    const at = item('OMS2', project, 1);
    const to = (type: string) => the.call('claire', 'PATCH', at, { status: { value: type, type } });
    expect((await to('ready')).body.status.type).toBe('ready');
    expect((await to('registered')).status).toBe(200);
    expect((await to('in_progress')).status).toBe(200);
    await the.app.settle();
    const { body } = await the.app.as('anna').get(`/api/orders/${number}`);
    const states = body.timeline.filter(({ kind }: { kind: string }) => kind === 'state');
    expect(
      states.map(({ state, irregular }: { state: string; irregular: boolean }) => [state, irregular]).slice(0, 3),
    ).toEqual([
      ['in_progress', false],
      ['registered', true],
      ['ready', true],
    ]);
    const seen = await the.app.as('eleni').get(`/api/orders/${number}`);
    expect(seen.body.timeline.some(({ irregular }: { irregular: boolean }) => irregular)).toBe(false);
    const { body: mails } = await the.app.as(null).get(`/api/mailbox?q=${number}`);
    expect(mails.items.map(({ subject }: { subject: string }) => subject)).toContain(
      `[${number}] EGI Cloud compute is ready to use`,
    );
  });
});

const vectors = new URL(
  '../../../../../../../shared/reference/data/ordering/vectors/message-permissions.json',
  import.meta.url,
);
interface Row {
  target: 'project' | 'project_item';
  scope: string;
  role: string;
  mayWrite: 'nobody' | 'provider-oms' | 'primary-oms' | 'default-oms';
}
const matrix: Row[] = existsSync(vectors)
  ? (JSON.parse(readFileSync(vectors, 'utf8')) as { matrix: Row[] }).matrix
  : [];

describe.skipIf(matrix.length === 0)('who may write which message (message-permissions.json)', () => {
  test.each(matrix)('$role, $scope on a $target: $mayWrite', async ({ target, scope, role, mayWrite }) => {
    const write = async (who: string, name: string) =>
      (
        await the.call(
          who,
          'POST',
          oms(name, '/messages'),
          say({ scope, ...as(role), ...(target === 'project' ? {} : { project_item_id: 1 }) }),
        )
      ).status;
    const owner = await write('claire', 'OMS2');
    const desk = await write('anna', 'SOMBO');
    if (role === 'user') expect([owner, desk]).toEqual([400, 400]);
    else
      expect([owner, desk]).toEqual(
        {
          nobody: [403, 403],
          // The default order system works an order of this project, too.
          'provider-oms': [201, 201],
          'primary-oms': [201, 403],
          'default-oms': [403, 201],
        }[mayWrite],
      );
  });
});

describe('a message', () => {
  const write = (body: unknown) => the.call('claire', 'POST', oms('OMS2', '/messages'), body);

  test('for the customer alone is clear in the answer that wrote it, and masked after it', async () => {
    const secret = say({ project_item_id: 1, scope: 'user_direct', content: 'Your key is 42' });
    const written = await write(secret);
    expect([written.status, written.body.content]).toEqual([201, 'Your key is 42']);
    const path = oms('OMS2', `/messages/${written.body.id}`);
    expect((await the.call('claire', 'GET', path)).body.content).toBe('<OBFUSCATED>');
    const edited = await the.call('claire', 'PATCH', path, { content: 'Your key is 43' });
    expect([edited.status, edited.body.content]).toEqual([200, 'Your key is 43']);
    const { body } = await the.call('claire', 'GET', oms('OMS2', `/messages?project_id=${three}&project_item_id=1`));
    expect(JSON.stringify(body)).not.toContain('Your key');
  });

  test('is refused with the text of its fault, in the order of the checks', async () => {
    const { content: _content, ...withoutContent } = say();
    const missing = await write(withoutContent);
    expect([missing.status, missing.body]).toEqual([
      400,
      { error: `The property '#/' did not contain a required property of 'content'` },
    ]);
    expect((await write(say({ project_id: one }))).body).toEqual({ error: 'Project not found' });
    expect((await write(say({ project_item_id: 2 }))).body).toEqual({ error: 'Project item not found' });
    expect((await write(say({ ...as('mediator'), content: '' }))).body).toEqual(refused);
    expect((await write(say({ content: ' ' }))).body).toEqual({ error: { message: ["can't be blank"] } });
  });

  test('that is changed says so, and mails the customer unless it is internal', async () => {
    const project = await the.project('Edits');
    const number = await the.order(project, 'OMS2');
    const sent = say({ project_id: project, project_item_id: 1 });
    const { body } = await write(sent);
    the.app.clock.advance(2000);
    const edited = await the.call('claire', 'PATCH', oms('OMS2', `/messages/${body.id}`), { content: 'Other words' });
    expect(edited.body).toMatchObject({ content: 'Other words', created_at: body.created_at });
    expect(edited.body.updated_at > body.updated_at).toBe(true);
    const note = await write({ ...sent, scope: 'internal' });
    await the.call('claire', 'PATCH', oms('OMS2', `/messages/${note.body.id}`), { content: 'Note to self' });
    await the.app.settle();
    const mails = await the.app.as(null).get(`/api/mailbox?q=${number}&to=eleni@hcmr.example`);
    const subjects: string[] = mails.body.items.map(({ subject }: { subject: string }) => subject);
    expect(subjects.filter((subject) => subject.includes('message'))).toHaveLength(2);
    const seen = await the.app.as('eleni').get(`/api/orders/${number}`);
    expect(seen.text).toContain('Other words');
    expect(seen.text).not.toContain('Note to self');
  });

  test('on a project goes to its people, and every order system with an order in it reads it', async () => {
    expect((await write(say({ scope: 'internal', content: 'Among operators' }))).status).toBe(201);
    const { body } = await write(say({ content: 'About all of it' }));
    await the.app.settle();
    expect((await the.call('ivan', 'GET', oms('OMS3', `/messages/${body.id}`))).status).toBe(200);
    const mails = await the.app.as(null).get('/api/mailbox?q=About%20all%20of%20it');
    expect(mails.body.items).toHaveLength(1);
    const page = await the.app.as('eleni').get(`/api/projects/${three}/messages`);
    expect(page.body.items[0]).toMatchObject({ by: 'Operator', text: 'About all of it', edited: false });
    const read = await the.call('anna', 'GET', oms('SOMBO', `/messages?project_id=${three}`));
    expect(read.text).toContain('Among operators');
    expect(page.text).not.toContain('Among operators');
  });
});

test('a call without a body and with the type of JSON is no fault; broken JSON is one', async () => {
  expect((await the.call('anna', 'GET', '/oms')).status).toBe(200);
  const broken = await the.app.app.inject({
    method: 'POST',
    url: `/api/v1${oms('SOMBO', '/messages')}`,
    headers: { 'content-type': 'application/json' },
    payload: '{"a":',
  });
  expect([broken.statusCode, broken.json()]).toEqual([400, { error: 'The body is no JSON' }]);
});

describe('GET /users/{uid}', () => {
  test('is for oneself and for administrators', async () => {
    const { body: omses } = await the.call('anna', 'GET', oms('SOMBO', `/projects/${one}`));
    const { uid } = omses.owner;
    expect((await the.call('eleni', 'GET', `/users/${uid}`)).body).toEqual({
      uid,
      roles: [],
      providers: [],
      catalogues: [],
    });
    expect((await the.call('sofia', 'GET', `/users/${uid}`)).status).toBe(200);
    const others = await the.call('anna', 'GET', `/users/${uid}`);
    expect([others.status, others.body]).toEqual([401, { error: 'Not authorized' }]);
    const nobody = await the.call('sofia', 'GET', '/users/nobody@idp');
    expect([nobody.status, nobody.body.error]).toEqual([404, 'User not found']);
  });
});
