import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createCallers, percentile, together, type Measured } from './load-client.ts';
import type { DatabaseKind, Options } from './options.ts';
import { printPaper } from './paper.ts';
import { printFigures, printGrowth, printHead } from './print.ts';
import { startProcess, type Ask, type Questions } from './process.ts';
import { scenarios, type Scenario, type Situation } from './scenarios.ts';
import { prepare } from './situation.ts';

type Portals = Questions['start'][1];

/** Loads one database step by step and measures every operation on it. */
export async function measureDatabase(kind: DatabaseKind, options: Options): Promise<void> {
  const wanted = scenarios.filter(({ name }) => options.scenario.some((text) => name.includes(text)));
  await (kind === 'pglite' ? inFolder : onServer)(options, async (environment) => {
    const { orders } = options;
    console.log(`\n${kind}: ${orders} orders with ${orders * 10} messages`);
    const measured = await startProcess(environment, (done) => showProgress(`loading orders: ${done} of ${orders}`));
    try {
      const { ask } = measured;
      const portals = await ask('start', undefined);
      const sizes = portals.loaded
        ? []
        : [orders / 100, orders / 10, orders].map(Math.floor).filter((size) => size > 0);
      const medians = new Map<string, number[]>();
      for (const [at, size] of sizes.entries()) {
        await ask('load', { from: (sizes[at - 1] ?? 0) + 1, to: size, of: orders });
        endProgress();
        for (const scenario of wanted.filter(({ reads }) => reads)) {
          const median = await medianOfOne(scenario, size, portals, options.seconds);
          medians.set(scenario.name, [...(medians.get(scenario.name) ?? []), median]);
        }
      }
      const situation = wanted.every(({ reads }) => reads)
        ? { orders, projects: [], taken: [] }
        : await prepare(portals, options);
      printHead();
      for (const scenario of wanted) await measureScenario(kind, scenario, { situation, portals, ask, options });
      if (medians.size > 0) printGrowth(sizes, medians);
      if (options.scenario.some((text) => 'SLA PDF'.includes(text))) await printPaper(portals, ask);
      await measured.stop();
    } finally {
      measured.kill();
    }
  });
}

async function medianOfOne(scenario: Scenario, orders: number, portals: Portals, seconds: number): Promise<number> {
  const situation = { orders, projects: [], taken: [] };
  const callers = createCallers({
    url: portals.url,
    token: portals.tokens[scenario.persona],
    connections: 1,
    period: 1,
    call: (connection, n) => scenario.call(situation, connection, n),
  });
  await callers.run(0.3);
  const measured = await callers.run(Math.min(2, seconds / 3));
  callers.close();
  return percentile(measured, 0.5);
}

// Ours and the floor take turns, so that what else happens on the machine meets both.
const turns = 3;
const warmUpSeconds = 0.5;

async function measureScenario(
  kind: DatabaseKind,
  scenario: Scenario,
  { situation, portals, ask, options }: { situation: Situation; portals: Portals; ask: Ask; options: Options },
): Promise<void> {
  const { connections, seconds } = options;
  const { period } = scenario;
  const token = portals.tokens[scenario.persona];
  const calls = Array.from({ length: connections * period }, (_, at) =>
    scenario.call(situation, Math.floor(at / period), at % period),
  );
  const statements = await ask('record', { calls, token });
  const ours = createCallers({
    url: portals.url,
    token,
    connections,
    period,
    call: (connection, n) => scenario.call(situation, connection, n),
  });
  const floor = createCallers({
    url: portals.floorUrl,
    token,
    connections,
    period,
    call: (connection, n) => ({ method: 'GET', path: `/${connection * period + (n % period)}` }),
  });
  const runs: { ours: Measured; floor: Measured }[] = [];
  let stallMs = 0;
  await ours.run(warmUpSeconds);
  await floor.run(warmUpSeconds);
  for (let turn = 0; turn < turns; turn += 1) {
    await ask('strain', undefined);
    const mine = await ours.run(seconds / turns);
    stallMs = Math.max(stallMs, (await ask('strain', undefined)).stallMs);
    runs.push({ ours: mine, floor: await floor.run(seconds / turns) });
  }
  ours.close();
  floor.close();
  const { megabytes } = await ask('strain', undefined);
  printFigures(
    {
      scenario,
      ours: together(runs.map((run) => run.ours)),
      floor: together(runs.map((run) => run.floor)),
      statements,
      stallMs,
      megabytes,
    },
    kind,
  );
}

type Work = (environment: Record<string, string>) => Promise<void>;

const nameOf = ({ keep, orders }: Options) => `portolan_bench_${keep ? orders : process.pid}`;

/** An embedded database in a folder of its own, gone at the end whatever happens unless it shall be kept. */
async function inFolder(options: Options, work: Work): Promise<void> {
  const folder = join(tmpdir(), nameOf(options));
  let stays = existsSync(folder);
  mkdirSync(folder, { recursive: true });
  try {
    await work({ DATA_DIR: folder, DATABASE_URL: '' });
    stays = options.keep;
  } finally {
    if (!stays) rmSync(folder, { recursive: true, force: true });
  }
}

/** As `inFolder`, a database of a PostgreSQL server. */
async function onServer(options: Options, work: Work): Promise<void> {
  const { server, keep } = options;
  const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-'));
  const admin = new pg.Client({ connectionString: server });
  const name = nameOf(options);
  let dropped = true;
  try {
    await admin.connect();
    const known = keep && (await admin.query('select 1 from pg_database where datname = $1', [name])).rowCount === 1;
    dropped = !known;
    if (!known) await admin.query(`create database ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    await work({ DATA_DIR: folder, DATABASE_URL: url.href });
    dropped = !keep;
  } finally {
    if (dropped) await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

function showProgress(text: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\u001B[2K${text}` : `${text}\n`);
}

function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[2K');
}
