import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ownCluster, postgresPrograms } from '../../server/test/support/own-cluster.ts';
import { say } from './run.ts';

const localDefault = 'postgres://postgres@127.0.0.1:5432/postgres';

export interface PostgresServer {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * A PostgreSQL server on which tests may make and drop databases: the one that `TEST_DATABASE_URL` names, the local
 * default, or one that is started here for as long as the proof runs.
 */
export async function findPostgres(): Promise<PostgresServer | { missing: string }> {
  const named = process.env['TEST_DATABASE_URL'];
  const url = named ?? localDefault;
  const silence = await silenceOf(url);
  if (silence === undefined) return { url, stop: async () => undefined };
  if (named !== undefined || postgresPrograms() === undefined)
    return { missing: `no PostgreSQL answers at ${new URL(url).host} (${silence}); TEST_DATABASE_URL names one` };
  say('No PostgreSQL answers here: starting one for the proof');
  const folder = mkdtempSync(join(tmpdir(), 'portolan-postgres-'));
  const cluster = await ownCluster(folder);
  return {
    url: cluster.url,
    async stop() {
      await cluster.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Why a server does not answer; nothing when it does. */
async function silenceOf(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    await client.query('select 1');
    return undefined;
  } catch (error) {
    if (error instanceof AggregateError) return String(error.errors[0]);
    return error instanceof Error ? error.message : String(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
