import type { Page } from '@playwright/test';
import { dayFromToday, expect, expectAccessible, expectFitsPhone, pageOf, test } from './support/journey.ts';

// A bundle from the page of a service to the desk and back: ordered as one, taken as one, decided line by line.

test.describe.configure({ mode: 'serial' });

let eleni: Page;
let anna: Page;
/** Number of the first line. */
let order: string;
const start = dayFromToday(20);

test.beforeAll(async ({ browser }) => {
  eleni = await pageOf(browser, 'eleni');
  anna = await pageOf(browser, 'anna');
});
test.afterAll(async () => {
  for (const page of [eleni, anna]) await page.context().close();
});

const lines = (page: Page) => page.getByRole('region', { name: 'Lines of Forecast starter kit' });
const act = (page: Page, name: string) =>
  page.getByRole('complementary', { name: 'What you can do' }).getByRole('button', { name, exact: true }).click();

test('the customer orders a bundle in one form, which names what is missing in which line', async () => {
  await eleni.clock.install();
  await eleni.goto('/marketplace/fitsm');
  await eleni.getByRole('link', { name: 'Order the bundle Forecast starter kit' }).click();
  await expect(eleni.getByRole('heading', { level: 1, name: 'Order Forecast starter kit' })).toBeVisible();
  await eleni.getByRole('button', { name: 'Continue' }).click();
  await expect(eleni.getByRole('alert')).toBeFocused();
  await expect(eleni.getByRole('alert')).toContainText('B2DROP, Start of service');
  await expectAccessible(eleni);
  await expectFitsPhone(eleni);

  const part = (name: string) => eleni.getByRole('region', { name, exact: true });
  const choose = (service: string, question: string, answer: string) =>
    part(service).getByRole('group', { name: question }).getByRole('radio', { name: answer, exact: true }).check();
  await choose('EGI Cloud compute', 'Number of CPU Cores', '4');
  await choose('EGI Cloud compute', 'Amount of RAM per CPU core', '2 GB');
  await choose('EGI Cloud compute', 'Local disk', '20 GB');
  await choose('EGI Cloud compute', 'Access type', 'opportunistic');
  await part('EGI Cloud compute').getByLabel('Number of VM instances', { exact: true }).fill('2');
  await choose('B2DROP', 'Requested storage capacity', '1 TB');
  await choose('B2DROP', 'Requested quota per user', '100 GB');
  await choose('B2DROP', 'Access type', 'opportunistic');
  for (const service of ['EGI Cloud compute', 'B2DROP', 'FitSM'])
    await part(service).getByLabel('Start of service').fill(start);
  for (const service of ['EGI Cloud compute', 'B2DROP'])
    await part(service).getByLabel('Number of days', { exact: true }).fill('60');
  await expect(eleni.getByRole('complementary', { name: 'Your order so far' })).toContainText('1000 EUR');
  await eleni.getByRole('button', { name: 'Continue' }).click();

  await expect(eleni.getByRole('heading', { name: 'Is this right?' })).toBeVisible();
  await eleni.getByRole('radio', { name: /Aegean Coastal Forecast/ }).check();
  // Who is done within seconds is no person, and the order would be held.
  await eleni.clock.fastForward('00:10');
  await eleni.getByRole('button', { name: 'Send order' }).click();

  const title = eleni.getByRole('heading', { level: 1, name: /EGI Cloud compute, General purpose/ });
  await expect(title).toBeVisible();
  order = /^\d+/.exec(await title.innerText())?.[0] ?? '';
  await expect(lines(eleni).getByRole('row')).toHaveCount(4);
});

test('a shifter finds it once on the desk and takes it with all its lines', async () => {
  await anna.goto('/orders');
  const row = anna.getByRole('row', { name: new RegExp(order) });
  await expect(row).toContainText('+2 lines');
  await row.getByRole('link').first().click();
  await expect(anna.getByRole('heading', { level: 1, name: new RegExp(order) })).toBeVisible();
  await act(anna, 'Take it');
  const dialog = anna.getByRole('dialog', { name: /^Take it/ });
  await expect(dialog.getByRole('checkbox', { name: 'For the 2 other lines too' })).toBeChecked();
  await expectAccessible(anna);
  await dialog.getByRole('button', { name: /^Take it/ }).click();
  await expect(lines(anna).getByText('Under review')).toHaveCount(3);
});

test('she rejects one line, and the others go on', async () => {
  await lines(anna).getByRole('link', { name: 'B2DROP' }).click();
  await expect(anna.getByRole('heading', { level: 1, name: /B2DROP/ })).toBeVisible();
  await act(anna, 'Reject order');
  const dialog = anna.getByRole('dialog', { name: /^Reject order/ });
  await dialog.getByRole('combobox', { name: 'Why' }).selectOption({ label: 'No capacity' });
  await dialog.getByRole('textbox', { name: 'To the customer' }).fill('No room before summer.');
  await dialog.getByRole('button', { name: /^Reject order/ }).click();
  await expect(lines(anna).getByText('Rejected')).toHaveCount(1);
});

test('the customer sees both', async () => {
  await expect(lines(eleni).getByText('Rejected')).toHaveCount(1);
  await expect(lines(eleni).getByText('Under review').first()).toBeVisible();
  await expectAccessible(eleni);
  await expectFitsPhone(eleni);
  await lines(eleni).getByRole('link', { name: 'B2DROP' }).click();
  await expect(eleni.getByRole('main')).toContainText('No room before summer.');
  await expect(eleni.getByRole('main')).toContainText('line of Forecast starter kit');
});
