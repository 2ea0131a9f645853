import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sql } from 'kysely';
import { OmsInput } from '#contracts/catalogue/omses';
import { system } from '#kernel/access';
import { createPortolan } from '../server/src/app.ts';
import { loadMany } from '../server/src/demo/load-many.ts';
import { seedBase } from '../server/src/demo/seed-base.ts';
import { loadConfig } from '../server/src/kernel/config/index.ts';
import { migrate, openDatabase } from '../server/src/kernel/database/index.ts';
import { migrations } from '../server/migrations/index.ts';
import { serveFloor, type Recorded } from './floor.ts';
import type { Answers, Questions } from './process.ts';
import { hearStatement, record, recordable } from './recording.ts';
import type { Call } from './scenarios.ts';

// The measured process: Portolan as `serve` runs it, and on another port its floor. `process.ts` asks, this answers.

const config = loadConfig({
  ...process.env,
  LOG_LEVEL: 'error',
  PORT: '0',
  ORDERS_PER_HOUR: '1000000',
  NODE_ENV: 'test',
});
const database = await openDatabase({
  url: config.DATABASE_URL,
  dataDir: config.DATA_DIR,
  poolSize: config.DATABASE_POOL,
  onQuery: hearStatement,
});
await migrate(database, migrations);
const portolan = await createPortolan(config, { database: recordable(database) });
const { loaded } = await sql<{ loaded: boolean }>`
  select exists (select 1 from ordering.orders where id = 'load-order-1') as loaded`
  .execute(database.read())
  .then(({ rows: [row] }) => row ?? { loaded: false });
const people = loaded
  ? await database.transact((tx) => portolan.modules.identity.ensurePersonas(tx))
  : await seedBase(portolan, () => undefined);
const [desk] = await portolan.modules.catalogue.omses(database.read());
if (desk)
  await portolan.modules.catalogue.keepOms(
    system,
    OmsInput.parse({ name: desk.name, type: desk.type, isDefault: true, administrators: [people.get('anna')] }),
    { id: desk.id },
  );

// Callers ask more often than people may. The limit is counted as it always is, and never reached.
await sql`create or replace function kernel.never_too_often() returns trigger language plpgsql as $$
  begin new.count = 1; return new; end $$`.execute(database.read());
await sql`create or replace trigger never_too_often before insert or update on kernel.rate_limits
  for each row execute function kernel.never_too_often()`.execute(database.read());

async function tokenOf(persona: string): Promise<string> {
  const { secret } = await database.transact((tx) =>
    portolan.modules.identity.issueToken(tx, {
      personId: people.get(persona) ?? '',
      name: 'bench',
      scopes: ['*'],
      expiresInDays: 2,
    }),
  );
  return secret;
}

/** Until the job of every minute has reckoned what statistics know of the loaded orders. */
async function factsKept(): Promise<void> {
  const stale = sql<{ id: string }>`select order_id as id from ordering.order_facts where stale limit 1`;
  while ((await stale.execute(database.read())).rows.length > 0) await new Promise((done) => setTimeout(done, 1000));
}

async function recordCall({ method, path, body }: Call, token: string): Promise<Recorded> {
  const since = Date.now();
  const steps = await record(async () => {
    const answer = await portolan.app.inject({
      method,
      url: path,
      headers: { authorization: `Bearer ${token}`, 'x-user-token': token },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body}`);
  });
  return { since, steps };
}

const loop = monitorEventLoopDelay({ resolution: 5 });
const floor = await serveFloor(database, config.DATABASE_URL);

const answers: Answers = {
  async start() {
    await portolan.start({ web: true, worker: true });
    loop.enable();
    const address = portolan.app.server.address();
    return {
      url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
      floorUrl: floor.url,
      tokens: {
        anna: await tokenOf('anna'),
        eleni: await tokenOf('eleni'),
        marta: await tokenOf('marta'),
        sofia: await tokenOf('sofia'),
      },
      loaded,
    };
  },
  async load({ from, to, of }) {
    await loadMany(
      database,
      {
        orders: of,
        from,
        to,
        messagesPerOrder: 10,
        customerId: people.get('eleni') ?? '',
        groups: ['cloud-compute', 'storage-data', 'training'],
      },
      (_, done) => process.send?.({ progress: done }),
    );
    await factsKept();
  },
  async record({ calls, token }) {
    const recorded: Recorded[] = [];
    for (const call of calls) recorded.push(await recordCall(call, token));
    floor.keep(recorded);
    const statements = recorded.flatMap(({ steps }) => steps.flatMap((step) => step.statements));
    return statements.length / recorded.length;
  },
  async strain() {
    const strain = { stallMs: loop.max / 1e6, megabytes: process.memoryUsage().rss / 1_048_576 };
    loop.reset();
    return strain;
  },
};

process.on('message', ({ question, input }: { question: keyof Questions; input: never }) => {
  answers[question](input)
    .then((answer) => process.send?.({ question, answer }))
    .catch((error: unknown) => process.send?.({ question, failure: error instanceof Error ? error.stack : error }));
});
process.once('disconnect', () => {
  void Promise.all([floor.close(), portolan.close()]).then(() => process.exit(0));
});
process.send?.({ question: 'up' });
