import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';

let portolan: TestApp;
beforeAll(async () => {
  portolan = await testApp();
});
afterAll(() => portolan.close());

const details = { name: 'Waves', typology: 'research', userGroupName: 'Modellers', overview: 'Forecasts for harbours' };
async function aProject(name: string): Promise<number> {
  portolan.clock.advance(1000);
  return (await portolan.as('eleni').post('/api/projects', { ...details, name })).body.number as number;
}
const refusalOf = async (number: number, action: string) => {
  const { actions } = (await portolan.as('eleni').get(`/api/projects/${number}`)).body;
  return (actions as { action: string; refusal: string | null }[]).find((one) => one.action === action)?.refusal;
};

describe('a copy of a project', () => {
  test('has all but the name, the orders and the members', async () => {
    const number = await aProject('To copy');
    await portolan.as('eleni').post(`/api/projects/${number}/members`, { email: 'somebody@x.example', right: 'read' });
    const copy = await portolan.as('eleni').post(`/api/projects/${number}/duplicate`, { name: 'Copied' });
    expect(copy.status).toBe(201);
    expect(copy.body).toMatchObject({
      name: 'Copied',
      members: [],
      lines: [],
      details: { ...details, name: 'Copied' },
    });
    expect(copy.body.number).not.toBe(number);
    const again = await portolan.as('eleni').post(`/api/projects/${number}/duplicate`, { name: 'Copied' });
    expect(again.body.code).toBe('project_name_taken');
    expect((await portolan.as('tomas').post(`/api/projects/${number}/duplicate`, { name: 'Mine' })).status).toBe(404);
  });
});

describe('a project', () => {
  test('is deleted by its owner while nothing was ordered in it', async () => {
    const number = await aProject('To delete');
    expect(await refusalOf(number, 'delete')).toBeNull();
    await portolan.as('eleni').post(`/api/projects/${number}/messages`, { text: 'Hello' });
    expect((await portolan.as('tomas').delete(`/api/projects/${number}`)).status).toBe(404);
    expect((await portolan.as('eleni').delete(`/api/projects/${number}`)).status).toBe(204);
    expect((await portolan.as('eleni').get(`/api/projects/${number}`)).status).toBe(404);
    await portolan.settle();
  });

  test('in which something was ordered stays', async () => {
    const number = await aProject('With an order');
    const order = await portolan.as('eleni').post('/api/orders', { project: number, offer: 'b2drop/1' });
    expect(order.status).toBeLessThan(300);
    expect(await refusalOf(number, 'delete')).toContain('Archive');
    expect((await portolan.as('eleni').delete(`/api/projects/${number}`)).body.code).toBe('project_has_orders');
  });
});

describe('what is said about a project as a whole', () => {
  const write = (persona: string, number: number, text: string) =>
    portolan.as(persona).post(`/api/projects/${number}/messages`, { text });

  test('reaches the desk, which answers', async () => {
    const number = await aProject('To talk about');
    expect((await write('eleni', number, 'Whom do we ask about GPUs?')).body).toMatchObject({ mayWrite: true });
    await portolan.settle();
    const { items } = (await portolan.as('eleni').get(`/api/mailbox?q=${encodeURIComponent(`[Project ${number}]`)}`))
      .body;
    expect(items.map(({ subject }: { subject: string }) => subject)).toContain(
      `[Project ${number}] To talk about: a message to the desk`,
    );
    const waiting = (await portolan.as('anna').get('/api/project-conversations')).body.items;
    expect(waiting[0]).toMatchObject({ project: { number, name: 'To talk about' }, waits: true });
    await write('anna', number, 'Us. How many?');
    const seen = (await portolan.as('eleni').get(`/api/projects/${number}/messages`)).body;
    expect(seen.items).toMatchObject([
      { role: 'shifter', mine: false, text: 'Us. How many?' },
      { role: 'customer', mine: true },
    ]);
    expect((await portolan.as('anna').get('/api/project-conversations')).body.items[0]).toMatchObject({ waits: false });
    // The desk reads what was said, and the project itself as little as before.
    expect((await portolan.as('anna').get(`/api/projects/${number}`)).status).toBe(404);
  });

  test('is for its people and the desk; who may only read it does not write', async () => {
    const number = await aProject('For some');
    await portolan.as('eleni').post(`/api/projects/${number}/members`, { email: await mailOf('tomas'), right: 'read' });
    expect((await portolan.as('ingrid').get(`/api/projects/${number}/messages`)).status).toBe(404);
    expect((await write('ingrid', number, 'Hello')).status).toBe(404);
    await portolan.as('tomas').get(`/api/projects/${number}`);
    expect((await portolan.as('tomas').get(`/api/projects/${number}/messages`)).body.mayWrite).toBe(false);
    expect((await write('tomas', number, 'Hello')).body.code).toBe('project_order_forbidden');
    expect((await portolan.as('ingrid').get('/api/project-conversations')).body.code).toBe('questions_forbidden');
  });

  test('is read page by page', async () => {
    const number = await aProject('Much said');
    for (const text of ['1', '2', '3', '4', '5']) await write('eleni', number, text);
    const texts: string[] = [];
    for (let after = ''; ;) {
      const { items, next } = (await portolan.as('eleni').get(`/api/projects/${number}/messages?limit=2${after}`)).body;
      texts.push(...items.map(({ text }: { text: string }) => text));
      if (next === null) break;
      after = `&after=${encodeURIComponent(next)}`;
    }
    expect(texts).toEqual(['5', '4', '3', '2', '1']);
  });
});

async function mailOf(persona: string): Promise<string> {
  const people = await portolan.modules.identity.people.cards(portolan.kernel.database.read(), [
    portolan.idOf(persona),
  ]);
  return people.get(portolan.idOf(persona))?.email ?? '';
}
