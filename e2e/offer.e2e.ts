import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectFitsPhone, pageOf, test } from './support/journey.ts';

// An offer from its first word to its first order: who keeps a provider's entries makes it, and a customer orders it.

test.describe.configure({ mode: 'serial' });

let claire: Page;
let eleni: Page;

test.beforeAll(async ({ browser }) => {
  const sofia = await pageOf(browser, 'sofia');
  const csrf = (await sofia.context().cookies()).find(({ name }) => name === 'portolan_csrf')?.value ?? '';
  const { items } = (await (await sofia.request.get('/api/people?q=claire')).json()) as { items: { id: string }[] };
  const granted = await sofia.request.post(`/api/people/${items[0]?.id}/roles`, {
    headers: { 'x-csrf-token': csrf },
    data: { role: 'provider', scope: 'provider:egi-foundation' },
  });
  expect(granted.status(), await granted.text()).toBe(201);
  await sofia.context().close();
  claire = await pageOf(browser, 'claire');
  eleni = await pageOf(browser, 'eleni');
});
test.afterAll(async () => {
  for (const page of [claire, eleni]) await page.context().close();
});

const parameter = (name: RegExp) => claire.getByRole('region', { name });
const preview = () => claire.getByRole('complementary', { name: 'What customers see' });

test('she writes an offer with three parameters beside the form that customers will see', async () => {
  await claire.goto('/marketplace/egi-cloud-compute');
  await claire.getByRole('link', { name: 'New offer' }).click();
  await expect(claire.getByRole('heading', { level: 1, name: 'New offer of EGI Cloud compute' })).toBeVisible();
  await expect(claire.getByText('Before it can be published')).toBeVisible();
  await claire.getByLabel('Name', { exact: true }).fill('Night machines');
  await claire.getByLabel('Description').fill('Machines that work while you sleep.');

  const add = claire.getByRole('group', { name: 'Add a parameter' });
  await add.getByRole('button', { name: 'One of several' }).click();
  await parameter(/^Parameter 1/)
    .getByLabel('Question')
    .fill('Size');
  await parameter(/^Parameter 1/)
    .getByLabel('Values')
    .fill('small\nlarge');
  await add.getByRole('button', { name: 'Quantity with price' }).click();
  await parameter(/^Parameter 2/)
    .getByLabel('Question')
    .fill('Nights');
  await parameter(/^Parameter 2/)
    .getByLabel('Price of the first')
    .fill('100');
  await parameter(/^Parameter 2/)
    .getByLabel('Price of each further one')
    .fill('10');
  await add.getByRole('button', { name: 'Number in a range' }).click();
  await parameter(/^Parameter 3/)
    .getByLabel('Question')
    .fill('Machines');

  await expect(preview().getByText('100 EUR').last()).toBeVisible();
  await preview().getByRole('button', { name: 'One more: Nights' }).click();
  await expect(preview().getByText('110 EUR').last()).toBeVisible();

  await claire.getByRole('button', { name: 'Move Machines up' }).click();
  await expect(parameter(/^Parameter 2: Machines/)).toBeVisible();
  await claire.getByRole('button', { name: 'Remove Size' }).click();
  await expect(parameter(/^Parameter 1: Machines/)).toBeVisible();
  await claire.getByRole('button', { name: 'Undo' }).click();
  await expect(parameter(/^Parameter 1: Size/)).toBeVisible();
  await expectAccessible(claire);
  await expectFitsPhone(claire);
});

test('she is asked before she leaves unsaved, and publishes', async () => {
  await claire.getByRole('link', { name: 'Marketplace' }).first().click();
  await claire.getByRole('button', { name: 'Go on writing' }).click();
  await claire.getByRole('radio', { name: /^Published/ }).check();
  await claire.getByRole('button', { name: 'Publish offer' }).click();
  await expect(claire.getByRole('heading', { name: 'Night machines' })).toBeVisible();
  await claire.goto('/offers');
  await expect(claire.getByRole('row', { name: /Night machines/ })).toContainText('Published');
  await expectAccessible(claire);
});

test('a customer orders it', async () => {
  await eleni.clock.install();
  await eleni.goto('/marketplace/egi-cloud-compute');
  await eleni.getByRole('link', { name: /Night machines/ }).click();
  await eleni.getByRole('button', { name: 'Continue' }).click();
  if (await eleni.getByRole('heading', { name: 'What do you need?' }).isHidden())
    await eleni.getByRole('button', { name: 'Continue' }).click();
  await eleni.getByRole('radio', { name: 'small' }).check();
  await eleni.getByLabel('Machines', { exact: true }).fill('3');
  await eleni.getByRole('button', { name: 'Continue' }).click();
  await eleni.getByRole('radio', { name: /Aegean Coastal Forecast/ }).check();
  await eleni.clock.fastForward('00:10');
  await eleni.getByRole('button', { name: 'Send order' }).click();
  await expect(eleni.getByRole('heading', { name: /Night machines/ }).first()).toBeVisible();
});

test('she limits it to none, and refills it: then it can be ordered again', async () => {
  await claire.goto('/offers');
  await claire.getByRole('link', { name: 'Night machines' }).click();
  await claire.getByLabel('There is a limited number').check();
  await claire.getByLabel('How many are left').fill('0');
  await claire.getByLabel('Counted in').fill('seats');
  await claire.getByRole('button', { name: 'Save offer' }).click();
  await expect(claire.getByRole('heading', { name: 'Night machines' })).toBeVisible();

  const offer = eleni.getByRole('listitem').filter({ has: eleni.getByRole('heading', { name: 'Night machines' }) });
  await eleni.goto('/marketplace/egi-cloud-compute');
  await expect(offer).toContainText('All are taken: 0 seats left');
  await expect(offer.getByRole('link', { name: /Order/ })).toBeHidden();

  await claire.goto('/offers');
  await claire.getByRole('button', { name: 'Refill Night machines' }).click();
  const dialog = claire.getByRole('dialog', { name: 'Refill Night machines' });
  await expect(dialog).toContainText('0 seats are left. Nobody waits for it: no mail is sent.');
  await dialog.getByLabel('How many more').fill('2');
  await dialog.getByRole('button', { name: 'Add them' }).click();
  await expect(claire.getByRole('row', { name: /Night machines/ })).toContainText('2 seats');

  await eleni.reload();
  await expect(offer.getByRole('link', { name: /Order/ })).toBeVisible();
});
