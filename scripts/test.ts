import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './support/chromium.ts';
import { findPostgres } from './support/postgres.ts';
import { check, failure, playwrightOutcome, vitestOutcome, type Outcome } from './support/reports.ts';
import { run, say } from './support/run.ts';
import { installMissing } from './support/system-packages.ts';
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
  run: async () => ({ passed: 0, failed: [], skipped: [`${title}: ${reason}`] }),
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

interface Lanes {
  readonly postgres: Step;
  readonly browser: Step;
  stop(): Promise<void>;
}

/** The lanes that need something of the machine; in CI each must be there, elsewhere a missing one is skipped. */
async function lanes(): Promise<Lanes> {
  const postgresTitle = 'Unit, stores and HTTP on PostgreSQL';
  const browserTitle = 'Journeys in Chromium';
  const programs = ['poppler-utils', 'qpdf', 'nats-server'] as const;
  if (fast) {
    await installMissing(programs);
    const leftOut = 'left out by --fast';
    return {
      postgres: skip(postgresTitle, leftOut),
      browser: skip(browserTitle, leftOut),
      stop: async () => undefined,
    };
  }
  const stillMissing = await installMissing([...programs, 'chromium', 'postgresql', 'dovecot-imapd']);
  const server = await findPostgres();
  const chromium = findChromium();
  const noBrowser = 'no Chromium was found; CHROMIUM_PATH names one';
  const missing = [
    'missing' in server ? server.missing : [],
    chromium === undefined ? noBrowser : [],
    programs.filter((name) => stillMissing.includes(name)).map((name) => `${name} is not installed`),
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
      chromium === undefined ? skip(browserTitle, noBrowser) : { title: browserTitle, run: () => journeys(chromium) },
    stop: async () => ('missing' in server ? undefined : server.stop()),
  };
}

function steps({ postgres, browser }: Lanes): Step[] {
  return [
    tool('Format', 'oxfmt', '--check'),
    tool('Lint', 'oxlint', '--type-aware'),
    tool('Types of server, contracts, clients and libs', 'tsc', '-p', 'tsconfig.json', '--noEmit'),
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
const machine = await lanes();
for (const step of steps(machine)) {
  say(`\n== ${step.title}`);
  const begun = performance.now();
  const outcome = await step
    .run()
    .catch((error: unknown) => failure(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  results.push({ title: step.title, seconds: (performance.now() - begun) / 1000, outcome });
}
await machine.stop();
rmSync(reports, { recursive: true, force: true });

say('\n== Summary');
for (const { title, seconds, outcome } of results) {
  const [passed, failed, skipped] = [outcome.passed, outcome.failed.length, outcome.skipped.length];
  const mark = failed > 0 ? 'FAILED' : passed === 0 ? 'skipped' : 'ok';
  say(
    `${mark.padEnd(8)}${`${seconds.toFixed(1)} s`.padStart(9)}  ${title}: ${passed} passed, ${failed} failed, ${skipped} skipped`,
  );
}
const skipped = results.flatMap(({ outcome }) => outcome.skipped);
if (skipped.length > 0) say('\nSkipped:');
for (const reason of skipped) say(`  ${reason}`);
const failed = results.flatMap(({ title, outcome }) => outcome.failed.map((what) => `${title}: ${what}`));
if (failed.length > 0) say('\nFailed:');
for (const what of failed) say(`  ${what.trim().replaceAll('\n', '\n    ')}`);

const passed = results.reduce((total, { outcome }) => total + outcome.passed, 0);
say(`\n${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
process.exit(failed.length > 0 ? 1 : 0);
