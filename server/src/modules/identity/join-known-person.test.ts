import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { personClaims } from './claims.ts';
import { findPerson } from './sql-people-store.ts';
import { Portal } from './portal.fixture.ts';
import { signIn } from './sign-in.ts';

let portal: Portal;
let count = 0;
let uid = '';
let email = '';
beforeAll(async () => {
  portal = await Portal.open();
});
afterAll(() => portal.close());
beforeEach(() => {
  count += 1;
  uid = `u${count}@aai.example`;
  email = `u${count}@uni.example`;
});

const tell = async (told: { uid?: string; email?: string; name?: string }) => {
  const id = await portal.kernel.database.transact((tx) =>
    portal.identity.knowPerson(tx, { uid: '', email: '', name: 'Told', institution: '', country: '', ...told }),
  );
  if (id === undefined) throw new Error('nobody was told of');
  return id;
};
const enter = (claims: Record<string, unknown>, adminSubjects = new Set<string>()) => {
  const { database, clock, publish, audit } = portal.kernel;
  return signIn({ transact: database.transact, clock, publish, audit, adminSubjects, firstRoles: () => [] })({
    issuer: 'https://aai.example',
    linkTo: null,
    device: 'test',
    earlier: undefined,
    claims: personClaims(claims),
  });
};
const joinings = async (personId: string) => {
  const rows = await portal.kernel.database
    .read()
    .selectFrom('kernel.audit')
    .select(['details'])
    .where('action', '=', 'identity.join_known_person')
    .where('target', '=', `person:${personId}`)
    .execute();
  return rows.map(({ details }) => details);
};

test('who was told by subject is that person from the first sign-in on, and the audit says so', async () => {
  const told = await tell({ uid, email: 'old@elsewhere.example' });
  const first = await enter({ sub: uid, name: 'Dana Novak', email, email_verified: true });
  expect(first).toMatchObject({ personId: told, isNew: true });
  expect(await joinings(told)).toEqual([{ issuer: 'https://aai.example', by: 'subject' }]);
  expect(await findPerson(portal.kernel.database.read(), told)).toMatchObject({ name: 'Dana Novak', email });
  expect(await enter({ sub: uid })).toMatchObject({ personId: told, isNew: false });
  expect(await joinings(told)).toHaveLength(1);
  expect(await tell({ uid })).toBe(told);
});

test('who was told by address alone is joined when the issuer has verified it', async () => {
  const told = await tell({ email: email.toUpperCase() });
  const { personId } = await enter({ sub: uid, email, email_verified: true });
  expect(personId).toBe(told);
  expect(await joinings(told)).toEqual([{ issuer: 'https://aai.example', by: 'email' }]);
  expect(await tell({ email })).toBe(told);
});

test('an address that is not verified joins nobody', async () => {
  const told = await tell({ email });
  expect((await enter({ sub: uid, email, email_verified: false })).personId).not.toBe(told);
  expect((await enter({ sub: `${uid}-2`, email })).personId).not.toBe(told);
});

test('an address that another account has as well joins nobody', async () => {
  const told = await tell({ email });
  const other = await enter({ sub: `${uid}-first`, email, email_verified: false });
  const { personId } = await enter({ sub: uid, email, email_verified: true });
  expect([told, other.personId]).not.toContain(personId);
});

test('who was told with another subject is somebody else, whatever the address', async () => {
  const told = await tell({ uid: `${uid}-other`, email });
  expect((await enter({ sub: uid, email, email_verified: true })).personId).not.toBe(told);
});

test('where one person is told by subject and another by the same address, the subject decides', async () => {
  const byEmail = await tell({ email });
  const bySubject = await tell({ uid });
  expect((await enter({ sub: uid, email, email_verified: true })).personId).toBe(bySubject);
  expect(await joinings(byEmail)).toEqual([]);
});

test('who administers by configuration does so as the person that was known, and only once signed in', async () => {
  const told = await tell({ uid });
  const read = portal.kernel.database.read();
  const rolesOf = async () => (await portal.identity.people.withRole(read, 'administrator')).map(({ id }) => id);
  expect(await rolesOf()).not.toContain(told);
  await enter({ sub: uid }, new Set([uid]));
  expect(await rolesOf()).toContain(told);
});

test('two first sign-ins at once are one person', async () => {
  const told = await tell({ uid });
  const both = await Promise.all([enter({ sub: uid }), enter({ sub: uid })]);
  expect(both.map(({ personId }) => personId)).toEqual([told, told]);
  expect(await joinings(told)).toHaveLength(1);
});
