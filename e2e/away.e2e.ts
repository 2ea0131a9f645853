import { expect, signInAs, test } from './support/journey.ts';

// What stands when the server is out of reach.

test('a tab whose server is gone keeps its page and its navigation, and goes on when the server is back', async ({
  page,
}) => {
  await signInAs(page, 'anna', '/notifications');
  await page.route('**/api/**', (route) => route.abort('connectionrefused'));
  await page
    .getByRole('link', { name: /^order desk/i })
    .first()
    .click();
  await expect(page.getByRole('alert')).toContainText('No connection');
  await expect(page.getByRole('link', { name: /^order desk/i }).first()).toBeVisible();
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Order desk' })).toBeVisible();
});
