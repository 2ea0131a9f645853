import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { inTheme, settled, signInAs } from '../e2e/support/journey.ts';
import { startPortolan } from '../e2e/support/start-portolan.ts';
import { hardScreens } from './screens/hard-screens.ts';
import { houseScreens } from './screens/house-screens.ts';
import { messagingScreens } from './screens/messaging-screens.ts';
import type { Screen } from './screens/screen.ts';
import { chromiumSwitches, findChromium } from './support/chromium.ts';
import { installMissing } from './support/system-packages.ts';
import { root, say } from './support/run.ts';
import { buildWeb } from './support/web-build.ts';

/** A picture of every screen in both themes, into `shots/`: what the review of a screen (its look) starts from. */

const screens: readonly Screen[] = [...houseScreens, ...messagingScreens, ...hardScreens];

const target = join(root, 'shots');
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
// The sizes at which a screen is reviewed (ui.md 14): `npm run shots -- --every-size desk`.
const everySize = [desktop, { width: 1280, height: 720 }, { width: 1920, height: 1080 }, phone];

await installMissing(['chromium']);
const executablePath = findChromium();
if (executablePath === undefined) {
  say('No Chromium was found; CHROMIUM_PATH names one');
  process.exit(1);
}
await buildWeb({ force: false });
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
// `npm run shots desk order` takes these screens alone; `-- --phone` takes them on a phone too.
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const atEverySize = process.argv.includes('--every-size');
// `--phone` takes every screen at 390 pixels too, not the pages of mails alone.
const onPhone = process.argv.includes('--phone');
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

async function takeScreen(page: Page, { name, path, isPublic, before, act }: Screen): Promise<void> {
  const address = typeof path === 'string' ? path : await path(page);
  if (address === undefined) {
    say(`${name}: nothing in the demo to show`);
    return;
  }
  for (const size of atEverySize ? everySize : isPublic === true || onPhone ? [desktop, phone] : [desktop]) {
    await page.setViewportSize(size);
    for (const theme of ['light', 'dark'] as const) {
      await inTheme(page, theme);
      // Elsewhere first: an address that differs by its fragment alone would keep what is open.
      await page.goto('about:blank');
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await before?.(page);
      await page.goto(address);
      await settled(page);
      if (act) {
        await act(page);
        await settled(page);
      }
      await page.screenshot({
        path: join(target, `${name}${size === desktop ? '' : `-${size.width}`}-${theme}.png`),
        fullPage: size === phone,
      });
      taken += 1;
    }
  }
}
