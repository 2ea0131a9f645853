import {
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  inTheme,
  settled,
  signInAs,
  test,
  type PersonaKey,
} from './support/journey.ts';

// Every screen as the people who use it see it: it shows its heading, passes axe in both themes and never scrolls sideways.

const screens: readonly { readonly who: PersonaKey | null; readonly path: string; readonly heading: RegExp }[] = [
  { who: null, path: '/', heading: /from an order/i },
  { who: null, path: '/login', heading: /./ },
  { who: null, path: '/marketplace', heading: /marketplace/i },
  { who: null, path: '/marketplace/egi-cloud-compute', heading: /EGI Cloud compute/ },
  { who: null, path: '/mailbox', heading: /mailbox/i },
  { who: null, path: '/check', heading: /./ },
  { who: 'eleni', path: '/', heading: /good (morning|afternoon|evening)/i },
  { who: 'eleni', path: '/projects', heading: /projects/i },
  { who: 'eleni', path: '/projects/1', heading: /Aegean Coastal Forecast/ },
  { who: 'eleni', path: '/projects/1/lines/1', heading: /EGI Notebooks/ },
  { who: 'eleni', path: '/marketplace/egi-cloud-compute/order/configure?offer=1', heading: /order EGI Cloud compute/i },
  { who: 'eleni', path: '/settings', heading: /profile/i },
  { who: 'anna', path: '/orders', heading: /order desk/i },
  { who: 'anna', path: '/orders/1004', heading: /EGI Cloud compute/ },
  { who: 'anna', path: '/shares', heading: /./ },
  { who: 'marta', path: '/agreements', heading: /agreements/i },
  { who: 'marta', path: '/agreements/SLA-1007', heading: /SLA-1007|EGI Online Storage/ },
  { who: 'sofia', path: '/admin/jobs', heading: /./ },
  { who: 'sofia', path: '/admin/people', heading: /./ },
];

for (const { who, path, heading } of screens) {
  test(`${path} for ${who ?? 'a guest'}`, async ({ page }) => {
    if (who === null) await page.goto(path);
    else await signInAs(page, who, path);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(heading);
    for (const theme of ['light', 'dark'] as const) {
      await inTheme(page, theme);
      await settled(page);
      await expectAccessible(page);
    }
    await expectNoSidewaysScroll(page);
  });
}

test('what is not there and what is somebody else’s look the same', async ({ page }) => {
  const said = async (path: string) => {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await settled(page);
    return page.getByRole('main').innerText();
  };
  await signInAs(page, 'ingrid');
  expect(await said('/orders/1004')).toBe(await said('/orders/999999'));
});
