import type { Page } from '@playwright/test';
import {
  expect,
  expectAccessible,
  expectFitsPhone,
  expectNoSidewaysScroll,
  pageOf,
  settled,
  signInAs,
  test,
  type PersonaKey,
} from './support/journey.ts';

// Every screen as the people who use it see it: it shows its heading, passes axe in both themes and never scrolls sideways;
// those of customers and of people with a mail do not on a phone either.

interface Screen {
  readonly path: string;
  readonly heading: string | RegExp;
  readonly onPhones: boolean;
}

const screen = (path: string, heading: string | RegExp): Screen => ({ path, heading, onPhones: false });
const phoneScreen = (path: string, heading: string | RegExp): Screen => ({ path, heading, onPhones: true });
const greeting = /^Good (morning|afternoon|evening)/;

const screens: Readonly<Partial<Record<PersonaKey | 'guest', readonly Screen[]>>> = {
  guest: [
    phoneScreen('/', /from an order/i),
    phoneScreen('/login', 'Who do you want to be?'),
    phoneScreen('/marketplace', 'Marketplace'),
    phoneScreen('/marketplace/egi-cloud-compute', 'EGI Cloud compute'),
    phoneScreen('/marketplace/compare?with=egi-cloud-compute&with=b2drop', 'Compare services'),
    phoneScreen('/mailbox', 'Mailbox'),
    phoneScreen('/check', 'Is this agreement genuine?'),
    phoneScreen('/nowhere', 'There is nothing here for you'),
    phoneScreen('/a/unknown', 'There is no such link'),
    phoneScreen('/r/unknown', 'There is no such link'),
    phoneScreen('/s/unknown', 'There is no such link'),
  ],
  eleni: [
    phoneScreen('/', greeting),
    phoneScreen('/notifications', 'Notifications'),
    phoneScreen('/projects', 'My projects'),
    phoneScreen('/projects/new', 'New project'),
    phoneScreen('/projects/1', 'Aegean Coastal Forecast'),
    phoneScreen('/projects/1?tab=details', 'Aegean Coastal Forecast'),
    phoneScreen('/projects/1?tab=contact', 'Aegean Coastal Forecast'),
    phoneScreen('/questions', 'My questions'),
    phoneScreen('/questions/1', 'Question about EGI Cloud compute'),
    phoneScreen('/projects/1/lines/1', 'EGI Notebooks'),
    phoneScreen('/marketplace/egi-cloud-compute/order', 'Order EGI Cloud compute'),
    phoneScreen('/marketplace/egi-cloud-compute/bundle/1', 'Order Forecast starter kit'),
    phoneScreen('/projects/1/lines/2#rate', 'EGI Cloud compute'),
    phoneScreen('/settings/profile', 'Profile'),
    phoneScreen('/settings/notifications#ratings', 'Notifications'),
    phoneScreen('/settings/appearance', 'Appearance and keys'),
    phoneScreen('/settings/notifications', 'Notifications'),
    phoneScreen('/settings/tokens', 'API tokens'),
    phoneScreen('/settings/sessions', 'Sessions'),
    phoneScreen('/settings/terms', 'Terms of use'),
    phoneScreen('/settings/data', 'My data'),
  ],
  anna: [
    screen('/', greeting),
    screen('/orders', 'Order desk'),
    screen('/questions', 'Questions'),
    screen('/projects/1/conversation', 'Aegean Coastal Forecast'),
    screen('/orders?as=board', 'Order desk'),
    screen('/orders?at=1004', 'Order desk'),
    screen('/orders/1004', 'EGI Cloud compute'),
    screen('/orders/1004/agreement', 'Agreement of order 1004'),
    screen('/shares', 'Provider answers'),
    phoneScreen('/statistics?range=12m', 'Statistics'),
    phoneScreen('/templates/replies', 'Replies'),
    screen('/settings/notifications#desk', 'Notifications'),
  ],
  claire: [screen('/', greeting), screen('/shares', 'My shares')],
  marta: [
    screen('/agreements', 'Agreements'),
    screen('/agreements/SLA-1007', 'EGI Online Storage'),
    screen('/agreements/SLA-1002/versions/1', 'EGI Cloud compute'),
    screen('/agreements/SLA-1007/compare?from=1&to=1', 'What changed in SLA-1007'),
    phoneScreen('/templates/mails', 'Mail texts'),
    phoneScreen('/templates/mails/ordering.order_approved?language=de', 'The order is approved'),
  ],
  sofia: [
    screen('/marketplace/fitsm/bundles/new', 'New bundle of FitSM'),
    screen('/marketplace/egi-cloud-compute/bundles/1', 'Edit Forecast starter kit'),
    screen('/admin/people', 'People and roles'),
    screen('/admin/mappings', 'Mapping rules'),
    screen('/admin/groups', 'Groups of shifters'),
    screen('/admin/templates', 'Templates of agreements'),
    screen('/admin/webhooks', 'Webhooks'),
    screen('/admin/jobs', 'Background work'),
    screen('/admin/audit', 'Audit'),
    phoneScreen('/messaging', 'Messaging'),
    phoneScreen('/messaging/EGI-ACCOUNTING', 'EGI-ACCOUNTING'),
    phoneScreen('/messaging/EGI-ACCOUNTING?tab=subscriptions', 'EGI-ACCOUNTING'),
    phoneScreen('/messaging?tab=registrations', 'Messaging'),
    phoneScreen('/messaging?tab=certificates', 'Messaging'),
    phoneScreen('/messaging/EGI-ACCOUNTING?tab=schemas', 'EGI-ACCOUNTING'),
    phoneScreen('/messaging/EGI-ACCOUNTING/subscriptions/cloud-dashboard', 'cloud-dashboard'),
    phoneScreen('/messaging/EGI-ACCOUNTING?tab=members', 'EGI-ACCOUNTING'),
    phoneScreen('/messaging/EGI-ACCOUNTING?tab=activity', 'EGI-ACCOUNTING'),
    phoneScreen('/messaging/EGI-ACCOUNTING?tab=settings', 'EGI-ACCOUNTING'),
    phoneScreen('/messaging/EGI-ACCOUNTING/topics/gLite-APEL', 'gLite-APEL'),
    phoneScreen('/messaging/EGI-ACCOUNTING/topics/gLite-APEL?tab=overview', 'gLite-APEL'),
    phoneScreen('/messaging/EGI-ACCOUNTING/topics/gLite-APEL?tab=publish', 'gLite-APEL'),
    phoneScreen('/messaging/EGI-ACCOUNTING/subscriptions/grid-accounting', 'grid-accounting'),
    phoneScreen('/messaging/EGI-ACCOUNTING/subscriptions/grid-accounting?tab=messages', 'grid-accounting'),
  ],
};

