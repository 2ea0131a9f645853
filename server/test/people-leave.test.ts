import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { cloudParameters } from '#test/negotiation';

// People come and go while their orders run: whoever may not see an order hears nothing of it any more, and whoever
// takes a project over can go on with everything in it.

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());

let last = 0;

/** A project of Eleni with somebody in it who may order. */
async function project(...members: readonly (readonly [string, 'order' | 'read'])[]): Promise<number> {
  last += 1;
  const { body } = await app.as('eleni').post('/api/projects', { name: `Waves ${last}`, typology: 'single_user' });
  for (const [persona, right] of members) {
    const email = (await app.as(persona).get('/api/session')).body.person.email;
    await app.as('eleni').post(`/api/projects/${body.number}/members`, { email, right });
    await app.as(persona).get('/api/projects');
  }
  return body.number;
}

async function placed(by: string, inProject: number): Promise<number> {
  const answer = await app.as(by).post('/api/orders', {
    project: inProject,
    offer: 'egi-cloud-compute/1',
    parameters: cloudParameters,
    comment: '',
  });
  expect(answer.status, answer.text).toBe(201);
  await app.settle();
  await app.as('anna').post(`/api/orders/${answer.body.number}/transitions`, { action: 'take' });
  return answer.body.number;
}

async function memberOf(who: string, number: number, name: string): Promise<string> {
  const { body } = await app.as(who).get(`/api/projects/${number}`);
  return body.members.find((member: { name: string }) => member.name === name).id;
}

/** Eleni hands her project over to Tomas, who takes her out of it. */
async function handedOver(number: number): Promise<void> {
  const tomas = await memberOf('eleni', number, 'Tomáš Dvořák');
  const handed = await app.as('eleni').post(`/api/projects/${number}/hand-over`, { member: tomas });
  expect(handed.status, handed.text).toBeLessThan(300);
}
async function takenOut(number: number): Promise<void> {
  const eleni = await memberOf('tomas', number, 'Eleni Papadaki');
  expect((await app.as('tomas').delete(`/api/projects/${number}/members/${eleni}`)).status).toBeLessThan(300);
  await app.settle();
}

/** Who got which mails about an order, newest last. */
async function mails(order: number): Promise<readonly { recipient: string; subject: string; body_text: string }[]> {
  await app.settle();
  return app.kernel.database
    .read()
    .selectFrom('kernel.mails')
    .select(['recipient', 'subject', 'body_text'])
    .where('about', '=', `order:${order}`)
    .orderBy('number')
    .execute();
}

const act = (who: string, order: number, body: object) => app.as(who).post(`/api/orders/${order}/transitions`, body);

async function proposed(order: number): Promise<string> {
  const { body } = await app.as('anna').post(`/api/orders/${order}/shares`, {
    site: 'IN2P3-IRES',
    contact: { name: 'Cloud team', email: 'claire@in2p3.example' },
    resources: [{ metric: 'vm', quantity: 50 }],
  });
  const share = body.desk.shares[0].number;
  await app.as('anna').post(`/api/orders/${order}/shares/${share}/send`, {});
  await app.as('claire').post(`/api/orders/${order}/shares/${share}/validate`, {});
  await app.settle();
  const name = `SLA-${order}`;
  const drafted = await app.as('anna').post(`/api/orders/${order}/agreements`, {});
  expect([200, 201], drafted.text).toContain(drafted.status);
  return name;
}
const agree = (who: string, name: string, body: object) =>
  app.as(who).post(`/api/agreements/${name}/versions/1/actions`, body);

