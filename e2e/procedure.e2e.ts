import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectFitsPhone, pageOf, settled, test } from './support/journey.ts';

// A procedure gives access by itself; with a wrong secret it is stuck until the desk does the step by hand.

const call = async (page: Page, path: string, data: object) => {
  const cookies = await page.context().cookies();
  const csrf = cookies.find(({ name }) => name === 'portolan_csrf')?.value ?? '';
  const answer = await page.request.post(path, { data, headers: { 'x-csrf-token': csrf } });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as { number: number; iid: number; project: { number: number } };
};

async function approved(customer: Page, desk: Page, project: number): Promise<{ number: number; line: string }> {
  const order = await call(customer, '/api/orders', {
    project,
    offer: 'egi-notebooks/1',
    parameters: { 'Amount of RAM': 1, 'Number of cores': 1, 'Persistent storage': 10 },
    comment: '',
  });
  await desk.goto(`/orders/${order.number}`);
  await desk.getByRole('button', { name: 'Take it' }).click();
  await desk.getByRole('button', { name: 'Approve order', exact: true }).click();
  await desk
    .getByRole('dialog')
    .getByRole('button', { name: /^Approve order/ })
    .click();
  return { number: order.number, line: `/projects/${project}/lines/${order.iid}` };
}

test('an approved order is ready by itself, or stuck until the desk does the step by hand', async ({ browser }) => {
  test.setTimeout(120_000);
  const customer = await pageOf(browser, 'eleni');
  const desk = await pageOf(browser, 'anna');
  const keeper = await pageOf(browser, 'sofia', '/marketplace/egi-notebooks');
  const { number: project } = await call(customer, '/api/projects', { name: 'Workspaces', typology: 'single_user' });

  const first = await approved(customer, desk, project);
  const panel = desk.locator('#procedure');
  await expect(panel.getByText('done, 2 of 2 steps')).toBeVisible({ timeout: 30_000 });
  await customer.goto(first.line);
  await expect(customer.getByRole('link', { name: /^Open localhost/ })).toBeVisible();

  await keeper.getByRole('link', { name: 'Procedure' }).first().click();
  await settled(keeper);
  await keeper.getByRole('button', { name: 'Check and preview' }).click();
  await expect(keeper.getByText('Nothing is missing')).toBeVisible();
  await expectAccessible(keeper);
  await expectFitsPhone(keeper);
  await keeper.getByLabel('Secret').first().fill('wrong');
  await keeper.getByRole('button', { name: 'Keep procedure' }).click();
  await expect(keeper.getByText('The procedure is kept')).toBeVisible();

  const second = await approved(customer, desk, project);
  await expect(panel.getByText('stuck, 0 of 2 steps')).toBeVisible({ timeout: 30_000 });
  await expect(panel.getByText(/The answer was 401/)).toBeVisible();
  await customer.goto(second.line);
  await expect(customer.getByText('Being set up: step 1 of 2')).toBeVisible();
  await expectAccessible(desk);
  await panel.getByRole('button', { name: 'Mark done' }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('url').fill('https://hub.example.org/by-hand');
  await dialog.getByLabel('password').fill('by-hand');
  await dialog.getByRole('button', { name: 'Mark done' }).click();
  await expect(panel.getByText('done, 2 of 2 steps')).toBeVisible({ timeout: 30_000 });

  for (const page of [customer, desk, keeper]) await page.context().close();
});