for (const [who, theirs] of Object.entries(screens) as [PersonaKey | 'guest', readonly Screen[]][]) {
  test.describe(who, () => {
    let page: Page;
    test.beforeAll(async ({ browser }) => {
      page = await pageOf(browser, who === 'guest' ? null : who);
    });
    test.afterAll(() => page.context().close());

    for (const { path, heading, onPhones } of theirs) {
      test(path, async () => {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toContainText(heading);
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        if (onPhones) await expectFitsPhone(page);
      });
    }
  });
}

/** Opens the newest link of a kind that still asks something: other journeys answer and withdraw what they were sent. */
async function openLink(page: Page, kind: string): Promise<void> {
  const found = await page.request.get(`/api/mailbox?limit=100&q=${encodeURIComponent(`/${kind}/`)}`);
  const { items } = (await found.json()) as { items: { id: string }[] };
  for (const { id } of items) {
    const mail = await (await page.request.get(`/api/mailbox/${id}`)).text();
    const link = new RegExp(`/${kind}/[\\w-]{20,}`).exec(mail)?.[0];
    if (link === undefined) continue;
    await page.goto(link);
    if ((await page.getByRole('button').count()) > 0) return;
  }
  throw new Error(`no mail of the demo has an open link /${kind}/`);
}

for (const kind of ['a', 'r', 's']) {
  test(`the page behind a link /${kind}/ of the demo’s mails`, async ({ page }) => {
    await openLink(page, kind);
    await expect(page.getByRole('button').first()).toBeVisible();
    await expectAccessible(page);
    await expectFitsPhone(page);
  });
}

test('what waits is unread until it is opened, and the counts agree', async ({ page }) => {
  await signInAs(page, 'ingrid', '/notifications');
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await expect(navigation.getByRole('link', { name: /My work/ })).toContainText('1');
  await expect(navigation.getByRole('link', { name: /Notifications/ })).toContainText('1');
  await page
    .getByRole('main')
    .getByRole('link', { name: /Unread/ })
    .click();
  await expect(page.getByRole('heading', { level: 2, name: /asks you/ })).toBeVisible();
  await expect(navigation.getByRole('link', { name: 'Notifications' })).not.toContainText('1');
  await expect(navigation.getByRole('link', { name: /My work/ })).toContainText('1');
});

test('what is not there and what is somebody else’s look the same', async ({ page }) => {
  const said = async (path: string) => {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await settled(page);
    return page.getByRole('main').innerText();
  };
  await signInAs(page, 'ingrid');
  for (const [theirs, nobodys] of [
    ['/orders/1004', '/orders/999999'],
    ['/projects/1', '/projects/999999'],
    ['/projects/1/lines/1', '/projects/1/lines/99'],
    ['/agreements/SLA-1007', '/agreements/SLA-999999'],
    ['/messaging/EGI-ACCOUNTING', '/messaging/NOWHERE'],
  ] as const)
    expect(await said(theirs), theirs).toBe(await said(nobodys));
});
