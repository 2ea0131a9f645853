import type { Caller, System } from './system.ts';
import { mostTaken } from './system.ts';
import { percentile, together, type Measured } from '../load-client.ts';

export interface Settings {
  /** How long each system works at each operation. */
  readonly seconds: number;
  /** Messages that are written before everything is measured once more; 0 for none. */
  readonly backlog: number;
  /** Only operations whose name contains one of these. */
  readonly scenario: readonly string[];
}

interface Operation {
  readonly name: string;
  readonly callers: number;
  /** Messages that one call moves. */
  readonly messages: number;
  /** What a caller does over and over; undefined where its system knows no such thing. */
  readonly of: (caller: Caller) => (() => Promise<unknown>) | undefined;
  /** Share of the floor's rate that is to be reached. */
  readonly goalRatio?: number;
  readonly goalRate?: number;
  readonly goalP99?: number;
  /** So many messages wait to be consumed before a turn of so many seconds. */
  readonly needs?: (seconds: number) => number;
}

const operations: readonly Operation[] = [
  {
    name: 'single publishes',
    callers: 32,
    messages: 1,
    of: (caller) => () => caller.publish(1),
    goalRatio: 0.5,
    goalP99: 50,
  },
  {
    name: 'publishes in hundreds',
    callers: 16,
    messages: 100,
    of: (caller) => () => caller.publish(100),
    goalRatio: 0.6,
  },
  {
    name: 'pull 100 + acknowledge',
    callers: 1,
    messages: mostTaken,
    of: (caller) => caller.consume && (() => caller.consume?.() ?? Promise.resolve()),
    goalRate: 30_000,
    needs: (seconds) => Math.ceil(seconds * 80_000),
  },
  {
    name: 'empty pulls',
    callers: 8,
    messages: 1,
    of: (caller) => caller.pullNothing && (() => caller.pullNothing?.() ?? Promise.resolve()),
    goalRate: 5000,
  },
  {
    name: 'publish, new TLS connection',
    callers: 8,
    messages: 1,
    of: (caller) => caller.publishOnNewConnection && (() => caller.publishOnNewConnection?.() ?? Promise.resolve()),
  },
];

// Systems take turns, so that what else happens on the machine meets all of them.
const turns = 3;
const warmUpSeconds = 0.5;
/** Before its first turn at an operation: what runs for the first time is compiled meanwhile. */
const firstWarmUpSeconds = 4;

/** Measures every operation on every system and prints them; with a backlog, what is ours once more on top of it. */
export async function measureAll(systems: readonly System[], { seconds, backlog, scenario }: Settings): Promise<void> {
  const wanted = operations.filter(({ name }) => scenario.some((text) => name.includes(text)));
  const before = new Map<string, number>();
  for (const operation of wanted) {
    const rates = await measureOperation(systems, operation, seconds);
    for (const [system, rate] of rates) before.set(`${operation.name}/${system}`, rate);
  }
  if (backlog === 0) return;
  const ours = systems.filter(({ name }) => name === 'floor' || name.startsWith('ours'));
  console.log(`\nwith ${backlog.toLocaleString('en')} messages more`);
  for (const system of ours) if (system.name !== 'floor') await fill(system, backlog);
  for (const operation of wanted) {
    const rates = await measureOperation(ours, operation, seconds);
    const floor = (rates.get('floor') ?? 1) / (before.get(`${operation.name}/floor`) ?? 1);
    for (const [system, rate] of rates) {
      const change = rate / (before.get(`${operation.name}/${system}`) ?? Number.NaN);
      if (system !== 'floor')
        console.log(
          `  ${system}: x ${change.toFixed(2)} of the rate before, x ${(change / floor).toFixed(2)} beside the floor`,
        );
    }
  }
}

async function fill(system: System, messages: number): Promise<void> {
  const callers = await Promise.all(Array.from({ length: 16 }, () => system.caller()));
  let left = messages;
  await Promise.all(
    callers.map(async (caller) => {
      while (left > 0) {
        left -= 500;
        await caller.publish(500);
      }
      await caller.close();
    }),
  );
}

async function measureOperation(
  systems: readonly System[],
  operation: Operation,
  seconds: number,
): Promise<Map<string, number>> {
  const runs = new Map<string, Measured[]>();
  for (let turn = 0; turn < turns; turn += 1) {
    for (const system of systems) {
      const measured = await run(system, operation, {
        seconds: seconds / turns,
        warmUp: turn === 0 ? firstWarmUpSeconds : warmUpSeconds,
      });
      if (measured) runs.set(system.name, [...(runs.get(system.name) ?? []), measured]);
    }
  }
  const rates = new Map<string, number>();
  row(`\n${operation.name}, ${operation.callers} callers`, ['msg/s', 'floor', 'p50 ms', 'p99 ms', '']);
  const all = [...runs].map(([name, measured]) => [name, together(measured)] as const);
  const rateOf = (measured: Measured) => (measured.times.length * operation.messages) / measured.seconds;
  const floor = all.find(([name]) => name === 'floor');
  for (const [name, measured] of all) {
    const rate = rateOf(measured);
    rates.set(name, rate);
    const ratio = floor ? rate / rateOf(floor[1]) : Number.NaN;
    const p99 = percentile(measured, 0.99);
    const judged = name === 'ours, PostgreSQL' || name === 'ours, JetStream';
    const mark = (missed: boolean) => (judged && missed ? ' !' : '  ');
    row(name, [
      rate.toFixed(0) + mark(rate < (operation.goalRate ?? 0)),
      ratio.toFixed(2) + mark(ratio < (operation.goalRatio ?? 0)),
      percentile(measured, 0.5).toFixed(1),
      p99.toFixed(1) + mark(p99 > (operation.goalP99 ?? Infinity)),
      systems.find((system) => system.name === name)?.kept ?? '',
    ]);
    const [failure] = measured.failures;
    if (failure !== undefined) console.log(`  ${measured.failures.length} calls failed; the first: ${failure}`);
  }
  return rates;
}

async function run(
  system: System,
  operation: Operation,
  { seconds, warmUp }: { seconds: number; warmUp: number },
): Promise<Measured | undefined> {
  const probe = await system.caller();
  const able = operation.of(probe) !== undefined;
  await probe.close();
  if (!able) return undefined;
  if (operation.needs) await system.supply?.(operation.needs(seconds + warmUp));
  const callers = await Promise.all(Array.from({ length: operation.callers }, () => system.caller()));
  await runFor(callers, operation, warmUp);
  const measured = await runFor(callers, operation, seconds);
  for (const caller of callers) await caller.close();
  return measured;
}

async function runFor(callers: readonly Caller[], operation: Operation, seconds: number): Promise<Measured> {
  const times: number[] = [];
  const failures: string[] = [];
  const from = performance.now();
  const until = from + seconds * 1000;
  await Promise.all(
    callers.map(async (caller) => {
      const once = operation.of(caller);
      while (once && failures.length === 0 && performance.now() < until) {
        const at = performance.now();
        try {
          await once();
          times.push(performance.now() - at);
        } catch (error) {
          failures.push(error instanceof Error ? error.message : String(error));
        }
      }
    }),
  );
  return { times: times.toSorted((a, b) => a - b), seconds: (performance.now() - from) / 1000, failures };
}

function row(name: string, cells: readonly string[]): void {
  console.log([name.padEnd(38), ...cells.map((text) => text.padStart(11))].join(' '));
}
