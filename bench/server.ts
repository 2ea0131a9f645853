import { monitorEventLoopDelay } from 'node:perf_hooks';
import Fastify from 'fastify';
import pg from 'pg';
import { loadConfig } from '../server/src/kernel/config/index.ts';
import { migrate, openDatabase } from '../server/src/kernel/database/index.ts';
import { createPortolan } from '../server/src/app.ts';
import { loadMany } from '../server/src/demo/load-many.ts';
import { seedBase } from '../server/src/demo/seed-base.ts';
import { migrations } from '../server/migrations/index.ts';

// The measured process: Portolan on one port, and the floor beside it on another, a bare Fastify that sends the same
// SQL through the bare driver. Talks to `main.ts` by messages.

interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

const send = (message: unknown) => process.send?.(message);
const orders = Number(process.env['BENCH_ORDERS'] ?? 100_000);
const config = loadConfig({
  ...process.env,
  LOG_LEVEL: 'error',
  PORT: '0',
  ORDERS_PER_HOUR: '1000000',
  NODE_ENV: 'test',
});
let heard: Statement[] | undefined;
const database = await openDatabase({
  url: config.DATABASE_URL,
  dataDir: config.DATA_DIR,
  onQuery: (sql, parameters) => heard?.push({ sql, parameters }),
});
await migrate(database, migrations);
const portolan = await createPortolan(config, { database });
const people = await seedBase(portolan, () => undefined);
const customerId = people.get('eleni') ?? '';
await loadMany(
  database,
  { orders, messagesPerOrder: 10, customerId, groups: ['cloud-compute', 'storage-data', 'training'] },
  (step, done, of) => send({ kind: 'progress', text: `${step} ${done} of ${of}` }),
);
const tokenOf = (persona: string) =>
  database.transact((tx) =>
    portolan.modules.identity.issueToken(tx, {
      personId: people.get(persona) ?? '',
      name: 'bench',
      scopes: ['*'],
      expiresInDays: 2,
    }),
  );
const tokens = { desk: (await tokenOf('anna')).secret, customer: (await tokenOf('eleni')).secret };
await portolan.start({ web: true, worker: true });
const address = portolan.app.server.address();

const bare: { query(statement: Statement): Promise<unknown> } = config.DATABASE_URL
  ? barePool(config.DATABASE_URL)
  : bareEmbedded();

function barePool(url: string) {
  const pool = new pg.Pool({ connectionString: url, max: 12 });
  return { query: async ({ sql, parameters }: Statement) => (await pool.query(sql, [...parameters])).rows };
}

// The embedded database has one connection, which both share.
function bareEmbedded() {
  const { jobs } = database;
  if (jobs.backend !== 'pglite') throw new Error('the embedded database has no bare driver');
  return { query: async ({ sql, parameters }: Statement) => (await jobs.executeSql(sql, [...parameters])).rows };
}

const floors = new Map<string, Statement[]>();
const floor = Fastify();
floor.get('/floor/:name', async (request) => {
  const { name } = request.params as { name: string };
  return Promise.all((floors.get(name) ?? []).map((statement) => bare.query(statement)));
});
floor.post('/floor/:name', async (request) => {
  const { name } = request.params as { name: string };
  const fresh = freshIds();
  const rows: unknown[] = [];
  for (const statement of floors.get(name) ?? []) rows.push(await bare.query(fresh(statement)));
  return rows;
});
const floorUrl = await floor.listen({ port: 0, host: '127.0.0.1' });

const started = Date.now();
let counter = 1_000_000;
const version7 = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Every id that was made since the start becomes a new one, and with it the statements can be sent again. */
function freshIds(): (statement: Statement) => Statement {
  const ids = new Map<string, string>();
  const swap = (text: string) =>
    text.replaceAll(version7, (id) => {
      if (Number.parseInt(id.slice(0, 13).replace('-', ''), 16) < started) return id;
      const known = ids.get(id) ?? crypto.randomUUID();
      ids.set(id, known);
      return known;
    });
  return ({ sql, parameters }) => {
    const columns = /insert into "ordering"\."orders" \(([^)]*)\)/.exec(sql)?.[1]?.split(', ') ?? [];
    const iid = columns.indexOf('"iid"');
    return {
      sql,
      parameters: parameters.map((value, index) =>
        typeof value === 'string' ? swap(value) : index === iid && columns.length > 0 ? (counter += 1) : value,
      ),
    };
  };
}

const loop = monitorEventLoopDelay({ resolution: 5 });
loop.enable();

process.on('message', (message: { kind: string; name?: string }) => {
  switch (message.kind) {
    case 'record':
      heard = [];
      return;
    case 'keep':
      // Transaction control belongs to the connection; the floor sends the statements between.
      floors.set(
        message.name ?? '',
        (heard ?? []).filter(({ sql }) => !/^(begin|commit|rollback)/i.test(sql)),
      );
      send({ kind: 'kept', statements: floors.get(message.name ?? '')?.length ?? 0 });
      heard = undefined;
      return;
    case 'reset':
      loop.reset();
      return;
    case 'stats':
      send({ kind: 'stats', longestStallMs: loop.max / 1e6, rssMb: process.memoryUsage().rss / 1_048_576 });
      return;
    case 'stop':
      void portolan.close().then(() => process.exit(0));
      return;
    default:
  }
});
send({
  kind: 'ready',
  url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
  floorUrl,
  tokens,
  customerId,
});
