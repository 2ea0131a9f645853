import { expect, expectAccessible, pageOf, test } from './support/journey.ts';

// The shifter and the provider of the main job, in the browser: an order is taken, the customer asked, a share sent, and
// the resource centre answers from its mail.

test('a shifter takes an order, sends a share, and the resource centre answers from its mail', async ({
  browser,
  page,
}) => {
  test.setTimeout(120_000);
  const desk = await pageOf(browser, 'anna', '/orders');
  await desk.getByRole('link', { name: /^1012/ }).first().click();
  await desk.getByRole('button', { name: 'Take it' }).click();
  await expect(desk.getByRole('button', { name: 'Ask the customer' })).toBeVisible();

  await desk
    .getByRole('button', { name: /Internal note/ })
    .first()
    .click();
  await desk.getByRole('textbox').last().fill('Capacity looks fine at CESNET.');
  await desk.getByRole('button', { name: 'Save internal note' }).click();
  await expect(desk.getByText('Capacity looks fine at CESNET.')).toBeVisible();

  // The share itself goes through the API that the form calls; the answer goes through the mail.
  const csrf = (await desk.context().cookies()).find(({ name }) => name === 'portolan_csrf')?.value ?? '';
  const order = (await (await desk.request.get('/api/orders/1012')).json()) as {
    requested: { metric: string; quantity: number }[];
  };
  const added = await desk.request.post('/api/orders/1012/shares', {
    headers: { 'x-csrf-token': csrf },
    data: { site: 'CESNET-MCC', resources: order.requested.map(({ metric, quantity }) => ({ metric, quantity })) },
  });
  expect(added.status(), await added.text()).toBe(201);
  await desk.reload();
  await desk.getByRole('button', { name: /^Send the share/ }).click();
  const confirm = desk.getByRole('dialog').getByRole('button', { name: /send/i });
  if (await confirm.isVisible().catch(() => false)) await confirm.click();
  await expect(desk.getByText('Sent').first()).toBeVisible();

  const link = await expect
    .poll(async () => {
      const { items } = (await (await page.request.get('/api/mailbox?q=[1012]&limit=20')).json()) as {
        items: { id: string; subject: string }[];
      };
      const mail = items.find(({ subject }) => subject.includes('CESNET-MCC'));
      if (!mail) return '';
      const { text } = (await (await page.request.get(`/api/mailbox/${mail.id}`)).json()) as { text: string };
      return /\/a\/[\w-]+/.exec(text)?.[0] ?? '';
    })
    .not.toBe('')
    .then(async () => {
      const { items } = (await (await page.request.get('/api/mailbox?q=[1012]&limit=20')).json()) as {
        items: { id: string; subject: string }[];
      };
      const mail = items.find(({ subject }) => subject.includes('CESNET-MCC'));
      const { text } = (await (await page.request.get(`/api/mailbox/${mail?.id ?? ''}`)).json()) as { text: string };
      return /\/a\/[\w-]+/.exec(text)?.[0] ?? '';
    });
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('CESNET-MCC');
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Send/ }).first().click();
  await expect(page.getByRole('alert')).toContainText('Choose one of the three answers');
  await page.getByLabel('Yes, we provide this share').check();
  await page.getByRole('button', { name: /^Send/ }).first().click();
  await expect(page.getByText(/Jana|CESNET-MCC provides|provides/i).first()).toBeVisible();
  await expect(desk.getByText('Validated').first()).toBeVisible({ timeout: 15_000 });
  await desk.context().close();
});
