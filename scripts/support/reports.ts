import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { say } from './run.ts';

/** What a step of the proof came to. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** One line each: what was skipped, and why. */
  readonly skipped: readonly string[];
}

/** A tool that either finds something or does not counts as one check. */
export function check(exitCode: number): Outcome {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: [] } : { passed: 0, failed: 1, skipped: [] };
}

const Vitest = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), meta: z.record(z.string(), z.unknown()).optional() }),
      ),
    }),
  ),
});

const Playwright = z.object({
  suites: z.array(z.unknown()),
  errors: z.array(z.unknown()).optional(),
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

function read<T>(file: string, schema: z.ZodType<T>): T | undefined {
  if (!existsSync(file)) return undefined;
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return parsed.success ? parsed.data : undefined;
}

// A runner that ended without its report proved nothing, whatever it printed before.
function unreported(runner: string, exitCode: number): Outcome {
  say(`${runner} ended with ${exitCode} and left no report`);
  return { passed: 0, failed: 1, skipped: [] };
}

/** Counts a report of Vitest. A run that ended badly without a failed test (a file that does not load) counts as one failure. */
export function vitestOutcome(file: string, exitCode: number, lane: string): Outcome {
  const report = read(file, Vitest);
  if (!report) return unreported('Vitest', exitCode);
  const skipped = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName, meta }) => `${lane}: ${fullName} (${reasonOf(meta) ?? name.split('/').slice(-2).join('/')})`),
  );
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + broken;
  return { passed: report.numPassedTests, failed: exitCode === 0 ? failed : Math.max(failed, 1), skipped };
}

function reasonOf(meta: Record<string, unknown> | undefined): string | undefined {
  const reason = meta?.['reason'];
  return typeof reason === 'string' ? reason : undefined;
}

const Suite = z.object({
  suites: z.array(z.unknown()).optional(),
  specs: z
    .array(
      z.object({
        title: z.string(),
        tests: z.array(
          z.object({
            status: z.string(),
            annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })),
          }),
        ),
      }),
    )
    .optional(),
});

function skippedJourneys(suite: unknown): string[] {
  const parsed = Suite.safeParse(suite);
  if (!parsed.success) return [];
  const here = (parsed.data.specs ?? []).flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status === 'skipped')
      .map(
        ({ annotations }) =>
          `journey: ${title} (${annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description ?? 'did not run after a failure, or gives no reason'})`,
      ),
  );
  return [...here, ...(parsed.data.suites ?? []).flatMap(skippedJourneys)];
}

/** Counts a report of Playwright. A journey that needed a second try counts as failed. */
export function playwrightOutcome(file: string, exitCode: number): Outcome {
  const report = read(file, Playwright);
  if (!report) return unreported('Playwright', exitCode);
  const failed = report.stats.unexpected + report.stats.flaky;
  return {
    passed: report.stats.expected,
    failed: exitCode === 0 ? failed : Math.max(failed, 1),
    skipped: report.suites.flatMap(skippedJourneys),
  };
}
