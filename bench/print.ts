import { percentile, rate, type Measured } from './load-client.ts';
import type { Scenario } from './scenarios.ts';

/** One operation, measured beside its floor. */
export interface Figures {
  readonly scenario: Scenario;
  readonly ours: Measured;
  readonly floor: Measured;
  readonly statements: number;
  readonly stallMs: number;
  readonly megabytes: number;
}

const round = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(1));
const names = 30;
const row = (name: string, cells: readonly string[]) =>
  console.log([name.padEnd(names), ...cells.map((text) => text.padStart(9))].join(' '));

/** Times in ms, throughput a second; `!` marks what misses its goal. */
export function printHead(): void {
  row('operation', [
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'goal p95',
    'req/s',
    'floor',
    'ratio',
    'SQL',
    'stall ms',
    'MB',
    'peer ms',
  ]);
}

const lowestRatio = 0.6;
const longestStallMs = 50;
const mark = (missed: boolean) => (missed ? ' !' : '  ');

export function printFigures(figures: Figures, kind: 'pglite' | 'postgres'): void {
  const { scenario, ours, floor, statements, stallMs, megabytes } = figures;
  // Goals are set on PostgreSQL; the embedded database stands beside it.
  const judged = kind === 'postgres';
  const p95 = percentile(ours, 0.95);
  const ratio = rate(ours) / rate(floor);
  row(scenario.name, [
    round(percentile(ours, 0.5)),
    round(p95) + mark(judged && p95 > scenario.goalMs),
    round(percentile(ours, 0.99)),
    String(scenario.goalMs),
    round(rate(ours)),
    round(rate(floor)),
    ratio.toFixed(2) + mark(judged && scenario.reads && ratio < lowestRatio),
    statements.toFixed(0),
    round(stallMs) + mark(judged && stallMs > longestStallMs),
    megabytes.toFixed(0),
    scenario.peerMs === undefined ? '' : String(scenario.peerMs),
  ]);
  const [first] = [...ours.failures, ...floor.failures];
  if (first === undefined) return;
  console.log(`  ${ours.failures.length} requests failed, ${floor.failures.length} of the floor; the first: ${first}`);
}

/** The median of one page at a time, at each number of orders. */
export function printGrowth(sizes: readonly number[], medians: ReadonlyMap<string, readonly number[]>): void {
  console.log('\ncost of a page by number of orders (p50 ms, one caller)');
  row('operation', [...sizes.map((size) => size.toLocaleString('en')), 'growth']);
  for (const [name, times] of medians)
    row(name, [...times.map(round), `x ${((times.at(-1) ?? Number.NaN) / (times[0] ?? Number.NaN)).toFixed(2)}`]);
}
