import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

/** What a step of the proof came to. */
export interface Outcome {
  readonly passed: number;
  /** What failed, each with what it said. */
  readonly failed: readonly string[];
  /** One line each: what was skipped, and why. */
  readonly skipped: readonly string[];
}

/** A tool that either finds something or does not counts as one check. */
export function check(exitCode: number): Outcome {
  return exitCode === 0 ? { passed: 1, failed: [], skipped: [] } : failure(`ended with ${exitCode}; see above`);
}

/** A step that proved nothing, for the reason given. */
export function failure(reason: string): Outcome {
  return { passed: 0, failed: [reason], skipped: [] };
}

const Vitest = z.object({
  numPassedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).optional(),
          meta: z.record(z.string(), z.unknown()).optional(),
        }),
      ),
    }),
  ),
});

const Playwright = z.object({
  suites: z.array(z.unknown()),
  errors: z.array(z.object({ message: z.string().optional() })),
  stats: z.object({ expected: z.number() }),
});

function read<T>(file: string, schema: z.ZodType<T>): T | undefined {
  if (!existsSync(file)) return undefined;
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return parsed.success ? parsed.data : undefined;
}

// A runner that ended without its report proved nothing, whatever it printed before.
const unreported = (runner: string, exitCode: number) => failure(`${runner} ended with ${exitCode} and left no report`);

const shownLines = 12;
const shorten = (text: string) =>
  stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => !line.includes('node_modules'))
    .slice(0, shownLines)
    .join('\n');

// A runner that is not content although nothing failed has something to say that its report does not hold.
const orBadly = (failed: string[], exitCode: number) =>
  failed.length === 0 && exitCode !== 0 ? [`ended with ${exitCode}; see above`] : failed;

/** Counts a report of Vitest. A file that does not load counts as one failure. */
export function vitestOutcome(file: string, exitCode: number, lane: string): Outcome {
  const report = read(file, Vitest);
  if (!report) return unreported('Vitest', exitCode);
  const tests = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file: name.split('/').slice(-2).join('/') })),
  );
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: orBadly(
      [
        ...tests
          .filter(({ status }) => status === 'failed')
          .map((test) => `${test.fullName} (${test.file})\n${shorten(test.failureMessages?.join('\n') ?? '')}`),
        ...unloaded.map(({ name, message }) => `${name}\n${shorten(message ?? '')}`),
      ],
      exitCode,
    ),
    skipped: tests
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map((test) => `${lane}: ${test.fullName} (${reasonOf(test.meta) ?? test.file})`),
  };
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
            results: z.array(z.object({ error: z.object({ message: z.string().optional() }).optional() })),
          }),
        ),
      }),
    )
    .optional(),
});
type Journey = NonNullable<z.infer<typeof Suite>['specs']>[number]['tests'][number] & { readonly title: string };

function journeysOf(suite: unknown): Journey[] {
  const { specs = [], suites = [] } = Suite.parse(suite);
  return [
    ...specs.flatMap(({ title, tests }) => tests.map((test) => ({ ...test, title }))),
    ...suites.flatMap(journeysOf),
  ];
}

/** Counts a report of Playwright. A journey that needed a second try counts as failed. */
export function playwrightOutcome(file: string, exitCode: number): Outcome {
  const report = read(file, Playwright);
  if (!report) return unreported('Playwright', exitCode);
  const journeys = report.suites.flatMap(journeysOf);
  const said = ({ results }: Journey) => shorten(results.map(({ error }) => error?.message ?? '').join('\n'));
  const why = ({ annotations }: Journey) =>
    annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description ??
    'did not run after a failure, or gives no reason';
  return {
    passed: report.stats.expected,
    failed: orBadly(
      [
        ...report.errors.map(({ message }) => shorten(message ?? '')),
        ...journeys
          .filter(({ status }) => status === 'unexpected' || status === 'flaky')
          .map((journey) => `${journey.title}\n${said(journey)}`),
      ],
      exitCode,
    ),
    skipped: journeys
      .filter(({ status }) => status === 'skipped')
      .map((journey) => `journey: ${journey.title} (${why(journey)})`),
  };
}
