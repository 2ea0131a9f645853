import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { sql } from 'kysely';
import { migrate, type Database, type MigrationSource, type Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { folderContent } from '#kernel/files';
import { sha256 } from '#kernel/ids';
import { BackupHeader, Line, type CopyProgress, type TableHeader } from './format.ts';
import { quoted, schemasOf, tablesOf } from './schema-of.ts';
import type { BackupSummary } from './write-backup.ts';

interface RestoreRequest {
  readonly database: Database;
  readonly migrations: readonly MigrationSource[];
  readonly filesFolder: string;
  readonly source: string;
  readonly progress: CopyProgress;
}

const batchRows = 1000;

/**
 * Loads a backup into an empty database of either kind: makes the schema as it was, loads everything in one
 * transaction, then applies the migrations that came later. A database that holds anything is refused; a restore
 * that fails leaves it as empty as it was.
 */
export async function readBackup(request: RestoreRequest): Promise<BackupSummary & { header: BackupHeader }> {
  const { database, migrations, source } = request;
  const schemas = schemasOf(migrations);
  await refuseUnlessEmpty(database, schemas);
  const lines = linesOf(source);
  try {
    const header = await readHeader(lines, source);
    const known = new Set(migrations.map(({ name }) => name));
    const unknown = header.migrations.filter((name) => !known.has(name));
    if (unknown.length > 0) {
      throw new AppError(
        'refused',
        'backup_newer',
        `${source} was made by a newer Portolan (${header.portolan}). Install that version first`,
      );
    }
    try {
      await migrate(
        database,
        migrations.filter(({ name }) => header.migrations.includes(name)),
      );
      const summary = await database.transact((tx) => load(tx, request, header, lines));
      await migrate(database, migrations);
      return { ...summary, header };
    } catch (error) {
      await database.script(
        `${schemas.map((schema) => `drop schema if exists ${quoted(schema)} cascade;`).join('')} drop table if exists public.portolan_migrations`,
      );
      throw error;
    }
  } finally {
    await lines.return(undefined);
  }
}

async function refuseUnlessEmpty(database: Database, schemas: readonly string[]): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select nspname as name from pg_namespace where nspname = any(${[...schemas, 'jobs']}) order by nspname`.execute(
    database.read(),
  );
  if (rows.length === 0) return;
  const found = rows.map((row) => row.name).join(', ');
  throw new AppError(
    'refused',
    'database_not_empty',
    `A backup is restored into an empty database only, and this one holds ${found}. Make a new database, or name a new folder in DATA_DIR`,
  );
}

async function* linesOf(source: string): AsyncGenerator<string, undefined, undefined> {
  const file = createReadStream(source);
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const text of createInterface({ input: file.pipe(gunzip), crlfDelay: Number.POSITIVE_INFINITY }))
      yield text;
    return undefined;
  } catch (error) {
    throw unreadable(source, error);
  } finally {
    file.destroy();
  }
}

function unreadable(source: string, cause?: unknown): AppError {
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  const text = missing ? `There is no file ${source}` : `${source} is not a whole backup of Portolan`;
  return new AppError('invalid', 'backup_unreadable', text, {}, cause);
}

async function readHeader(lines: AsyncGenerator<string>, source: string): Promise<BackupHeader> {
  const first = await lines.next();
  const header = BackupHeader.safeParse(parsed(first.done ? '' : first.value, source));
  if (!header.success) throw unreadable(source, header.error);
  return header.data;
}

function parsed(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(source, error);
  }
}

async function load(
  tx: Tx,
  { migrations, filesFolder, source, progress }: RestoreRequest,
  header: BackupHeader,
  lines: AsyncGenerator<string>,
) {
  const shapes = await tablesOf(tx, schemasOf(migrations));
  const restoreKeys = await openTables(
    tx,
    shapes.map(({ name }) => name),
  );
  const files = folderContent(filesFolder);
  const tables = new Map(header.tables.map((table) => [table.name, table]));
  const total = header.tables.reduce((sum, table) => sum + table.rows, 0);
  const known = new Set(shapes.map(({ name }) => name));
  let current: TableHeader | undefined;
  let waiting: (string | null)[][] = [];
  let rows = 0;
  let fileCount = 0;
  let ended = false;

  const flush = async () => {
    if (current !== undefined && waiting.length > 0) {
      await insert(tx, current, waiting);
      rows += waiting.length;
      progress(current.name.replaceAll('"', ''), rows, total);
    }
    waiting = [];
  };

  for await (const text of lines) {
    const line = Line.safeParse(parsed(text, source));
    if (!line.success || ended) throw unreadable(source, line.error);
    if ('row' in line.data) {
      waiting.push(line.data.row);
      if (waiting.length >= batchRows) await flush();
    } else if ('table' in line.data) {
      await flush();
      current = tables.get(line.data.table);
      if (current === undefined || !known.has(line.data.table)) throw unreadable(source);
    } else if ('file' in line.data) {
      await flush();
      const content = Buffer.from(line.data.content, 'base64');
      if (sha256(content) !== line.data.file) throw unreadable(source);
      await files.put(line.data.file, content);
      fileCount += 1;
    } else {
      await flush();
      ended = line.data.rows === rows && line.data.files === fileCount && rows === total;
      if (!ended) throw unreadable(source);
    }
  }
  if (!ended) throw unreadable(source);
  for (const { name, value } of header.sequences) await sql`select setval(${name}::regclass, ${value})`.execute(tx);
  // What waited in the queue is asked for again by the event that asked for it, under the same id.
  await sql`update kernel.events set delivered_at = null, attempts = 0, next_attempt_at = null where id = any(${header.pendingEvents})`.execute(
    tx,
  );
  await restoreKeys();
  return { tables: header.tables.length, rows, files: fileCount };
}

async function insert(tx: Tx, { name, columns }: TableHeader, rows: readonly (string | null)[][]): Promise<void> {
  const into = columns.map((column) => quoted(column.name)).join(', ');
  const values = columns.map((column, place) => `(r->>${place})::${column.type}`).join(', ');
  await sql`
    insert into ${sql.raw(name)} (${sql.raw(into)}) overriding system value
    select ${sql.raw(values)} from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as given(r, place) order by place`.execute(
    tx,
  );
}

/** Empties the tables of what the migrations put there and takes foreign keys and triggers off; answers how to put them back. */
async function openTables(tx: Tx, tables: readonly string[]): Promise<() => Promise<void>> {
  const { rows: keys } = await sql<{ table: string; name: string; definition: string }>`
    select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and conparentid = 0 and conrelid = any(${tables}::regclass[]::oid[])`.execute(
    tx,
  );
  for (const table of tables) await sql.raw(`alter table ${table} disable trigger user`).execute(tx);
  for (const { table, name } of keys) await sql.raw(`alter table ${table} drop constraint ${name}`).execute(tx);
  for (const table of tables) await sql.raw(`delete from ${table}`).execute(tx);
  return async () => {
    for (const { table, name, definition } of keys)
      await sql.raw(`alter table ${table} add constraint ${name} ${definition}`).execute(tx);
    for (const table of tables) await sql.raw(`alter table ${table} enable trigger user`).execute(tx);
  };
}
