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

/** Makes or drops a database on the server of the PostgreSQL lane. */
async function onServer(statement: string): Promise<void> {
  const url = new URL(inject('migrated'));
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A new database on the server, empty or cloned; `drop` is for when it is closed. */
async function newOnServer(template?: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `portolan_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`create database ${name}${template === undefined ? '' : ` template ${template}`}`);
  const url = new URL(inject('migrated'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(`drop database if exists ${name} with (force)`) };
}

/** A migrated, empty database of its own, cloned in well under a second; closed and dropped by `close()`. */
export async function testDatabase(): Promise<Database> {
  const migrated = inject('migrated');
  if (lane === 'pglite') return openDatabase({ dataDir: 'memory', snapshot: new Blob([readFileSync(migrated)]) });
  const { url, drop } = await newOnServer(new URL(migrated).pathname.slice(1));
  const database = await openDatabase({ url, dataDir: 'memory', poolSize: 4 });
  return {
    ...database,
    async close() {
      await database.close();
      await drop();
    },
  };
}

export interface UnmigratedDatabase {
  /** Opens it, each time as a process of its own; the embedded one is another database each time. */
  open(): Promise<Database>;
  /** Closes whatever was opened, and drops the database. */
  close(): Promise<void>;
}

/** A database without a schema, for tests of migrations. */
export async function unmigratedDatabase(): Promise<UnmigratedDatabase> {
  const own = lane === 'pglite' ? undefined : await newOnServer();
  const opened: Database[] = [];
  return {
    async open() {
      const database = await openDatabase(
        own ? { url: own.url, dataDir: 'memory', poolSize: 2 } : { dataDir: 'memory' },
      );
      opened.push(database);
      return database;
    },
    async close() {
      for (const database of opened) await database.close();
      await own?.drop();
    },
  };
}