test('who was taken out of a project hears nothing more of its orders', async () => {
  const number = await project(['tomas', 'order']);
  const order = await placed('eleni', number);
  await handedOver(number);
  await takenOut(number);
  expect((await app.as('eleni').get(`/api/orders/${order}`)).status).toBe(404);
  const before = (await mails(order)).length;
  await act('anna', order, { action: 'ask', message: 'Which GPU?' });
  const after = (await mails(order)).slice(before);
  expect(after.map(({ recipient }) => recipient)).toEqual(['tomas@nanoflow.example']);
  const { body } = await app.as('anna').get(`/api/orders/${order}`);
  expect(body.desk.publicReaders).toEqual(['Tomáš Dvořák']);
  expect(body.customer).toMatchObject({ name: 'Tomáš Dvořák' });
  expect(body.desk.customerCard.email).toBe('tomas@nanoflow.example');
});

test('what a member ordered has the owner as customer once they are taken out', async () => {
  const number = await project(['tomas', 'order']);
  const order = await placed('tomas', number);
  const tomas = await memberOf('eleni', number, 'Tomáš Dvořák');
  await app.as('eleni').delete(`/api/projects/${number}/members/${tomas}`);
  const { body } = await app.as('anna').get(`/api/orders/${order}`);
  expect(body.customer).toMatchObject({ name: 'Eleni Papadaki' });
  expect(JSON.stringify(body.timeline)).toContain('Tomáš Dvořák');
});

test('whoever takes a project over signs what is proposed, and the text says so', async () => {
  const number = await project(['tomas', 'order']);
  const order = await placed('eleni', number);
  const name = await proposed(order);
  expect((await agree('anna', name, { action: 'propose' })).status).toBe(200);
  await app.settle();
  await handedOver(number);
  await app.settle();
  const asked = (await mails(order)).findLast(({ subject }) => subject.includes('Sign the agreement'));
  expect(asked?.recipient).toBe('tomas@nanoflow.example');
  const seen = await app.as('tomas').get(`/api/agreements/${name}`);
  expect(seen.body.customerName).toBe('Tomáš Dvořák');
  expect(JSON.stringify(seen.body.sections)).toContain('Tomáš Dvořák');
  expect(JSON.stringify(seen.body.sections)).not.toContain('Eleni Papadaki');
  expect((await agree('eleni', name, { action: 'sign', role: 'PI' })).body.detail).toContain('Tomáš Dvořák signs');
  expect((await agree('tomas', name, { action: 'sign', role: 'PI' })).status).toBe(200);
});

test('what was signed keeps its text and its signature, and its mails go to the new customer', async () => {
  const number = await project(['tomas', 'order']);
  const order = await placed('eleni', number);
  const name = await proposed(order);
  await agree('anna', name, { action: 'propose', role: 'Order desk' });
  await agree('eleni', name, { action: 'sign', role: 'PI' });
  await app.settle();
  await handedOver(number);
  await takenOut(number);
  const before = (await mails(order)).length;
  expect((await agree('anna', name, { action: 'terminate', reason: 'Over' })).status).toBe(200);
  const told = (await mails(order)).slice(before).filter(({ subject }) => subject.includes(name));
  expect(told.map(({ recipient }) => recipient)).toEqual(['tomas@nanoflow.example']);
  const { body } = await app.as('tomas').get(`/api/agreements/${name}`);
  expect(JSON.stringify(body.sections)).toContain('Eleni Papadaki');
  expect(body.signatures).toContainEqual(expect.objectContaining({ side: 'party', name: 'Eleni Papadaki' }));
});

