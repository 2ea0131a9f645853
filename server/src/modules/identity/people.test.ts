import { afterAll, beforeAll, expect, test } from 'vitest';
import { identityEvents } from './events.ts';
import { Portal, type Browser } from './portal.fixture.ts';
import { personClaims } from './claims.ts';
import { signIn } from './sign-in.ts';

let portal: Portal;
let ids: ReadonlyMap<string, string>;
let sofia: Browser;
beforeAll(async () => {
  portal = await Portal.open();
  ids = await portal.kernel.database.transact((tx) => portal.identity.ensurePersonas(tx));
  sofia = await portal.signedIn('sofia');
});
afterAll(() => portal.close());

const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;
const idOf = (key: string) => ids.get(key) ?? '';
const namesIn = async (answer: Response) =>
  ((await answer.json()) as { items: { name: string }[] }).items.map(({ name }) => name);

test('the seed is the same person as who signs in later, and adds nobody twice', async () => {
  const again = await portal.kernel.database.transact((tx) => portal.identity.ensurePersonas(tx));
  expect(again).toEqual(ids);
  expect((await sofia.session()).person?.id).toBe(idOf('sofia'));
});

test('other modules find people by id, address, role and name', async () => {
  const { people } = portal.identity;
  const read = portal.kernel.database.read();
  expect((await people.byIds(read, [idOf('anna'), 'nobody'])).get(idOf('anna'))?.name).toBe('Anna de Wit');
  expect((await people.byEmail(read, ' ELENI@hcmr.example '))?.id).toBe(idOf('eleni'));
  expect(await people.byEmail(read, 'nobody@nowhere.example')).toBeUndefined();
  const shifters = await people.withRole(read, 'shifter', 'group:cloud-compute');
  expect(shifters.map(({ name }) => name)).toEqual(['Anna de Wit', 'Jonas Kazlauskas']);
  expect((await people.withRole(read, 'shifter')).map(({ name }) => name)).toContain('Marta Ricci');
});

test('people are found without accents, page by page, by staff alone', async () => {
  expect(await namesIn(await sofia.ask('/api/people?q=dvorak'))).toEqual(['Tomáš Dvořák']);
  expect(await namesIn(await sofia.ask('/api/people?q=cesnet%20ivan'))).toEqual(['Ivan Petrov']);
  expect(await namesIn(await sofia.ask('/api/people?q=%25'))).toEqual([]);
  expect(await namesIn(await sofia.ask('/api/people?role=shifter'))).toEqual([
    'Anna de Wit',
    'Jonas Kazlauskas',
    'Marta Ricci',
  ]);
  const seen: string[] = [];
  let after: string | null = '';
  while (after !== null) {
    const answer = await sofia.ask(`/api/people?limit=4${after === '' ? '' : `&after=${after}`}`);
    const page = (await answer.json()) as { items: { name: string }[]; next: string | null };
    seen.push(...page.items.map(({ name }) => name));
    after = page.next;
  }
  expect(seen).toHaveLength(9);
  expect(new Set(seen).size).toBe(9);
  expect((await sofia.ask('/api/people?after=nonsense')).status).toBe(400);

  const eleni = await portal.signedIn('eleni');
  expect(await codeOf(await eleni.ask('/api/people?q=anna'))).toBe('people_search_forbidden');
  expect((await eleni.ask(`/api/people/${idOf('anna')}`)).status).toBe(404);
  expect((await eleni.ask(`/api/people/${idOf('eleni')}`)).status).toBe(200);
  expect((await portal.browser().ask('/api/people')).status).toBe(401);
});

