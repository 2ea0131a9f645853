import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, later } from '#kernel/clock';
import { testApp, type TestApp } from '#test/app';
import { browser, negotiation } from '#test/negotiation';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());

async function ready(): Promise<number> {
  const number = await negotiation(app).taken();
  const act = (body: object) => app.as('anna').post(`/api/orders/${number}/transitions`, body);
  await app.as('anna').patch(`/api/orders/${number}/desk`, { noAgreement: true, reason: 'A trial of the institute' });
  await act({ action: 'approve' });
  const delivered = await act({ action: 'deliver', access: { url: 'https://cloud.example/' } });
  expect(delivered.status, delivered.text).toBe(200);
  await app.settle();
  return number;
}
const read = async (who: string, number: number) => (await app.as(who).get(`/api/orders/${number}`)).body;

test('what was answered about the service in use stands on the order, for its customer and for the desk', async () => {
  const today = app.clock.now();
  app.clock.set(later(today, -90 * DAY));
  const number = await ready();
  expect(await read('eleni', number)).toMatchObject({ rating: null, laterRating: null });

  app.clock.set(today);
  await app.kernel.jobs.runNow('ordering.ask-for-ratings', {});
  const mails = await negotiation(app).mails(number, 'eleni@hcmr.example');
  const page = mails.flatMap(({ body_text: text }) => /\/r\/[\w-]{43}/.exec(text)?.[0] ?? []).at(-1) ?? '';
  const form = await app.app.inject({ url: page, headers: browser });
  const nonce = /name="nonce" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
  const sent = await negotiation(app).send(page, { nonce, service: '3', text: 'Slow at night' });
  expect(sent.statusCode, sent.body).toBe(303);

  const answer = { service: 3, text: 'Slow at night', publish: false, at: today };
  for (const who of ['eleni', 'anna']) {
    const order = await read(who, number);
    expect(order, who).toMatchObject({ rating: null, laterRating: answer });
    expect(order.timeline[0], who).toMatchObject({
      at: answer.at,
      by: { name: 'Eleni Papadaki', role: 'customer' },
      text: 'rated the service in use 3 of 5',
    });
  }
  expect((await app.as('tomas').get(`/api/orders/${number}`)).status).toBe(404);
});
