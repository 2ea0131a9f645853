import { AsyncLocalStorage } from 'node:async_hooks';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { Kysely, PGliteDialect, PostgresDialect, type KyselyConfig } from 'kysely';
import pg from 'pg';
import { fromPglite } from 'pg-boss';
import type { Database, JobsConnection, KernelTables, Transact } from './database.ts';
import { binaryArray } from './binary-array.ts';
import { holdDirectory } from './hold-directory.ts';

export interface DatabaseSettings {
  /** `postgres://...`; without it the embedded database in `dataDir` is used. */
  readonly url?: string | undefined;
  /** Folder of the embedded database; `memory` keeps nothing. */
  readonly dataDir: string;
  /** Most connections to a PostgreSQL server. */
  readonly poolSize?: number;
  /** How often a connection that only listens to a PostgreSQL server has to answer. */
  readonly heartbeatMilliseconds?: number;
  /** Content of an embedded database to start from (tests clone a migrated one). */
  readonly snapshot?: Blob;
  /** Hears every statement with its parameters; for measuring. */
  readonly onQuery?: ((sql: string, parameters: readonly unknown[]) => void) | undefined;
}

// Types by OID: both drivers hand over the same values (bigint as a number, days and instants as text). Both databases
// write instants in UTC, `2026-12-01 10:00:00.5+00`, which is read several times faster in its ISO form.
const parsers: Record<number, (text: string) => unknown> = {
  20: Number,
  1082: (day) => day,
  1184: (instant) => new Date(`${instant.replace(' ', 'T')}:00`).toISOString(),
};

const postgresTypes = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => parsers[oid] ?? pg.types.getTypeParser(oid, format),
};

/** Opens PostgreSQL where a URL is given, and the embedded database otherwise. Refuses a folder that another process holds. */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  return settings.url === undefined ? openEmbedded(settings) : openPostgres(settings.url, settings);
}

function logOf(onQuery: DatabaseSettings['onQuery']): Pick<KyselyConfig, 'log'> {
  return onQuery ? { log: (event) => onQuery(event.query.sql, event.query.parameters) } : {};
}

// Inside a transaction the pool is out of reach: on the one connection of the embedded database it would wait for
// ever, on a pool it would silently see other data. The guard turns both into an error at the line at fault.
function guarded(pool: Kysely<KernelTables>) {
  const inside = new AsyncLocalStorage<true>();
  const transact: Transact = (work) => {
    if (inside.getStore()) throw new Error('transact() called inside a transaction: pass the one you have');
    return pool.transaction().execute((tx) => inside.run(true, () => work(tx)));
  };
  const read = () => {
    if (inside.getStore()) throw new Error('read() called inside a transaction: query through the transaction');
    return pool;
  };
  return { transact, read, isInside: () => inside.getStore() === true };
}

async function openEmbedded({ dataDir, snapshot, onQuery }: DatabaseSettings): Promise<Database> {
  const release = dataDir === 'memory' ? () => undefined : holdDirectory(dataDir);
  const options: PGliteOptions = { extensions: { btree_gist, pg_trgm, unaccent }, parsers };
  if (dataDir !== 'memory') options.dataDir = `${dataDir}/pglite`;
  if (snapshot) options.loadDataDir = snapshot;
  const pglite = await PGlite.create(options);
  await pglite.exec(`set timezone to 'UTC'`);
  const pool = new Kysely<KernelTables>({ dialect: new PGliteDialect({ pglite }), ...logOf(onQuery) });
  const { transact, read, isInside } = guarded(pool);
  const raw = fromPglite(pglite);
  const jobs: JobsConnection = {
    backend: 'pglite',
    executeSql: (text, values) => {
      if (isInside()) throw new Error('jobs are sent by the outbox relay, never inside a transaction');
      return raw.executeSql(text, values);
    },
  };
  return {
    kind: 'pglite',
    transact,
    read,
    async run<Row>(text: string, parameters: readonly unknown[]) {
      read();
      onQuery?.(text, parameters);
      return (await pglite.query<Row>(text, [...parameters])).rows;
    },
    byteArrays: (values) => values,
    jobs,
    // Notifications come in the middle of whoever commits; what follows from one belongs to the listener.
    listen: (channel, heard) => pglite.listen(channel, AsyncLocalStorage.bind(heard)),
    script: async (statements) => void (await pglite.exec(statements)),
    ping: async () => void (await pglite.query('select 1')),
    async close() {
      await pool.destroy();
      if (!pglite.closed) await pglite.close();
      release();
    },
  };
}