test('an administrator grants and revokes roles, and each leaves an event and an audit entry', async () => {
  const path = `/api/people/${idOf('tomas')}/roles`;
  const granted = await sofia.ask(path, { method: 'POST', json: { role: 'shifter', scope: 'group:cloud-compute' } });
  expect(granted.status).toBe(201);
  const grant = (await granted.json()) as { id: string };
  expect(grant).toMatchObject({ source: 'grant', grantedBy: { name: 'Sofia Almeida' } });
  const tomas = await portal.signedIn('tomas');
  expect((await tomas.session()).roles).toEqual([{ role: 'shifter', scope: 'group:cloud-compute' }]);
  const twice = await sofia.ask(path, { method: 'POST', json: { role: 'shifter', scope: 'group:cloud-compute' } });
  expect(await codeOf(twice)).toBe('role_held');
  expect((await sofia.ask(`${path}/${grant.id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await tomas.session()).roles, 'at once').toEqual([]);

  const events = await portal.kernel.database
    .read()
    .selectFrom('kernel.events')
    .select('type')
    .where('aggregate', '=', `person:${idOf('tomas')}`)
    .orderBy('seq')
    .execute();
  expect(events.map(({ type }) => type)).toEqual([identityEvents.roleGranted, identityEvents.roleRevoked]);
  const audit = (await (await sofia.ask(`/api/audit?target=person:${idOf('tomas')}&action=identity.*`)).json()) as {
    items: object[];
  };
  expect(audit.items).toMatchObject([
    { action: 'identity.revoke_role', actor: { name: 'Sofia Almeida' } },
    { action: 'identity.sign_in' },
    { action: 'identity.grant_role', details: { role: 'shifter', scope: 'group:cloud-compute' } },
  ]);
});

test('a role takes only scopes that fit, and only administrators give it', async () => {
  const path = `/api/people/${idOf('tomas')}/roles`;
  const odd = await sofia.ask(path, { method: 'POST', json: { role: 'administrator', scope: 'site:CESNET-MCC' } });
  expect(await odd.json()).toMatchObject({ status: 400, code: 'role_scope_unfit', errors: [{ path: 'scope' }] });
  const anna = await portal.signedIn('anna');
  expect(await codeOf(await anna.ask(path, { method: 'POST', json: { role: 'administrator', scope: '*' } }))).toBe(
    'administrator_required',
  );
  expect(
    (await sofia.ask('/api/people/nobody/roles', { method: 'POST', json: { role: 'shifter', scope: '*' } })).status,
  ).toBe(404);
});

test('the last administrator keeps the role', async () => {
  const record = (await (await sofia.ask(`/api/people/${idOf('sofia')}`)).json()) as { roles: { id: string }[] };
  const answer = await sofia.ask(`/api/people/${idOf('sofia')}/roles/${record.roles[0]?.id}`, { method: 'DELETE' });
  expect(await codeOf(answer)).toBe('last_administrator');
});

test('a mapping rule gives roles at once and at the next sign-in, and takes them back', async () => {
  const entitlement = 'urn:mace:egi.eu:group:vo.coastal-forecast.eu:role=member';
  const input = { entitlement, role: 'shifter', scope: 'group:{group}' };
  const created = await sofia.ask('/api/role-mappings', { method: 'POST', json: input });
  expect(created.status).toBe(201);
  const rule = (await created.json()) as { id: string };
  expect(await codeOf(await sofia.ask('/api/role-mappings', { method: 'POST', json: input }))).toBe('rule_exists');
  const trial = await sofia.ask('/api/role-mappings/try', {
    method: 'POST',
    json: { entitlements: [`${entitlement}#aai.egi.eu`, 'nonsense'] },
  });
  expect(await trial.json()).toMatchObject({
    items: [
      { problem: null, gives: [{ role: 'shifter', scope: 'group:vo.coastal-forecast.eu' }] },
      { problem: expect.any(String), gives: [] },
    ],
  });

  // The seeded person has the entitlement already; the rule reaches people without waiting for their next sign-in.
  const eleni = await portal.signedIn('eleni');
  await portal.kernel.relay.drain();
  expect((await eleni.session()).roles).toEqual([{ role: 'shifter', scope: 'group:vo.coastal-forecast.eu' }]);
  const record = (await (await sofia.ask(`/api/people/${idOf('eleni')}`)).json()) as {
    roles: { id: string; source: string }[];
  };
  expect(record.roles).toMatchObject([{ source: 'mapping' }]);
  const revoke = await sofia.ask(`/api/people/${idOf('eleni')}/roles/${record.roles[0]?.id}`, { method: 'DELETE' });
  expect(await codeOf(revoke)).toBe('role_mapped');

  const changed = await sofia.ask(`/api/role-mappings/${rule.id}`, { method: 'PUT', json: { ...input, scope: '*' } });
  expect(changed.status).toBe(200);
  await portal.kernel.relay.drain();
  expect((await eleni.session()).roles).toEqual([{ role: 'shifter', scope: '*' }]);
  expect((await sofia.ask(`/api/role-mappings/${rule.id}`, { method: 'DELETE' })).status).toBe(204);
  await portal.kernel.relay.drain();
  expect((await eleni.session()).roles).toEqual([]);
});

test('a rule that cannot be read or fits no role is refused at its field', async () => {
  const wrong = { entitlement: 'urn:mace:egi.eu', role: 'shifter', scope: '*' };
  const answer = await sofia.ask('/api/role-mappings', { method: 'POST', json: wrong });
  expect(await answer.json()).toMatchObject({ code: 'entitlement_unreadable', errors: [{ path: 'entitlement' }] });
});

test('each sign-in takes over claims; grants stay, mapped roles follow the entitlements', async () => {
  const { kernel } = portal;
  const enter = signIn({
    transact: kernel.database.transact,
    clock: kernel.clock,
    publish: kernel.publish,
    audit: kernel.audit,
    adminSubjects: new Set(['boss@egi.eu']),
    firstRoles: () => [],
  });
  const asked = { issuer: 'https://aai.example', linkTo: null, device: 'test', earlier: undefined };
  const rule = { entitlement: 'urn:mace:egi.eu:group:desk.egi.eu', role: 'shifter', scope: 'group:{subgroup}' };
  const { id } = (await (await sofia.ask('/api/role-mappings', { method: 'POST', json: rule })).json()) as {
    id: string;
  };
  const held = ['urn:mace:egi.eu:group:desk.egi.eu:storage:role=member#aai.egi.eu'];
  const first = await enter({ ...asked, claims: personClaims({ sub: 'BOSS@egi.eu', name: 'Bo', entitlements: held }) });
  expect(first.isNew).toBe(true);
  await sofia.ask(`/api/people/${first.personId}/roles`, {
    method: 'POST',
    json: { role: 'sla-coordinator', scope: '*' },
  });
  const rolesNow = async () => {
    const record = (await (await sofia.ask(`/api/people/${first.personId}`)).json()) as {
      name: string;
      roles: { role: string; source: string }[];
    };
    return { name: record.name, roles: record.roles.map(({ role, source }) => `${role} ${source}`) };
  };
  expect(await rolesNow()).toEqual({
    name: 'Bo',
    roles: ['administrator mapping', 'shifter mapping', 'sla-coordinator grant'],
  });
  const second = await enter({
    ...asked,
    claims: personClaims({ sub: 'BOSS@egi.eu', name: 'Bo Berg', entitlements: [] }),
  });
  expect(second).toMatchObject({ isNew: false, personId: first.personId });
  expect(await rolesNow()).toEqual({ name: 'Bo Berg', roles: ['administrator mapping', 'sla-coordinator grant'] });
  await sofia.ask(`/api/role-mappings/${id}`, { method: 'DELETE' });
});

test('the audit is for administrators, newest first, page by page', async () => {
  const anna = await portal.signedIn('anna');
  expect(await codeOf(await anna.ask('/api/audit'))).toBe('administrator_required');
  const seen: { id: string; at: string }[] = [];
  let after: string | null = '';
  while (after !== null) {
    const answer = await sofia.ask(`/api/audit?limit=5${after === '' ? '' : `&after=${after}`}`);
    const page = (await answer.json()) as { items: { id: string; at: string }[]; next: string | null };
    seen.push(...page.items);
    after = page.next;
  }
  expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThan(10);
  expect(seen.map(({ at }) => at)).toEqual(
    seen
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  );
  const forged = Buffer.from(JSON.stringify(['yesterday', 'x'])).toString('base64url');
  expect((await sofia.ask(`/api/audit?after=${forged}`)).status).toBe(400);
});

test('what has run out is swept', async () => {
  await portal.browser().ask('/login/start');
  portal.clock.advance(8 * 24 * 3_600_000);
  await portal.kernel.jobs.runNow('identity.sweep-expired', {});
  expect((await sofia.session()).person).toBeNull();
});

test('the API is described, and the pages of the sign-in are no part of it', async () => {
  await portal.app.ready();
  const description = portal.app.swagger() as { paths: Record<string, object> };
  expect(Object.keys(description.paths)).toContain('/api/session');
  expect(Object.keys(description.paths).some((path) => path.startsWith('/login') || path.startsWith('/auth'))).toBe(
    false,
  );
});
