import {
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  pageOf,
  settled,
  signInAs,
  test,
} from './support/journey.ts';

test('somebody compares services, stars one, asks about it, and the desk answers', async ({ page, browser }) => {
  await page.goto('/marketplace');
  await page.getByLabel('Compare EGI Cloud compute').check();
  await page.getByLabel('Compare EGI Online Storage').check();
  await expect(page).toHaveURL(/compare=egi-cloud-compute&compare=egi-online-storage/);
  await page.getByRole('link', { name: 'Compare 2' }).click();
  const table = page.getByRole('region', { name: 'Comparison' });
  await expect(table.getByRole('columnheader', { name: /EGI Online Storage/ })).toBeVisible();
  await expect(table.getByRole('rowheader', { name: 'Categories differs' })).toBeVisible();
  await settled(page);
  await expectAccessible(page);
  await page.getByLabel('Add a service').fill('notebooks');
  await page.getByRole('button', { name: 'EGI Notebooks' }).click();
  await page.getByRole('button', { name: 'Take EGI Online Storage out' }).click();
  await expect(page).toHaveURL(/with=egi-cloud-compute&with=egi-notebooks$/);
  await expectNoSidewaysScroll(page);

  // A star of somebody who is not signed in leads to the sign-in and back.
  await page.getByRole('link', { name: 'EGI Notebooks', exact: true }).click();
  await page.getByRole('link', { name: 'Sign in to make EGI Notebooks a favourite' }).click();
  await expect(page).toHaveURL(/\/login\?to=\/marketplace\/egi-notebooks/);
  await signInAs(page, 'tomas', '/marketplace/egi-notebooks');
  await page.getByRole('button', { name: 'Favourite: EGI Notebooks' }).click();
  // Who leaves at once keeps the star all the same; it may arrive after the next page asked.
  await expect(async () => {
    await page.goto('/marketplace');
    await page.getByLabel('My favourites').check();
    await expect(page.getByText('1 service, 2 offers')).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Favourite: EGI Notebooks' }).click();
  await expect(page.getByText('No service matches')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('1 service, 2 offers')).toBeVisible();

  await page.goto('/marketplace/egi-notebooks');
  await page.getByRole('button', { name: 'Ask a question' }).click();
  const opened = Date.now();
  await page.getByLabel('Your question').fill('Do notebooks see our own storage?');
  // Whoever sends within seconds is taken for a machine.
  await expect.poll(() => Date.now() - opened, { timeout: 15_000 }).toBeGreaterThan(6000);
  await page.getByRole('button', { name: 'Send question' }).click();
  await expect(page.getByRole('heading', { name: 'Question about EGI Notebooks' })).toBeVisible();
  await expect(page.getByText('Waits for the desk')).toBeVisible();
  const { pathname } = new URL(page.url());

  const answering = await pageOf(browser, 'anna', '/questions');
  await answering.getByRole('link', { name: 'Do notebooks see our own storage?' }).click();
  await expect(answering).toHaveURL(new RegExp(`${pathname}$`));
  await answering.getByLabel('Your answer').fill('Yes, once the storage is mounted.');
  await answering.getByRole('button', { name: 'Send answer' }).click();
  await expect(answering.getByText('Yes, once the storage is mounted.')).toBeVisible();
  await settled(answering);
  await expectAccessible(answering);

  await page.reload();
  await expect(page.getByText('Yes, once the storage is mounted.')).toBeVisible();
  await page.getByRole('link', { name: 'Make it an order' }).click();
  await expect(page).toHaveURL(/\/marketplace\/egi-notebooks\/order\?question=\d+/);
});
