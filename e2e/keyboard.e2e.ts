import type { Locator, Page } from '@playwright/test';
import { expect, openMail, pageOf, settled, signInAs, test } from './support/journey.ts';

// Everything that the main job asks of people can be done without a pointer, and the focus is seen all the while.

/** It has the focus, the ring around it is drawn, and nothing lies over it. */
async function expectFocusSeen(place: Locator): Promise<void> {
  await expect(place).toBeFocused();
  await expect
    .poll(() =>
      place.evaluate((element) => {
        const ring = [element, element.nextElementSibling].some(
          (one) => one !== null && Number.parseFloat(getComputedStyle(one).outlineWidth) >= 2,
        );
        const { x, y, width, height } = element.getBoundingClientRect();
        const top = document.elementFromPoint(x + Math.min(width / 2, 20), y + height / 2);
        const free = top !== null && (element.contains(top) || top.contains(element));
        return { ring, free };
      }),
    )
    .toEqual({ ring: true, free: true });
}

/** Goes on by Tab until this has the focus, as somebody does who looks for it. */
async function tabTo(page: Page, place: Locator, most = 40): Promise<void> {
  const isThere = () => place.evaluate((element) => element === document.activeElement);
  for (let step = 0; step < most && !(await isThere()); step += 1) await page.keyboard.press('Tab');
  await expectFocusSeen(place);
}

test('the shifter works the desk: J, K, X, Enter, the filter and the way back', async ({ page }) => {
  await signInAs(page, 'anna', '/orders?state=-closed');
  const rows = page.locator('tr[data-row]');
  const link = (index: number) => rows.nth(index).getByRole('link').first();
  await expect(link(2)).toBeVisible();
  await settled(page);

  await page.keyboard.press('j');
  await expectFocusSeen(link(0));
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await expectFocusSeen(link(1));
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  const selection = page.getByRole('toolbar', { name: 'Selection' });
  await expect(selection).toContainText('2 selected');
  await page.keyboard.press('Escape');
  await expect(selection).toBeHidden();
  await expect(link(2)).toBeFocused();

  const filter = page.getByRole('combobox', { name: /filter/i });
  await page.keyboard.press('/');
  await expect(filter).toBeFocused();
  await page.keyboard.type('jxk');
  await expect(filter).toHaveValue('jxk');
  await expect(selection).toBeHidden();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Escape');
  await expect(filter).not.toBeFocused();

  const first = await link(0).getAttribute('href');
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await expect(link(0)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`${first}$`));
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.keyboard.press('j');
  await expect(page).not.toHaveURL(new RegExp(`${first}$`));
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.keyboard.press('k');
  await expect(page).toHaveURL(new RegExp(`${first}$`));
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await expect(page.getByRole('heading', { level: 1, name: 'Order desk' })).toBeFocused();
});

test('the palette leads to an order, R and N open the boxes, and letters are text while somebody types', async ({
  page,
}) => {
  await signInAs(page, 'anna', '/agreements');
  await settled(page);
  await page.keyboard.press('Control+K');
  const search = page.getByRole('combobox', { name: 'Search or jump to' });
  await expect(search).toBeFocused();
  await page.keyboard.type('#1004');
  await expect(page.getByRole('option', { name: /1004/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/orders\/1004$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await settled(page);

  await page.keyboard.press('r');
  const letter = page.getByRole('textbox', { name: 'To the customer' });
  await expect(letter).toBeFocused();
  await page.keyboard.press('Escape');
  await expectFocusSeen(page.getByRole('button', { name: /^Write to the customer/ }));

  await page.keyboard.press('n');
  const note = page.getByRole('textbox', { name: 'Internal note' });
  await expect(note).toBeFocused();
  const text = `Now jotted: kx ${Date.now().toString(36)}`;
  await page.keyboard.type(text);
  await expect(note).toHaveValue(text);
  await expect(page).toHaveURL(/\/orders\/1004$/);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('region', { name: 'Timeline' }).getByText(text)).toBeVisible();
  await expectFocusSeen(page.getByRole('button', { name: /^Internal note/ }));

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys on this page' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('the approval page takes an answer from the keyboard', async ({ browser }) => {
  const reader = await pageOf(browser, null, '/mailbox');
  const page = await openMail(reader, 'grid@ires.example', /^\[1004\] Can IN2P3-IRES provide/, 'Answer this request');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const send = page.getByRole('button', { name: /^Send (answer|changed offer)/ });
  await tabTo(page, send);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toBeFocused();
  await page.keyboard.press('Tab');
  await expectFocusSeen(page.getByRole('alert').getByRole('link'));
  await page.keyboard.press('Enter');
  await expectFocusSeen(page.getByRole('radio', { name: 'Yes, we provide this share' }));
  await page.keyboard.press('ArrowDown');
  await expectFocusSeen(page.getByRole('radio', { name: 'Yes, but with changes' }));

  const amount = page.getByLabel('Virtual machines');
  await tabTo(page, amount);
  await page.keyboard.type('many');
  await tabTo(page, send);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expectFocusSeen(amount);
  await expect(page.getByRole('radio', { name: 'Yes, but with changes' })).toBeChecked();
  await reader.context().close();
});

test('the wizard is filled in and sent from the keyboard, the price follows each key', async ({ page }) => {
  await signInAs(page, 'tomas', '/marketplace/fitsm');
  await tabTo(page, page.getByRole('link', { name: 'Order: FitSM Foundation Level' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'How you get access' })).toBeVisible();
  const next = page.getByRole('button', { name: 'Continue' });
  await tabTo(page, next);
  await page.keyboard.press('Enter');

  const seats = page.getByRole('textbox', { name: 'Number of participants' });
  const price = page.getByRole('complementary', { name: 'Your order so far' }).getByRole('status');
  await tabTo(page, page.getByRole('textbox', { name: /^Location/ }));
  await page.keyboard.type('Jekaterinoslav, or online');
  await tabTo(page, seats);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('12');
  await expect(price).toContainText('2100');
  await tabTo(page, page.getByRole('button', { name: 'One more: Number of participants' }));
  await page.keyboard.press('Space');
  await expect(price).toContainText('2200');
  await tabTo(page, next);
  await page.keyboard.press('Enter');

  await expect(page.getByRole('alert')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const day = page.getByLabel('Start of service');
  await expectFocusSeen(day);
  // The same day whichever of day and month the browser asks first.
  await page.keyboard.type(`0202${new Date().getFullYear() + 2}`);
  await tabTo(page, next);
  await page.keyboard.press('Enter');

  await expect(page.getByRole('heading', { name: 'Is this right?' })).toBeVisible();
  await tabTo(page, page.getByRole('radio').first());
  await page.keyboard.press('Space');
  await tabTo(page, page.getByRole('button', { name: 'Send order' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /FitSM/ })).toBeFocused();
  await expect(page).toHaveURL(/\/lines\/\d+$/);
});
