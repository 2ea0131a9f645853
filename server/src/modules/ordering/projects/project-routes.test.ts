import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymous, type Actor } from '#kernel/access';
import { assembleKernel, type Kernel } from '#kernel/assemble';
import { FixedClock } from '#kernel/clock';
import { loadConfig } from '#kernel/config';
import { buildHttp, type App } from '#kernel/http';
import { testDatabase } from '#test/database';
import { replyAddresses } from '../mail-in/reply-addresses.ts';
import { deskCalendar } from '../ordering-context.ts';
import type { OrderingPorts } from '../ports.ts';
import { projectRoutes } from './project-routes.ts';
import { fakePeople, keepOrder } from '../testing-orders.ts';

let kernel: Kernel;
let app: App;
const as = (id: string, ...roles: Actor['roles'][number][]): Actor => ({
  ...anonymous,
  kind: 'person',
  id,
  name: id,
  email: `${id}@people.example`,
  roles,
});
const actors = new Map(
  [
    as('eleni'),
    as('jonas'),
    as('piotr'),
    as('anna', { role: 'shifter', scope: 'group:cloud-compute' }),
    as('root', { role: 'administrator', scope: '*' }),
  ].map((actor) => [actor.name, actor]),
);
const members = new Map<string, readonly string[]>();
const ports: OrderingPorts = {
  offers: { byRef: async () => undefined, byId: async () => undefined, takeOne: async () => true, all: async () => [] },
  bundles: { byRef: async () => undefined },
  people: fakePeople(['eleni', 'jonas', 'piotr', 'anna', 'root']),
  accounts: {
    actorOfToken: async () => actors.get('eleni') ?? anonymous,
    technical: async () => anonymous,
    know: async () => undefined,
    tokenFor: async () => '',
  },
  sites: { byName: async () => undefined, search: async () => [] },
  groupRoles: {
    membersOf: async (_read, groups) =>
      new Map(groups.map((id) => [id, (members.get(id) ?? []).map((one) => ({ id: one, name: one, email: '' }))])),
    setMembers: async (_tx, _actor, group, people) => void members.set(group, people),
  },
  agreements: { of: async () => undefined },
  actors: { of: async () => undefined },
  tickets: { of: async () => undefined },
  omses: { all: async () => [], call: async () => undefined },
  procedures: { of: async () => [], secretOf: async () => undefined },
  services: { search: async () => [], bySlug: async () => undefined },
  reviews: { keep: async () => undefined },
};

beforeAll(async () => {
  const config = loadConfig({ DATA_DIR: 'memory', LOG_LEVEL: 'silent', NODE_ENV: 'test' });
  kernel = await assembleKernel({
    config,
    clock: new FixedClock('2026-11-25T10:00:00.000Z'),
    database: await testDatabase(),
  });
  const authenticate = async (request: { headers: Record<string, unknown> }) =>
    actors.get(String(request.headers['x-test-person'])) ?? anonymous;
  ({ app } = await buildHttp({
    logger: kernel.logger,
    metrics: kernel.metrics,
    authenticate,
    trustProxy: undefined,
    publicUrl: config.publicUrl,
  }));
  const replies = replyAddresses({ domain: undefined, secret: 's' });
  const context = { kernel, ports, calendar: deskCalendar(config), replies };
  await app.register(projectRoutes(context, { more: [], formSecret: 's'.repeat(40) }));
});
afterAll(async () => {
  await app.close();
  await kernel.close();
});

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
async function call(
  person: string,
  method: Method,
  url: string,
  payload?: object,
  headers: Record<string, string> = {},
) {
  const answer = await app.inject({
    method,
    url,
    headers: { 'x-test-person': person, ...headers },
    ...(payload ? { payload } : {}),
  });
  return { status: answer.statusCode, body: answer.body === '' ? null : answer.json(), headers: answer.headers };
}