async function openPostgres(
  url: string,
  { poolSize = 12, heartbeatMilliseconds = 15_000, onQuery }: DatabaseSettings,
): Promise<Database> {
  const settings = {
    connectionString: url,
    types: postgresTypes,
    // Compiling a statement takes longer than any of ours runs: with it, a search over all orders waits a second for nothing.
    // Many ask at once: to start helpers for each costs more than they bring.
    options: '-c timezone=UTC -c jit=off -c max_parallel_workers_per_gather=0',
    application_name: 'portolan',
    // A server that is gone without a word is noticed, and one that does not answer is not waited for without end.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 30_000,
  };
  const pool = new pg.Pool({ ...settings, max: poolSize });
  // A connection that the server closes is replaced at the next use, and whoever has it is told by the statement that fails;
  // without these listeners, for idle ones and for those that are out, it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const kysely = new Kysely<KernelTables>({ dialect: new PostgresDialect({ pool }), ...logOf(onQuery) });
  const { transact, read } = guarded(kysely);
  const planNames = new Map<string, string>();
  const planName = (text: string) => {
    const name = planNames.get(text) ?? `plan_${planNames.size + 1}`;
    planNames.set(text, name);
    return name;
  };
  const listeners = new Set<{ stop: () => Promise<void> }>();

  async function listen(channel: string, heard: (payload: string) => void, missed: () => void = () => undefined) {
    let stopped = false;
    let client: pg.Client | undefined;
    let heartbeat: NodeJS.Timeout | undefined;
    const connect = async () => {
      if (stopped) return;
      const next = new pg.Client(settings);
      const again = () => {
        if (stopped || client !== next) return;
        client = undefined;
        clearTimeout(heartbeat);
        setTimeout(() => void connect().then(missed, () => undefined), 1000).unref();
      };
      // Whoever only listens does not notice that nobody speaks any more.
      const beat = () => {
        if (stopped || client !== next) return;
        heartbeat = setTimeout(() => {
          const silent = setTimeout(() => next.connection.stream.destroy(), heartbeatMilliseconds);
          void next
            .query('select 1')
            .then(beat, () => undefined)
            .finally(() => clearTimeout(silent));
        }, heartbeatMilliseconds).unref();
      };
      client = next;
      next.on('error', again);
      next.on('end', again);
      next.on('notification', (message) => heard(message.payload ?? ''));
      try {
        await next.connect();
        await next.query(`listen ${channel}`);
        beat();
      } catch (error) {
        again();
        void next.end().catch(() => undefined);
        throw error;
      }
    };
    await connect();
    const listener = {
      stop: async () => {
        stopped = true;
        clearTimeout(heartbeat);
        listeners.delete(listener);
        await client?.end().catch(() => undefined);
      },
    };
    listeners.add(listener);
    return listener.stop;
  }

  return {
    kind: 'postgres',
    transact,
    read,
    async run<Row>(text: string, parameters: readonly unknown[]) {
      read();
      onQuery?.(text, parameters);
      return (await pool.query({ name: planName(text), text, values: [...parameters] })).rows as Row[];
    },
    byteArrays: binaryArray,
    listen,
    jobs: { backend: 'postgres', connectionString: url },
    script: async (statements) => void (await pool.query(statements)),
    ping: async () => void (await pool.query('select 1')),
    async close() {
      await Promise.all([...listeners].map((listener) => listener.stop()));
      await kysely.destroy();
    },
  };
}
