import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { cloudParameters } from '#test/negotiation';

let portolan: TestApp;
beforeAll(async () => {
  portolan = await testApp();
});
beforeEach(async () => {
  portolan.clock.advance(2 * 3600 * 1000);
  await portolan.kernel.database.read().deleteFrom('kernel.rate_limits').execute();
});
afterAll(() => portolan.close());

const about = (slug: string) => `/api/services/${slug}/questions`;
const ask = (text: string, more: Record<string, unknown> = {}, persona = 'eleni') =>
  portolan.as(persona).post(about('egi-cloud-compute'), { text, ...more });
const mailsAbout = async (number: number) => {
  await portolan.settle();
  const { items } = (
    await portolan.as('eleni').get(`/api/mailbox?limit=100&q=${encodeURIComponent(`[Question ${number}]`)}`)
  ).body;
  return (items as { to: string; subject: string }[]).filter(({ subject }) =>
    subject.startsWith(`[Question ${number}]`),
  );
};
const numbersOf = async (persona: string, query: string) =>
  (await portolan.as(persona).get(`/api/questions?${query}`)).body.items.map(
    ({ number }: { number: number }) => number,
  );

describe('a question about a service', () => {
  test('goes to the group of its category, is answered and asked on, and closes', async () => {
    const asked = await ask('Can machines stay up over the winter?');
    expect(asked.status).toBe(201);
    const { number } = asked.body;
    expect(asked.body).toMatchObject({ state: 'open', mine: true, email: null, may: { write: true, judge: false } });
    const group = asked.body.group.id as string;
    expect(await mailsAbout(number)).toHaveLength(1);
    expect(await numbersOf('anna', 'of=desk&state=open')).toContain(number);
    const waiting = async (persona: string) => (await portolan.as(persona).get('/api/work')).body.navigation.questions;
    expect([await waiting('anna'), await waiting('eleni')]).toEqual([1, 0]);

    const answered = await portolan
      .as('anna')
      .post(`/api/questions/${number}/messages`, { text: 'Yes, they run through.' });
    expect(answered.body).toMatchObject({ state: 'answered', group: { id: group } });
    expect(await mailsAbout(number)).toHaveLength(2);
    const again = await portolan.as('eleni').post(`/api/questions/${number}/messages`, { text: 'And in spring?' });
    expect(again.body).toMatchObject({ state: 'open' });
    expect(again.body.messages.map(({ role }: { role: string }) => role)).toEqual(['customer', 'shifter', 'customer']);
    expect((await portolan.as('anna').post(`/api/questions/${number}/close`)).body.state).toBe('closed');
    expect((await portolan.as('anna').post(`/api/questions/${number}/close`)).body.state).toBe('closed');
    expect(await numbersOf('eleni', 'state=closed')).toEqual([number]);
    const reopened = await portolan.as('eleni').post(`/api/questions/${number}/messages`, { text: 'One more thing.' });
    expect(reopened.body.state).toBe('open');
  });

  test('becomes an order, and each of them names the other', async () => {
    const { number } = (await ask('How much memory can a machine have?')).body;
    const eleni = portolan.as('eleni');
    const project = (await eleni.post('/api/projects', { name: 'Asked before', typology: 'single_user' })).body.number;
    const place = (question: number, persona = 'eleni') =>
      portolan.as(persona).post('/api/orders', {
        project,
        offer: 'egi-cloud-compute/1',
        parameters: cloudParameters,
        question,
      });
    const refused = await place(number + 1000);
    expect(refused).toMatchObject({ status: 400, body: { code: 'unknown_question' } });
    const placed = await place(number);
    expect(placed.status, placed.text).toBe(201);
    const { number: order, iid } = placed.body;
    for (const persona of ['eleni', 'anna'])
      expect((await portolan.as(persona).get(`/api/questions/${number}`)).body.order).toEqual({
        number: order,
        project,
        iid,
      });
    expect((await portolan.as('anna').get(`/api/orders/${order}`)).body.desk.question).toBe(number);
    const foreign = (await ask('And how many cores?', {}, 'marta')).body.number;
    expect(await place(foreign)).toMatchObject({ status: 400, body: { code: 'unknown_question' } });
  });

  test('is for who asked and the desk; for others it is not there', async () => {
    const { number } = (await ask('Is there a training for beginners?')).body;
    expect((await portolan.as('tomas').get(`/api/questions/${number}`)).status).toBe(404);
    expect((await portolan.as('tomas').post(`/api/questions/${number}/close`)).status).toBe(404);
    expect(await numbersOf('tomas', '')).toEqual([]);
    expect((await portolan.as('tomas').get('/api/questions?of=desk')).body.code).toBe('questions_forbidden');
    expect((await portolan.as(null).post(about('egi-cloud-compute'), { text: 'Hello' })).status).toBe(401);
    expect((await portolan.as('eleni').post(about('nowhere'), { text: 'Hello' })).status).toBe(404);
    expect((await ask(' ')).status).toBe(400);
  });

  test('is answered by the shifters of its group alone', async () => {
    const { number } = (await ask('How large are the disks?')).body;
    const other = await portolan.as('marta').post(`/api/questions/${number}/messages`, { text: 'Large.' });
    expect(other).toMatchObject({ status: 403, body: { code: 'desk_forbidden' } });
  });

  test('that looks like spam is held and mails nobody until the desk says that it is none', async () => {
    const { number } = (await ask('Buy now', { form: { seconds: 2, website: '' } })).body;
    expect(await mailsAbout(number)).toEqual([]);
    expect((await portolan.as('eleni').get(`/api/questions/${number}`)).body.suspected).toBe(false);
    expect(await numbersOf('anna', 'of=desk')).not.toContain(number);
    expect(await numbersOf('anna', 'of=desk&suspected=true')).toEqual([number]);
    const judged = await portolan.as('anna').post(`/api/questions/${number}/spam`, { spam: false });
    expect(judged.body).toMatchObject({ suspected: false, state: 'open' });
    expect(await mailsAbout(number)).toHaveLength(1);
    expect(await numbersOf('anna', 'of=desk')).toContain(number);
    await portolan.as('anna').post(`/api/questions/${number}/spam`, { spam: true });
    expect(await numbersOf('anna', 'of=desk')).not.toContain(number);
  });

  test('cannot be asked without end', async () => {
    for (let count = 0; count < 10; count += 1) expect((await ask(`Question ${count}`)).status).toBe(201);
    expect((await ask('One too many')).status).toBe(429);
  });

  test('are listed page by page, the one spoken in last first', async () => {
    const whole = await numbersOf('eleni', 'limit=200');
    const walked: number[] = [];
    for (let after = ''; ;) {
      const { items, next } = (await portolan.as('eleni').get(`/api/questions?limit=4${after}`)).body;
      walked.push(...items.map(({ number }: { number: number }) => number));
      if (next === null) break;
      after = `&after=${encodeURIComponent(next)}`;
    }
    expect(walked).toEqual(whole);
  });
});
