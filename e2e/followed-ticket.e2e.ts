import { expect, expectAccessible, signInAs, test } from './support/journey.ts';

// An order follows the ticket that another Jira has of it.

test('the desk links the ticket of another Jira to an order, and takes the link back', async ({ page }) => {
  await signInAs(page, 'anna', '/orders/1004');
  const card = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Ticket elsewhere' }) });
  await card.getByRole('button', { name: 'Link a ticket' }).click();
  const ticket = page.getByLabel('Ticket in another Jira');
  const send = page.getByRole('button', { name: 'Link ticket', exact: true });
  await ticket.fill('the one of last week');
  await send.click();
  await expect(ticket).toHaveAccessibleDescription(/give the address of the ticket/i);
  await ticket.fill('https://jira.elsewhere.example/jira/browse/ops-41');
  await expectAccessible(page);
  await send.click();
  const link = card.getByRole('link', { name: 'OPS-41' });
  await expect(link).toHaveAttribute('href', 'https://jira.elsewhere.example/jira/browse/OPS-41');

  const unlink = card.getByRole('button', { name: 'Unlink ticket OPS-41' });
  await unlink.click();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await expect(link).toBeVisible();
  await unlink.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Unlink ticket OPS-41' }).click();
  await expect(link).toBeHidden();
  await expect(card).toContainText('None.');
});