describe('erasing an account', () => {
  /** Everything in the database that still holds a text, by table. */
  async function whereIs(text: string): Promise<string[]> {
    const read = app.kernel.database.read();
    const { rows } = await sql<{ name: string }>`
      select table_schema || '.' || table_name as name from information_schema.tables
      where table_schema in ('ordering', 'agreements') and table_type = 'BASE TABLE'`.execute(read);
    const found: string[] = [];
    for (const { name } of rows) {
      const hit =
        await sql`select 1 from ${sql.table(name)} as row where position(${text} in row::text) > 0 limit 1`.execute(
          read,
        );
      if (hit.rows.length > 0) found.push(name);
    }
    return found;
  }
  /** As the account page does it, which no token may: every section, then the person. */
  const erase = (persona: string) =>
    app.kernel.database.transact(async (tx) => {
      const people = tx.withTables<{ 'identity.people': { id: string; name: string; email: string | null } }>();
      const id = app.idOf(persona);
      const person = await people
        .selectFrom('identity.people')
        .select(['id', 'name', 'email'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      await app.modules.ordering.personalData.erase(tx, person);
      await app.modules.agreements.personalData.erase(tx, person);
      await people
        .updateTable('identity.people')
        .set({ name: 'Erased person', email: null })
        .where('id', '=', id)
        .execute();
    });

  test('the export holds orders, messages, ratings, names of files and agreements', async () => {
    const number = await project();
    const order = await placed('eleni', number);
    await app.as('eleni').post(`/api/orders/${order}/messages`, { body: 'My words', scope: 'public' });
    const name = await proposed(order);
    await agree('anna', name, { action: 'propose' });
    const read = app.kernel.database.read();
    const id = app.idOf('eleni');
    expect(await app.modules.ordering.personalData.export(read, id)).toMatchObject({
      orders: expect.arrayContaining([expect.objectContaining({ number: order, service: 'EGI Cloud compute' })]),
      messages: expect.arrayContaining([expect.objectContaining({ order, text: 'My words' })]),
      files: [],
      ratings: [],
    });
    expect(await app.modules.agreements.personalData.export(read, id)).toMatchObject({
      agreements: expect.arrayContaining([expect.objectContaining({ name })]),
    });
  });

  test('takes name and address out of everything but what was signed, and hands the project on', async () => {
    const shared = await project(['tomas', 'order']);
    const running = await placed('eleni', shared);
    await app.as('eleni').post(`/api/orders/${running}/messages`, { body: 'My words', scope: 'public' });
    const signed = await placed('eleni', shared);
    const name = await proposed(signed);
    await agree('anna', name, { action: 'propose', role: 'Order desk' });
    await agree('eleni', name, { action: 'sign', role: 'PI' });
    const draft = await proposed(await placed('eleni', shared));
    const alone = await project();
    const lonely = await placed('eleni', alone);
    await app.settle();

    await erase('eleni');
    await app.settle();

    const order = (await app.as('anna').get(`/api/orders/${running}`)).body;
    expect(order.customer).toMatchObject({ name: 'Tomáš Dvořák' });
    expect(order.desk.publicReaders).toEqual(['Tomáš Dvořák']);
    expect((await app.as('tomas').get(`/api/projects/${shared}`)).body).toMatchObject({ right: 'owner' });
    expect((await app.as('anna').get('/api/orders?q=eleni@hcmr.example')).body.items).toEqual([]);
    const left = (await app.as('anna').get(`/api/orders/${lonely}`)).body;
    expect(left.customer.name).toBe('Erased person');

    const before = (await mails(lonely)).length;
    await act('anna', lonely, { action: 'ask', message: 'Still there?' });
    expect((await mails(lonely)).slice(before)).toEqual([]);
    expect((await mails(lonely)).at(-1)).toMatchObject({
      subject: `[${lonely}] The customer has erased their account`,
    });
    expect((await mails(running)).map(({ subject }) => subject)).toContain(
      `[${running}] The customer has erased their account`,
    );

    // The paper that both sides signed stays as it is: its text, its parties, its signatures.
    expect(await whereIs('eleni@hcmr.example')).toEqual(['agreements.versions']);
    expect((await whereIs('Eleni Papadaki')).toSorted()).toEqual([
      'agreements.agreements',
      'agreements.signatures',
      'agreements.versions',
    ]);
    const paper = (await app.as('tomas').get(`/api/agreements/${name}`)).body;
    expect(paper.signatures).toContainEqual(expect.objectContaining({ side: 'party', name: 'Eleni Papadaki' }));
    const other = await app.as('anna').get(`/api/agreements/${draft}`);
    expect(other.text).toContain('Tomáš Dvořák');
    expect(other.text).not.toContain('Eleni Papadaki');
  });
});
