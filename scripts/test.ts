import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOrInstallChromium } from './support/chromium.ts';
import { findPostgres } from './support/postgres.ts';
import { check, playwrightOutcome, vitestOutcome, type Outcome } from './support/reports.ts';
import { root, run, say } from './support/run.ts';
import { buildWeb, initialSize } from './support/web-build.ts';

/** The whole proof, cheapest first, with one closing line. `--fast` leaves out browsers and PostgreSQL. */

interface Step {
  readonly title: string;
  readonly run: () => Promise<Outcome>;
}

const fast = process.argv.includes('--fast');
const inCi = process.env['CI'] === 'true';
const scriptBudgetBytes = 200_000;
const reports = mkdtempSync(join(tmpdir(), 'portolan-proof-'));

const tool = (title: string, command: string, ...args: string[]): Step => ({
  title,
  run: async () => check(await run(command, args)),
});
const skip = (title: string, reason: string): Step => ({
  title,
  run: async () => ({ passed: 0, failed: 0, skipped: [`${title}: ${reason}`] }),
});

function vitest(title: string, project: string, environment: Record<string, string> = {}): Step {
  return {
    title,
    run: async () => {
      const report = join(reports, `${project}-${environment['TEST_DATABASE'] ?? 'default'}.json`);
      const exitCode = await run(
        'vitest',
        ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
        environment,
      );
      return vitestOutcome(report, exitCode, title);
    },
  };
}

async function webBuild(): Promise<Outcome> {
  await buildWeb({ force: true });
  const { scriptBytes, styleBytes } = initialSize();
  const shown = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  say(
    `First screen, gzipped: ${shown(scriptBytes)} of scripts (at most ${shown(scriptBudgetBytes)}), ${shown(styleBytes)} of styles`,
  );
  return check(scriptBytes <= scriptBudgetBytes ? 0 : 1);
}

async function journeys(chromium: string): Promise<Outcome> {
  const report = join(reports, 'journeys.json');
  const exitCode = await run('playwright', ['test', '-c', 'e2e/playwright.config.ts', '--reporter=line,json'], {
    CHROMIUM_PATH: chromium,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
  return playwrightOutcome(report, exitCode);
}

/** The lanes that need something of the machine; in CI each must be there, elsewhere a missing one is skipped. */
async function lanes(): Promise<{ postgres: Step; browser: Step }> {
  const postgresTitle = 'Unit, stores and HTTP on PostgreSQL';
  const browserTitle = 'Journeys in Chromium';
  if (fast)
    return { postgres: skip(postgresTitle, 'left out by --fast'), browser: skip(browserTitle, 'left out by --fast') };
  const server = await findPostgres();
  const hasJourneys = readdirSync(join(root, 'e2e')).some((name) => name.endsWith('.e2e.ts'));
  const chromium = hasJourneys ? await findOrInstallChromium() : undefined;
  const noBrowser = 'no Chromium was found; CHROMIUM_PATH names one';
  const missing = [
    'missing' in server ? server.missing : [],
    hasJourneys && chromium === undefined ? noBrowser : [],
  ].flat();
  if (inCi && missing.length > 0) {
    for (const reason of missing) say(`The proof does not run without a lane in CI: ${reason}`);
    process.exit(1);
  }
  return {
    postgres:
      'missing' in server
        ? skip(postgresTitle, server.missing)
        : vitest(postgresTitle, 'server', { TEST_DATABASE: 'postgres', TEST_DATABASE_URL: server.url }),
    browser:
      chromium === undefined
        ? skip(browserTitle, hasJourneys ? noBrowser : 'there are no journeys yet')
        : { title: browserTitle, run: () => journeys(chromium) },
  };
}

async function steps(): Promise<Step[]> {
  const { postgres, browser } = await lanes();
  return [
    tool('Format', 'oxfmt', '--check'),
    tool('Lint', 'oxlint', '--type-aware'),
    tool('Types of server, contracts and libs', 'tsc', '-p', 'tsconfig.json', '--noEmit'),
    tool('Types of the web UI', 'tsc', '-p', 'web/tsconfig.json', '--noEmit'),
    tool('Dead code', 'knip', '--no-progress'),
    vitest('Unit, stores and HTTP on PGlite', 'server'),
    postgres,
    vitest('Web units', 'web'),
    { title: 'Web build and its size', run: webBuild },
    browser,
  ];
}

const results: { title: string; seconds: number; outcome: Outcome }[] = [];
for (const step of await steps()) {
  say(`\n== ${step.title}`);
  const begun = performance.now();
  const outcome = await step.run().catch((error: unknown): Outcome => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { passed: 0, failed: 1, skipped: [] };
  });
  results.push({ title: step.title, seconds: (performance.now() - begun) / 1000, outcome });
}
rmSync(reports, { recursive: true, force: true });

say('\n== Summary');
for (const { title, seconds, outcome } of results) {
  const { passed, failed, skipped } = outcome;
  const mark = failed > 0 ? 'FAILED' : passed === 0 ? 'skipped' : 'ok';
  say(
    `${mark.padEnd(8)}${`${seconds.toFixed(1)} s`.padStart(9)}  ${title}: ${passed} passed, ${failed} failed, ${skipped.length} skipped`,
  );
}
const skipped = results.flatMap(({ outcome }) => outcome.skipped);
if (skipped.length > 0) say('\nSkipped:');
for (const reason of skipped) say(`  ${reason}`);

const sum = (of: 'passed' | 'failed') => results.reduce((total, { outcome }) => total + outcome[of], 0);
say(`\n${sum('passed')} passed, ${sum('failed')} failed, ${skipped.length} skipped`);
process.exit(sum('failed') > 0 ? 1 : 0);
