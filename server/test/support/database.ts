import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { inject } from 'vitest';
import { openDatabase, type Database } from '#kernel/database';

/** Which database the suite runs on: `TEST_DATABASE=postgres`, or the embedded one. */
export const lane: 'pglite' | 'postgres' = process.env['TEST_DATABASE'] === 'postgres' ? 'postgres' : 'pglite';

declare module 'vitest' {
  interface ProvidedContext {
    /** File with a migrated embedded database, or URL of the migrated template database. */
    migrated: string;
  }
}

/** A migrated, empty database of its own, cloned in well under a second; closed and dropped by `close()`. */
export async function testDatabase(): Promise<Database> {
  const migrated = inject('migrated');
  if (lane === 'pglite') return openDatabase({ dataDir: 'memory', snapshot: new Blob([readFileSync(migrated)]) });
  const template = new URL(migrated);
  const name = `portolan_test_${randomUUID().replaceAll('-', '')}`;
  const admin = async (statement: string) => {
    const url = new URL(migrated);
    url.pathname = '/postgres';
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await admin(`create database ${name} template ${template.pathname.slice(1)}`);
  const url = new URL(migrated);
  url.pathname = `/${name}`;
  const database = await openDatabase({ url: url.href, dataDir: 'memory', poolSize: 4 });
  return {
    ...database,
    async close() {
      await database.close();
      await admin(`drop database if exists ${name} with (force)`);
    },
  };
}