test('a project is made, shared, changed, handed over and archived', async () => {
  const input = { name: 'Waves', typology: 'research', userGroupName: 'HCMR waves' };
  const made = await call('eleni', 'POST', '/api/projects', input);
  expect(made).toMatchObject({ status: 201, body: { name: 'Waves', right: 'owner', members: [], lines: [] } });
  const path = `/api/projects/${made.body.number}`;
  const taken = await call('eleni', 'POST', '/api/projects', { ...input, name: 'WAVES' });
  expect(taken).toMatchObject({ status: 409, body: { code: 'project_name_taken', errors: [{ path: 'name' }] } });
  const incomplete = await call('eleni', 'POST', '/api/projects', { ...input, name: 'Other', userGroupName: '' });
  expect(incomplete).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'userGroupName', message: 'Name the community' }] },
  });

  const invited = await call('eleni', 'POST', `${path}/members`, { email: 'jonas@people.example', right: 'order' });
  expect(invited).toMatchObject({ status: 200, body: { members: [{ name: null, joinedAt: null }] } });
  expect((await call('piotr', 'GET', path)).status).toBe(404);
  expect(await call('jonas', 'GET', '/api/projects')).toMatchObject({
    body: { total: 1, items: [{ name: 'Waves', right: 'order' }] },
  });
  const seen = await call('jonas', 'GET', path);
  expect(seen.headers['etag']).toBe(`"${seen.body.version}"`);

  const stale = await call('eleni', 'PUT', path, input, { 'if-match': '"1"' });
  expect(stale).toMatchObject({ status: 409, body: { code: 'stale_version' } });
  expect(await call('jonas', 'PUT', path, input)).toMatchObject({
    status: 403,
    body: { code: 'project_change_forbidden' },
  });
  const changed = await call(
    'eleni',
    'PUT',
    path,
    { ...input, overview: 'Forecasts' },
    { 'if-match': `"${seen.body.version}"` },
  );
  expect(changed).toMatchObject({ status: 200, body: { details: { overview: 'Forecasts' } } });

  const handed = await call('eleni', 'POST', `${path}/hand-over`, { member: invited.body.members[0].id });
  expect(handed).toMatchObject({ status: 200, body: { owner: { id: 'jonas', name: 'Jonas' }, right: 'order' } });
  expect(await call('jonas', 'POST', `${path}/archive`, {})).toMatchObject({ body: { status: 'archived' } });
  expect(await call('jonas', 'POST', `${path}/archive`, { restore: true })).toMatchObject({
    body: { status: 'active' },
  });
  const gone = await call('jonas', 'DELETE', `${path}/members/${handed.body.members[0].id}`);
  expect(gone).toMatchObject({ status: 200, body: { members: [] } });
  expect((await call('eleni', 'GET', path)).status).toBe(404);
});

test('drafts come back, and too much is refused with the field', async () => {
  const path = `/api/drafts/${encodeURIComponent('order:egi-cloud-compute/1')}`;
  expect((await call('eleni', 'PUT', path, { content: { vms: 50 } })).status).toBe(200);
  expect(await call('eleni', 'GET', path)).toMatchObject({
    body: { key: 'order:egi-cloud-compute/1', content: { vms: 50 } },
  });
  expect(await call('jonas', 'GET', path)).toMatchObject({ body: { content: null, savedAt: null } });
  expect(await call('eleni', 'PUT', path, { content: 'x'.repeat(70_000) })).toMatchObject({
    status: 400,
    body: { code: 'draft_too_large' },
  });
  expect((await call('nobody', 'GET', path)).status).toBe(401);
});

test('groups are kept by administrators; views, work, search and ratings answer as their contracts say', async () => {
  const group = {
    id: 'cloud-compute',
    name: 'Cloud compute',
    mail: 'cloud@desk.example',
    members: ['anna'],
  };
  expect(await call('anna', 'PUT', '/api/groups/cloud-compute', group)).toMatchObject({
    status: 403,
    body: { code: 'administrator_only' },
  });
  expect(await call('root', 'PUT', '/api/groups/other', group)).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'id' }] },
  });
  expect(await call('root', 'PUT', '/api/groups/cloud-compute', group)).toMatchObject({
    status: 200,
    body: { isDefault: true, members: [{ id: 'anna' }], openOrders: 0 },
  });
  expect(await call('anna', 'GET', '/api/groups')).toMatchObject({ body: { groups: [{ id: 'cloud-compute' }] } });

  await call('eleni', 'POST', '/api/projects', { name: 'Rated', typology: 'single_user' });
  const { body } = await call('eleni', 'GET', '/api/search?q=rated');
  expect(body.hits).toMatchObject([{ kind: 'project', label: 'Rated' }]);
  const project = await call('eleni', 'GET', `/api${body.hits[0].path}`);
  const { id } = await kernel.database
    .read()
    .withTables<{ 'ordering.projects': { id: string; number: number } }>()
    .selectFrom('ordering.projects')
    .select('id')
    .where('number', '=', project.body.number)
    .executeTakeFirstOrThrow();
  const order = await keepOrder(kernel.database, { projectId: id });
  const rating = { service: 5, ordering: 4 };
  expect(await call('eleni', 'POST', `/api/orders/${order.number}/rating`, rating)).toMatchObject({
    status: 409,
    body: { code: 'rating_refused' },
  });
  expect((await call('piotr', 'POST', `/api/orders/${order.number}/rating`, rating)).status).toBe(404);

  const views = await call('anna', 'GET', '/api/order-views');
  expect(views.body.views).toMatchObject([{ id: 'open', count: 1 }, { id: 'mine', count: 0 }, {}, {}, {}, {}, {}]);
  const saved = await call('anna', 'POST', '/api/order-views', { name: 'Clouds', query: 'group=mine' });
  expect(saved).toMatchObject({ status: 200, body: { owner: 'me', count: null } });
  expect((await call('anna', 'DELETE', `/api/order-views/${saved.body.id}`)).status).toBe(204);
  expect(await call('anna', 'GET', '/api/work')).toMatchObject({
    status: 200,
    body: {
      items: [{ subject: `Order ${order.number}`, button: 'Take it' }],
      navigation: { orders: 1 },
      week: { in: 0 },
    },
  });
  expect((await app.inject({ url: '/r/unknown' })).statusCode).toBe(404);
});
