import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { inTheme, settled, signInAs, type PersonaKey } from '../e2e/support/journey.ts';
import { startPortolan } from '../e2e/support/start-portolan.ts';
import { chromiumSwitches, findChromium } from './support/chromium.ts';
import { installMissing } from './support/system-packages.ts';
import { root, say } from './support/run.ts';
import { buildWeb } from './support/web-build.ts';

/** A picture of every screen in both themes, into `shots/`: what the review of a screen (its look) starts from. */

interface Screen {
  readonly name: string;
  /** Where it is; a function where the address depends on what the demo holds. */
  readonly path: string | ((page: Page) => Promise<string | undefined>);
  /** Who looks; nobody is signed in without it. */
  readonly as?: PersonaKey;
  /** Pages opened from a mail, which are read on a phone too. */
  readonly isPublic?: boolean;
}

/** The address that a JSON answer leads to; undefined when there is nothing to show yet. */
const firstOf =
  (list: string, address: (item: Record<string, unknown>) => string | undefined) => async (page: Page) => {
    const answer = await page.request.get(list);
    if (!answer.ok()) return undefined;
    const { items } = (await answer.json()) as { items?: Record<string, unknown>[] };
    return items?.map(address).find((found) => found !== undefined);
  };

/** The link in the newest mail of the demo that leads to a page of this kind: `a` approval, `r` rating, `s` sign-off. */
const linkInMail = (kind: string) => async (page: Page) => {
  const found = await page.request.get(`/api/mailbox?limit=1&q=${encodeURIComponent(`/${kind}/`)}`);
  const { items } = (await found.json()) as { items?: { id: string }[] };
  const [newest] = items ?? [];
  if (!newest) return undefined;
  const mail = await page.request.get(`/api/mailbox/${newest.id}`);
  return new RegExp(`/${kind}/[A-Za-z0-9_-]{20,}`).exec(await mail.text())?.[0];
};

const order = firstOf('/api/orders?limit=1', ({ number }) => `/orders/${String(number)}`);
const project = firstOf('/api/projects?limit=1', ({ number }) => `/projects/${String(number)}`);
const service = firstOf('/api/catalogue?limit=1', ({ slug }) => `/marketplace/${String(slug)}`);
const agreement = firstOf('/api/agreements?limit=1', ({ name }) => `/agreements/${String(name)}`);
const below = (parent: (page: Page) => Promise<string | undefined>, rest: string) => async (page: Page) => {
  const found = await parent(page);
  return found === undefined ? undefined : `${found}${rest}`;
};

const screens: readonly Screen[] = [
  { name: 'front', path: '/', isPublic: true },
  { name: 'login', path: '/login', isPublic: true },
  { name: 'not-found', path: '/nowhere', isPublic: true },
  { name: 'approval', path: linkInMail('a'), isPublic: true },
  { name: 'approval-unknown', path: '/a/unknown-link-of-nobody', isPublic: true },
  { name: 'rating', path: linkInMail('r'), isPublic: true },
  { name: 'sign-off', path: linkInMail('s'), isPublic: true },
  { name: 'mailbox', path: '/mailbox', as: 'eleni' },
  { name: 'work-customer', path: '/', as: 'eleni' },
  { name: 'marketplace', path: '/marketplace', as: 'eleni' },
  { name: 'service', path: service, as: 'eleni' },
  { name: 'wizard', path: below(service, '/order/configure'), as: 'eleni' },
  { name: 'projects-new', path: '/projects/new', as: 'eleni' },
  { name: 'projects', path: '/projects', as: 'eleni' },
  { name: 'project', path: project, as: 'eleni' },
  { name: 'project-line', path: below(project, '/lines/1'), as: 'eleni' },
  { name: 'notifications', path: '/notifications', as: 'eleni' },
  { name: 'settings', path: '/settings', as: 'eleni' },
  { name: 'settings-notifications', path: '/settings/notifications', as: 'eleni' },
  { name: 'work-shifter', path: '/', as: 'anna' },
  { name: 'desk', path: '/orders', as: 'anna' },
  { name: 'desk-overdue', path: '/orders?view=overdue&by=due', as: 'anna' },
  { name: 'desk-board', path: '/orders?as=board', as: 'anna' },
  { name: 'order', path: order, as: 'anna' },
  { name: 'order-agreement', path: below(order, '/agreement'), as: 'anna' },
  { name: 'shares', path: '/shares', as: 'anna' },
  { name: 'shares-provider', path: '/shares', as: 'claire' },
  { name: 'work-provider', path: '/', as: 'claire' },
  { name: 'agreements', path: '/agreements', as: 'marta' },
  { name: 'agreement', path: agreement, as: 'marta' },
  { name: 'agreement-version', path: below(agreement, '/versions/1'), as: 'marta' },
  { name: 'admin-people', path: '/admin/people', as: 'sofia' },
  { name: 'admin-mappings', path: '/admin/mappings', as: 'sofia' },
  { name: 'admin-groups', path: '/admin/groups', as: 'sofia' },
  { name: 'admin-templates', path: '/admin/templates', as: 'sofia' },
  { name: 'admin-jobs', path: '/admin/jobs', as: 'sofia' },
  { name: 'admin-audit', path: '/admin/audit', as: 'sofia' },
  { name: 'api-docs', path: '/api/docs', isPublic: true },
];

const target = join(root, 'shots');
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

await installMissing(['chromium']);
const executablePath = findChromium();
if (executablePath === undefined) {
  say('No Chromium was found; CHROMIUM_PATH names one');
  process.exit(1);
}
await buildWeb({ force: false });
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
// `npm run shots desk order` takes these screens alone.
const wanted = process.argv.slice(2);
const portolan = await startPortolan();
const browser = await chromium.launch({ executablePath, args: chromiumSwitches });
let taken = 0;
const failures: string[] = [];
try {
  for (const person of new Set(screens.map(({ as }) => as))) {
    const context = await browser.newContext({
      baseURL: portolan.url,
      viewport: desktop,
      locale: 'en-GB',
      timezoneId: 'Europe/Amsterdam',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    if (person !== undefined) await signInAs(page, person);
    for (const screen of screens) {
      if (screen.as !== person || (wanted.length > 0 && !wanted.includes(screen.name))) continue;
      await takeScreen(page, screen).catch((error: unknown) =>
        failures.push(
          `${screen.name}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`,
        ),
      );
    }
    await context.close();
  }
} finally {
  await browser.close();
  await portolan.stop();
}
for (const failure of failures) say(failure);
say(`${taken} pictures in shots/, ${failures.length} screens failed`);
process.exit(failures.length > 0 ? 1 : 0);

async function takeScreen(page: Page, { name, path, isPublic }: Screen): Promise<void> {
  const address = typeof path === 'string' ? path : await path(page);
  if (address === undefined) {
    say(`${name}: nothing in the demo to show`);
    return;
  }
  for (const size of isPublic === true ? [desktop, phone] : [desktop]) {
    await page.setViewportSize(size);
    for (const theme of ['light', 'dark'] as const) {
      await inTheme(page, theme);
      await page.goto(address);
      await settled(page);
      await page.screenshot({
        path: join(target, `${name}${size === phone ? '-390' : ''}-${theme}.png`),
        fullPage: size === phone,
      });
      taken += 1;
    }
  }
}
