import { sql } from 'kysely';
import type { Database, Tx } from './database.ts';

/** One forward step of the schema; `name` sorts it (`0001_kernel`). */
export interface MigrationSource {
  readonly name: string;
  /** SQL statements of PostgreSQL 15, one by one. */
  readonly statements: readonly string[];
}

/** Which migrations have been applied, and which have not. */
export async function migrationStatus(database: Database, migrations: readonly MigrationSource[]) {
  const found = await sql<{
    exists: boolean;
  }>`select to_regclass('public.portolan_migrations') is not null as exists`.execute(database.read());
  const applied = found.rows[0]?.exists
    ? (
        await sql<{ name: string }>`select name from public.portolan_migrations order by name`.execute(database.read())
      ).rows.map((row) => row.name)
    : [];
  const known = new Set(applied);
  return {
    applied,
    pending: migrations.filter((migration) => !known.has(migration.name)).map((migration) => migration.name),
  };
}

/**
 * Brings the schema up to date, forward only, each migration in one transaction. Several processes may call it at once:
 * an advisory lock lets one of them do it. Answers the names it applied.
 */
export async function migrate(
  database: Database,
  migrations: readonly MigrationSource[],
  progress: (name: string) => void = () => undefined,
): Promise<string[]> {
  // Under the lock too: two processes that make the same table at once would fail in the catalogue.
  await database.transact(async (tx) => {
    await lock(tx);
    await sql`create table if not exists public.portolan_migrations (
      name text primary key, applied_at timestamptz not null default now())`.execute(tx);
  });
  const done: string[] = [];
  for (const migration of migrations.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (await database.transact((tx) => apply(tx, migration))) {
      done.push(migration.name);
      progress(migration.name);
    }
  }
  return done;
}

async function apply(tx: Tx, migration: MigrationSource): Promise<boolean> {
  await lock(tx);
  const known = await sql`select 1 from public.portolan_migrations where name = ${migration.name}`.execute(tx);
  if (known.rows.length > 0) return false;
  for (const statement of migration.statements) await sql.raw(statement).execute(tx);
  await sql`insert into public.portolan_migrations (name) values (${migration.name})`.execute(tx);
  return true;
}

async function lock(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7061646)`.execute(tx);
}
