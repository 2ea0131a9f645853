import { fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import autocannon from 'autocannon';
import pg from 'pg';

// `npm run bench`: loads 100,000 orders with 1,000,000 messages on both databases and prints each figure beside its
// floor of the same run. `--orders N` for less, `--only pglite|postgres` for one, `--seconds N` a scenario.

const argument = (name: string, fallback: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
};
const orders = Number(argument('orders', '100000'));
const seconds = Number(argument('seconds', '5'));
const only = argument('only', '');
const connections = 4;
const server = new URL(process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres');

interface Ready {
  readonly url: string;
  readonly floorUrl: string;
  readonly tokens: { readonly desk: string; readonly customer: string };
}

interface Scenario {
  readonly name: string;
  readonly goalMs: number;
  readonly token: 'desk' | 'customer';
  readonly method: 'GET' | 'POST';
  path(n: number): string;
  body?(n: number): unknown;
}

const newest = { number: 0 };
const order = {
  project: 0,
  offer: 'egi-cloud-compute/1',
  parameters: {
    'Number of CPU Cores': 4,
    'Amount of RAM per CPU core': 4,
    'Local disk': 40,
    'Number of VM instances': 20,
    'Access type': 'reserved',
    'Start of service': '2026-12-01',
    'Number of days': 90,
  },
};
const scenarios: readonly Scenario[] = [
  {
    name: 'desk list',
    goalMs: 50,
    token: 'desk',
    method: 'GET',
    path: () => '/api/orders?state=-closed&state=-rejected&group=cloud-compute',
  },
  {
    name: 'list, every filter',
    goalMs: 50,
    token: 'desk',
    method: 'GET',
    path: () =>
      '/api/orders?state=in_progress&group=cloud-compute&service=EGI%20Notebooks&class=complex&waiting=provider&sort=-lastPublic',
  },
  {
    name: 'search, rare word',
    goalMs: 50,
    token: 'desk',
    method: 'GET',
    path: (n) => `/api/orders?q=rare${(n * 7919) % orders}`,
  },
  { name: 'search, common word', goalMs: 50, token: 'desk', method: 'GET', path: () => '/api/orders?q=coastal' },
  {
    name: 'order page',
    goalMs: 50,
    token: 'desk',
    method: 'GET',
    path: (n) => `/api/orders/${1000 + ((n * 7919) % orders)}`,
  },
  { name: 'event feed', goalMs: 50, token: 'desk', method: 'GET', path: () => '/api/events?after=0&limit=100' },
  {
    name: 'place an order',
    goalMs: 100,
    token: 'customer',
    method: 'POST',
    path: () => '/api/orders',
    body: () => order,
  },
  {
    name: 'transition',
    goalMs: 100,
    token: 'desk',
    method: 'POST',
    path: () => `/api/orders/${newest.number}/transitions`,
    body: () => ({ action: 'ask', message: 'Which?' }),
  },
];

function talk(child: ChildProcess, kind: string, answer?: string, more: object = {}): Promise<Record<string, unknown>> {
  child.send({ kind, ...more });
  if (answer === undefined) return Promise.resolve({});
  return new Promise((done) => {
    const heard = (message: Record<string, unknown>) => {
      if (message['kind'] !== answer) return;
      child.off('message', heard);
      done(message);
    };
    child.on('message', heard);
  });
}

async function measure(options: { url: string; token?: string; scenario: Scenario; floor: boolean }) {
  let n = 0;
  const { scenario } = options;
  const result = await autocannon({
    url: options.url,
    connections: scenario.name === 'transition' ? 1 : connections,
    duration: seconds,
    headers: {
      ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
      'content-type': 'application/json',
    },
    requests: [
      {
        method: scenario.method,
        setupRequest: (request) => {
          n += 1;
          return {
            ...request,
            path: options.floor ? `/floor/${encodeURIComponent(scenario.name)}` : scenario.path(n),
            ...(scenario.body ? { body: JSON.stringify(scenario.body(n)) } : {}),
          };
        },
      },
    ],
  });
  return {
    p50: result.latency.p50,
    p95: result.latency.p97_5,
    p99: result.latency.p99,
    rate: result.requests.average,
    failed: result.non2xx + result.errors,
  };
}

const cell = (value: string | number, width: number) => String(value).padStart(width);
const number = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(1));

async function benchDatabase(kind: 'pglite' | 'postgres'): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-'));
  const name = `portolan_bench_${process.pid}`;
  const admin = new pg.Client({ connectionString: server.href });
  if (kind === 'postgres') {
    await admin.connect();
    await admin.query(`create database ${name}`);
  }
  const url = new URL(server);
  url.pathname = `/${name}`;
  const child = fork(new URL('server.ts', import.meta.url), {
    env: {
      ...process.env,
      DATA_DIR: folder,
      BENCH_ORDERS: String(orders),
      ...(kind === 'postgres' ? { DATABASE_URL: url.href } : {}),
    },
  });
  try {
    console.log(`\n${kind}: loading ${orders} orders with ${orders * 10} messages`);
    const ready = await new Promise<Ready>((done, fail) => {
      child.once('exit', (code) => fail(new Error(`the measured process ended with ${code}`)));
      child.on(
        'message',
        (message: Record<string, unknown>) => message['kind'] === 'ready' && done(message as unknown as Ready),
      );
    });
    const call = async (token: string, method: string, path: string, body?: unknown) =>
      (
        await fetch(ready.url + path, {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(body ? { body: JSON.stringify(body) } : {}),
        })
      ).json() as Promise<Record<string, unknown>>;
    const project = await call(ready.tokens.customer, 'POST', '/api/projects', {
      name: 'Bench',
      typology: 'single_user',
    });
    order.project = Number(project['number']);
    console.log(
      [
        'operation'.padEnd(22),
        cell('p50', 8),
        cell('p95', 8),
        cell('p99', 8),
        cell('req/s', 8),
        cell('floor', 8),
        cell('ratio', 7),
        cell('goal', 8),
        cell('stall', 8),
        cell('MB', 6),
      ].join(' '),
    );
    for (const scenario of scenarios) {
      if (scenario.name === 'transition') newest.number = await fresh(call, ready);
      const token = ready.tokens[scenario.token];
      // The statements of one request are what the floor sends.
      await talk(child, 'record');
      await call(token, scenario.method, scenario.path(1), scenario.body?.(1));
      await talk(child, 'keep', 'kept', { name: scenario.name });
      await talk(child, 'reset');
      const ours =
        scenario.name === 'transition'
          ? await transitions(call, ready)
          : await measure({ url: ready.url, token, scenario, floor: false });
      const stats = await talk(child, 'stats', 'stats');
      const floor = await measure({ url: ready.floorUrl, scenario, floor: true });
      const stall = Number(stats['longestStallMs']);
      console.log(
        [
          scenario.name.padEnd(22),
          cell(`${number(ours.p50)} ms`, 8),
          cell(`${number(ours.p95)} ms`, 8),
          cell(`${number(ours.p99)} ms`, 8),
          cell(number(ours.rate), 8),
          cell(number(floor.rate), 8),
          cell((ours.rate / floor.rate).toFixed(2), 7),
          cell(`${scenario.goalMs} ms${ours.p95 <= scenario.goalMs ? '' : ' !'}`, 8),
          cell(`${number(stall)} ms`, 8),
          cell(Number(stats['rssMb']).toFixed(0), 6),
          ours.failed > 0 ? ` ${ours.failed} failed` : '',
        ].join(' '),
      );
    }
    child.removeAllListeners('exit');
    const ended = new Promise((done) => child.once('exit', done));
    await talk(child, 'stop');
    await ended;
  } finally {
    child.kill('SIGKILL');
    if (kind === 'postgres') {
      await admin.query(`drop database if exists ${name} with (force)`);
      await admin.end();
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

type Caller = (token: string, method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;

/** An order that was just taken. */
async function fresh(call: Caller, ready: Ready): Promise<number> {
  const placed = await call(ready.tokens.customer, 'POST', '/api/orders', order);
  const at = Number(placed['number']);
  for (let tries = 0; tries < 100; tries += 1) {
    const state = (await call(ready.tokens.desk, 'GET', `/api/orders/${at}`))['state'];
    if (state === 'registered') break;
    await new Promise((done) => setTimeout(done, 50));
  }
  await call(ready.tokens.desk, 'POST', `/api/orders/${at}/transitions`, { action: 'take' });
  return at;
}

/** Asks and goes on, in turns, one request at a time: an order is in one state only. */
async function transitions(call: Caller, ready: Ready) {
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  let failed = 0;
  let asks = false;
  while (performance.now() < end) {
    const at = performance.now();
    const answer = await call(
      ready.tokens.desk,
      'POST',
      `/api/orders/${newest.number}/transitions`,
      asks ? { action: 'ask', message: 'Which?' } : { action: 'resume' },
    );
    times.push(performance.now() - at);
    if (answer['state'] === undefined) failed += 1;
    asks = !asks;
  }
  const sorted = times.toSorted((a, b) => a - b);
  const rank = (p: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * p) - 1)] ?? 0;
  return { p50: rank(0.5), p95: rank(0.95), p99: rank(0.99), rate: times.length / seconds, failed };
}

/** Time from the command to the first answer, on a data folder that exists, and memory at rest. */
async function startUp(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-start-'));
  const run = async (label: string) => {
    const at = performance.now();
    const child = spawn(process.execPath, ['server/src/main.ts', 'serve'], {
      env: { ...process.env, PORT: '18080', TLS_PORT: '18443', DATA_DIR: folder, LOG_LEVEL: 'error' },
      stdio: 'ignore',
    });
    for (;;) {
      const up = await fetch('http://127.0.0.1:18080/readyz').then(
        (answer) => answer.ok,
        () => false,
      );
      if (up) break;
      await new Promise((done) => setTimeout(done, 20));
    }
    const took = (performance.now() - at) / 1000;
    await new Promise((done) => setTimeout(done, 2000));
    const rss = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
    console.log(`${label.padEnd(22)} ${took.toFixed(1)} s, ${rss.toFixed(0)} MB at rest`);
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
  };
  console.log('\nstart-up (embedded database)');
  await run('first start, with demo');
  await run('warm start');
  rmSync(folder, { recursive: true, force: true });
}

function initialJavaScript(): void {
  const assets = new URL('../web/dist/', import.meta.url);
  try {
    const page = readFileSync(new URL('index.html', assets), 'utf8');
    const scripts = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].flatMap(([, path]) => path ?? []);
    const bytes = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(new URL(path, assets))).length, 0);
    console.log(
      `\ninitial JavaScript     ${(bytes / 1024).toFixed(0)} kB gzipped in ${scripts.length} files (goal under 200 kB), of ${readdirSync(new URL('assets/', assets)).filter((file) => file.endsWith('.js')).length} chunks`,
    );
  } catch {
    console.log('\ninitial JavaScript     not built: npm run build');
  }
}

for (const kind of ['pglite', 'postgres'] as const) if (only === '' || only === kind) await benchDatabase(kind);
if (only === '') {
  await startUp();
  initialJavaScript();
}
