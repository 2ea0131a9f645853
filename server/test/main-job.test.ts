import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestAnswer, type TestApp } from '#test/app';
import { cloudParameters } from '#test/negotiation';

// The main job from end to end over HTTP: a customer orders, a shifter works it, providers answer from their mail, an SLA
// is generated and signed, the customer gets the service, and changes it.

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());

async function ok(answer: TestAnswer) {
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body;
}

/** The link in the newest mail to this address. */
async function linkTo(address: string, kind: 'a' | 's' | 'r'): Promise<string> {
  await app.settle();
  const { items } = await ok(await app.as(null).get(`/api/mailbox?to=${encodeURIComponent(address)}&limit=100`));
  for (const { id } of items) {
    const mail = await ok(await app.as(null).get(`/api/mailbox/${id}`));
    const link = new RegExp(`/${kind}/[A-Za-z0-9_-]+`).exec(mail.text)?.[0];
    if (link) return link;
  }
  throw new Error(`${address} got no link`);
}

async function answerForm(path: string, fields: Record<string, string>) {
  const page = await app.as(null).get(path);
  const hidden = Object.fromEntries(
    [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
      .toReversed()
      .map(([, name, value]) => [name, value]),
  );
  return app
    .as(null)
    .post(path, new URLSearchParams({ ...hidden, ...fields } as Record<string, string>).toString() as never, {
      'content-type': 'application/x-www-form-urlencoded',
    });
}

test('the main job', { timeout: 60_000 }, async () => {
  const [eleni, anna] = [app.as('eleni'), app.as('anna')];
  const project = await ok(
    await eleni.post('/api/projects', {
      name: 'Aegean Coastal Forecast',
      typology: 'research',
      userGroupName: 'Waves',
      overview: 'Hourly ensemble for 14 harbours.',
    }),
  );
  const { number } = await ok(
    await eleni.post('/api/orders', {
      project: project.number,
      offer: 'egi-cloud-compute/1',
      parameters: cloudParameters,
      comment: 'Two sites are fine.',
    }),
  );
  await app.settle();
  const act = (body: unknown) => anna.post(`/api/orders/${number}/transitions`, body);
  const order = async () => ok(await anna.get(`/api/orders/${number}`));
  await ok(await act({ action: 'take' }));

  // Two shares that make up the whole; a third would promise too much.
  const requested: { metric: string; quantity: number }[] = (await order()).requested;
  const part = (of: number) => requested.map(({ metric, quantity }) => ({ metric, quantity: (quantity * of) / 50 }));
  await ok(await anna.post(`/api/orders/${number}/shares`, { site: 'CESNET-MCC', resources: part(30) }));
  await ok(await anna.post(`/api/orders/${number}/shares`, { site: 'IISAS-FedCloud', resources: part(20) }));
  const tooMuch = await anna.post(`/api/orders/${number}/shares`, { site: 'IN2P3-IRES', resources: part(1) });
  expect([tooMuch.status, tooMuch.body.code]).toEqual([409, 'over_allocated']);
  await ok(await anna.post(`/api/orders/${number}/shares/send`));

  const early = await anna.post(`/api/orders/${number}/agreements`, {});
  expect([early.status, early.body.code]).toEqual([409, 'shares_not_validated']);

  // The first provider answers from the mail, without an account.
  const contacts: { site: { name: string }; contact: { email: string } }[] = (await order()).desk.shares;
  const mailOf = (site: string) =>
    contacts
      .find((share) => share.site.name === site)
      ?.contact.email.split(',')[0]
      ?.trim() ?? '';
  const cesnet = await linkTo(mailOf('CESNET-MCC'), 'a');
  for (let look = 0; look < 3; look += 1) expect((await app.as(null).get(cesnet)).status).toBe(200);
  expect((await order()).desk.shares[0].state).toBe('sent');
  const validated = await answerForm(cesnet, { decision: 'validate' });
  expect(validated.status, validated.text).toBe(303);
  const iisas = await linkTo(mailOf('IISAS-FedCloud'), 'a');
  expect((await answerForm(iisas, { decision: 'validate', comment: 'Gladly' })).status).toBe(303);
  const answered = await order();
  expect(answered.desk).toMatchObject({ rollUp: 'all-validated' });

  // The agreement: a draft for the customer and one for each provider, signed by both sides.
  await app.settle();
  const refused = await act({ action: 'approve' });
  expect(refused.status).toBe(409);
  const { agreement } = await order();
  expect(agreement).toMatchObject({ number, state: 'draft' });
  expect((await ok(await eleni.get(`/api/orders/${number}`))).agreement).toBeNull();
  const sla = `/api/agreements/SLA-${number}`;
  const version = agreement.version;
  const proposed = await anna.post(`${sla}/versions/${version}/actions`, { action: 'propose' });
  expect(proposed.status, proposed.text).toBeLessThan(300);
  const signing = { role: 'Order desk' };
  const desk = await anna.post(`${sla}/versions/${version}/actions`, { action: 'sign', ...signing });
  expect(desk.status, desk.text).toBeLessThan(300);
  const customer = await eleni.post(`${sla}/versions/${version}/actions`, {
    action: 'sign',
    role: 'Principal investigator',
  });
  expect(customer.status, customer.text).toBeLessThan(300);
  expect((await order()).agreement.state).toMatch(/agreed|active/);

  // Delivered by both providers, the order is ready; the customer sees how to get in.
  await ok(await act({ action: 'approve' }));
  for (const share of [1, 2])
    await ok(
      await anna.post(`/api/orders/${number}/shares/${share}/deliver`, {
        access: { url: 'https://cloud.cesnet.example/', secrets: { Key: 'open sesame' } },
      }),
    );
  const line = await ok(await eleni.get(`/api/projects/${project.number}/lines/1`));
  expect(line).toMatchObject({ state: 'ready', word: 'Ready to use', desk: null });
  expect(line.access[0].secrets).toEqual([{ name: 'Key', value: 'open sesame' }]);
  expect((await order()).access[0].secrets).toEqual([{ name: 'Key', value: null }]);
  await ok(await eleni.post(`/api/orders/${number}/rating`, { service: 5, ordering: 4, text: 'Quick.' }));

  // More of it: an order of its own, with only the difference to negotiate.
  const change = await ok(
    await eleni.post(`/api/orders/${number}/changes`, {
      parameters: { 'Number of VM instances': 50, 'Number of days': 200 },
      comment: 'Three weeks longer',
    }),
  );
  expect(change).toMatchObject({ changeOf: number, period: { endsOn: '2027-06-19' } });
  await ok(await eleni.post(`/api/orders/${number}/transitions`, { action: 'cancel', reason: 'Over' }));
});
