import { expect, signInAs, test } from './support/journey.ts';

test('a newcomer meets the people of the demo, and the desk opens for a shifter', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByText('Eleni Papadaki').first()).toBeVisible();
  await signInAs(page, 'anna', '/orders');
  await expect(page.getByText('Order desk').first()).toBeVisible();
});
