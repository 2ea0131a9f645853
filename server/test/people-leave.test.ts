import { afterAll, beforeAll, expect, test } from 'vitest';
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
  const answer = await app
    .as(by)
    .post('/api/orders', {
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
