import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectFitsPhone, pageOf, test } from './support/journey.ts';

// A coordinator writes the words of a mail: sees what they give, has it sent to herself, and goes back to the shipped text.

test.describe.configure({ mode: 'serial' });

let marta: Page;
let reader: Page;
const words = 'Good news: EGI Cloud compute is yours';

test.beforeAll(async ({ browser }) => {
  marta = await pageOf(browser, 'marta');
  reader = await pageOf(browser, null, '/mailbox');
});
test.afterAll(async () => {
  for (const page of [marta, reader]) await page.context().close();
});

const subject = () => marta.getByRole('textbox', { name: 'Subject' });
const preview = () => marta.getByRole('complementary', { name: 'Preview' });

test('a coordinator finds a mail and changes its subject, and the preview shows what it gives', async () => {
  await marta.goto('/templates/mails');
  await marta.getByRole('searchbox', { name: 'Find a mail' }).fill('order is approved');
  await marta.getByRole('link', { name: 'The order is approved', exact: true }).click();
  await expect(marta.getByRole('heading', { level: 1, name: 'The order is approved' })).toBeVisible();
  await subject().fill('Good news: {{ service.nme }} is yours');
  await expect(subject()).toHaveAccessibleDescription(/service\.nme/);
  await expectAccessible(marta);
  await subject().fill('Good news: EGI {{ service.name }} is yours');
  await expect(preview().getByRole('status')).toContainText(words);
  await expect(subject()).not.toHaveAccessibleDescription(/service\.nme/);
});

test('she has it sent to herself and reads it in her mailbox', async () => {
  await marta.getByRole('button', { name: 'Send me a test' }).click();
  const sent = marta.getByText(/^The mail is on its way to /).first();
  await expect(sent).toBeVisible();
  const to = (await sent.innerText()).replace(/^The mail is on its way to /, '');
  await reader.goto(`/mailbox?to=${encodeURIComponent(to)}`);
  await reader.getByRole('region', { name: 'Mails' }).getByRole('link', { name: words }).first().click();
  await expect(reader.frameLocator('iframe').getByRole('link', { name: /order/i }).first()).toBeVisible();
});

test('she saves it, and it is listed as hers', async () => {
  await marta.getByRole('button', { name: 'Save text' }).click();
  await expect(marta.getByText(/^Written by Marta Ricci/)).toBeVisible();
  await expectFitsPhone(marta);
  await marta.getByRole('link', { name: 'All mails' }).click();
  await marta.getByRole('button', { name: /^Changed/ }).click();
  await expect(marta.getByRole('row', { name: /The order is approved/ })).toContainText('Marta Ricci');
  await expectAccessible(marta);
  await expectFitsPhone(marta);
});

test('she goes back to the shipped text', async () => {
  await marta.getByRole('link', { name: 'The order is approved', exact: true }).click();
  await marta.getByRole('button', { name: 'Reset', exact: true }).click();
  await marta
    .getByRole('alertdialog')
    .or(marta.getByRole('dialog'))
    .getByRole('button', { name: 'Reset text' })
    .click();
  await expect(marta.getByText('Nobody has written a text here')).toBeVisible();
  await expect(subject()).not.toHaveValue(/Good news/);
});
