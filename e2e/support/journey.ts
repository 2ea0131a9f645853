import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Browser, type Page } from '@playwright/test';

/** Somebody of the demo federation. */
export type PersonaKey = 'eleni' | 'tomas' | 'ingrid' | 'anna' | 'jonas' | 'marta' | 'claire' | 'ivan' | 'sofia';
export type Theme = 'light' | 'dark';

const complaints: string[] = [];

/** Notes every error that a page throws; the test during which it happens fails. */
function watch(page: Page): Page {
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  return page;
}

/** Where the product runs. */
function productAddress(): string {
  const url = process.env['E2E_URL'];
  if (url === undefined)
    throw new Error(
      'No product runs: start the journeys by `npm test` or `npx playwright test -c e2e/playwright.config.ts`',
    );
  return url;
}

/** A journey in the browser; its pages know where the product runs, and one on which a page throws fails. */
export const test = base.extend<{ baseURL: string; quiet: void }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern
  baseURL: async ({}, use) => use(productAddress()),
  page: async ({ page }, use) => use(watch(page)),
  quiet: [
    // oxlint-disable-next-line no-empty-pattern -- see above
    async ({}, use) => {
      await use();
      expect(complaints.splice(0), 'errors that pages threw').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Signs in by OpenID Connect at the demo's own provider, as a persona, and ends on `to`. */
export async function signInAs(page: Page, persona: PersonaKey, to = '/'): Promise<void> {
  await page.goto(`/login/start?as=${encodeURIComponent(persona)}&to=${encodeURIComponent(to)}`);
  await page.waitForURL((url) => !url.pathname.startsWith('/login') && !url.pathname.startsWith('/auth/'));
  await acceptTerms(page);
}

/** Somebody's first sign-in asks for the terms; the journeys that are not about them accept and go on. */
async function acceptTerms(page: Page): Promise<void> {
  const session = (await (await page.request.get('/api/session')).json()) as {
    person: unknown;
    csrf?: string | null;
    terms: { version: string; accepted: boolean };
  };
  expect(session.person, 'somebody is signed in').not.toBeNull();
  if (session.terms.accepted) return;
  const cookies = await page.context().cookies();
  const csrf = cookies.find(({ name }) => name === 'portolan_csrf')?.value ?? '';
  const answer = await page.request.post('/api/me/terms', {
    data: { version: session.terms.version },
    headers: { 'x-csrf-token': csrf },
  });
  expect(answer.ok(), `terms accepted: ${answer.status()}`).toBe(true);
  await page.reload();
}

/** A window of its own for one more person in the same journey, or for a guest; close its context at the end. */
export async function pageOf(browser: Browser, persona: PersonaKey | null, to = '/'): Promise<Page> {
  const context = await browser.newContext({ baseURL: productAddress() });
  const page = watch(await context.newPage());
  await (persona === null ? page.goto(to) : signInAs(page, persona, to));
  return page;
}

/** Opens the newest mail to an address in the mailbox as its reader does, and follows its button into a window of its own. */
export async function openMail(reader: Page, to: string, subject: RegExp, button: string): Promise<Page> {
  await reader.goto(`/mailbox?to=${encodeURIComponent(to)}`);
  const mails = reader.getByRole('region', { name: 'Mails' });
  await mails.getByRole('link', { name: subject }).first().click();
  const opened = reader.waitForEvent('popup');
  await reader.frameLocator('iframe').getByRole('link', { name: button }).click();
  return watch(await opened);
}

/** The ISO day so many days from today. */
export function dayFromToday(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Shows the page in a theme, as a person who asked the system for it. */
export async function inTheme(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
}

const quietMilliseconds = 250;
const mostMilliseconds = 5000;

/** Waits until the page stands still: it shows its content, nothing is loading, and nothing has changed for a moment. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  await expect(page.locator('main, h1').first()).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.evaluate(
    async ({ quiet, most }) => {
      await document.fonts.ready;
      await new Promise<void>((done) => {
        const observer = new MutationObserver(() => {
          clearTimeout(calm);
          calm = setTimeout(end, quiet);
        });
        const end = () => {
          observer.disconnect();
          done();
        };
        let calm = setTimeout(end, quiet);
        setTimeout(end, most);
        observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      });
    },
    { quiet: quietMilliseconds, most: mostMilliseconds },
  );
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What a theme can break: the two differ in colours alone. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** Finds nothing to complain about in both themes: WCAG 2.0 to 2.2 A and AA, and best practice. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectPasses(page, 'light', new AxeBuilder({ page }).withTags(tags));
  await expectPasses(page, 'dark', new AxeBuilder({ page }).withRules(colourRules));
  await inTheme(page, 'light');
}

async function expectPasses(page: Page, theme: Theme, axe: AxeBuilder): Promise<void> {
  await inTheme(page, theme);
  await settled(page);
  // A mail stands in a frame in which nothing runs, so that nothing can look at it from within.
  const { violations } = await axe.exclude('iframe[sandbox]').analyze();
  const found = violations.map(
    ({ id, help, nodes }) => `${theme}: ${id} (${help}): ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
  expect(found, `accessibility of ${new URL(page.url()).pathname}`).toEqual([]);
}

/** The page fits its window: nothing makes it scroll sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(excess, 'pixels that stick out to the right').toBeLessThanOrEqual(0);
}

/** The page fits a phone, too. */
export async function expectFitsPhone(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await settled(page);
  await expectNoSidewaysScroll(page);
  if (before) await page.setViewportSize(before);
}
