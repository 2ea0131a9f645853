import { defineConfig } from '@playwright/test';
import { chromiumSwitches, findChromium } from '../scripts/support/chromium.ts';

const executablePath = findChromium();

/** Journeys in a real browser against the built product. Run them all by `npm test`. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  outputDir: '../test-results',
  globalSetup: './support/global-setup.ts',
  // The journeys share one product and the machine with it.
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] === 'true',
  use: {
    browserName: 'chromium',
    actionTimeout: 15_000,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Amsterdam',
    reducedMotion: 'reduce',
    screenshot: 'only-on-failure',
    // What the page was at each step is enough; filming it as well takes a tenth of the machine.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: { args: chromiumSwitches, ...(executablePath === undefined ? {} : { executablePath }) },
  },
});
