import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';
import { sql } from 'kysely';
import type { Clock } from '#kernel/clock';
import { migrationStatus, type Database, type MigrationSource, type Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { backupFormat, type BackupHeader, type CopyProgress } from './format.ts';
import { quoted, schemasOf, tablesOf, type TableShape } from './schema-of.ts';

export interface BackupSummary {
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
}

interface BackupRequest {
  readonly database: Database;
  readonly migrations: readonly MigrationSource[];
  readonly clock: Clock;
  /** Version of the program. */
  readonly version: string;
  /** Folder with the content of files. */
  readonly filesFolder: string;
  readonly target: string;
  readonly progress: CopyProgress;
}

const batchRows = 2000;

/**
 * Copies everything into one file, as it stands at one moment: the tables are read in one repeatable-read
 * transaction, in batches along their primary keys. The file appears under its name only when it is whole.
 */
export async function writeBackup(request: BackupRequest): Promise<BackupSummary> {
  const { database, migrations, target, filesFolder, progress } = request;
  if (existsSync(target))
    throw new AppError('refused', 'backup_exists', `${target} is there already. Name a file that does not exist yet`);
  const { applied, pending } = await migrationStatus(database, migrations);
  if (applied.length === 0 || pending.length > 0) {
    throw new AppError('refused', 'not_migrated', 'The database is not up to date. Run `portolan migrate` first');
  }
  const draft = `${target}.partial`;
  const gzip = createGzip({ level: 6 });
  const written = pipeline(gzip, createWriteStream(draft, { mode: 0o600 }));
  // Awaited below on either way; this keeps a failure before that from counting as unhandled.
  written.catch(() => undefined);
  try {
    const summary = await database.transact(async (tx) => {
      await sql`set transaction isolation level repeatable read, read only`.execute(tx);
      const tables = await tablesOf(tx, schemasOf(migrations));
      const header = await headerOf(tx, request, tables, applied);
      await line(gzip, header);
      const of = header.tables.reduce((sum, table) => sum + table.rows, 0);
      let rows = 0;
      for (const table of tables) {
        await line(gzip, { table: table.name });
        for await (const batch of batches(tx, table)) {
          for (const row of batch) await line(gzip, { row });
          rows += batch.length;
          progress(table.name.replaceAll('"', ''), rows, of);
        }
      }
      return { tables: tables.length, rows };
    });
    const files = await copyFiles(gzip, filesFolder, progress);
    await line(gzip, { end: true, rows: summary.rows, files });
    gzip.end();
    await written;
    await rename(draft, target);
    return { ...summary, files };
  } catch (error) {
    gzip.destroy();
    await written.catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}

async function line(gzip: Gzip, value: unknown): Promise<void> {
  if (!gzip.write(`${JSON.stringify(value)}\n`)) await once(gzip, 'drain');
}

async function headerOf(
  tx: Tx,
  { database, migrations, clock, version }: BackupRequest,
  tables: readonly TableShape[],
  applied: string[],
): Promise<BackupHeader> {
  const counted: BackupHeader['tables'] = [];
  for (const table of tables) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.raw(table.name)}`.execute(tx);
    counted.push({ name: table.name, columns: [...table.columns], rows: rows[0]?.count ?? 0 });
  }
  return {
    portolan: version,
    format: backupFormat,
    madeAt: clock.now(),
    database: database.kind,
    migrations: applied,
    tables: counted,
    sequences: await sequencesOf(tx, schemasOf(migrations)),
    pendingEvents: await pendingEvents(tx),
  };
}

async function sequencesOf(tx: Tx, schemas: readonly string[]): Promise<BackupHeader['sequences']> {
  const { rows } = await sql<{ name: string; value: number }>`
    select quote_ident(schemaname) || '.' || quote_ident(sequencename) as name, last_value as value
    from pg_sequences where schemaname = any(${schemas}) and last_value is not null order by 1`.execute(tx);
  return rows;
}

async function pendingEvents(tx: Tx): Promise<string[]> {
  const queue = await sql<{ there: boolean }>`select to_regclass('jobs.job') is not null as there`.execute(tx);
  if (!queue.rows[0]?.there) return [];
  const { rows } = await sql<{ id: string }>`
    select distinct e.id from kernel.events e join jobs.job j on j.id::text = e.id
    where j.state::text in ('created', 'retry', 'active') order by e.id`.execute(tx);
  return rows.map((row) => row.id);
}

async function* batches(tx: Tx, { name, columns, key }: TableShape): AsyncGenerator<(string | null)[][]> {
  const shown = sql.raw(columns.map((column, place) => `${quoted(column.name)}::text as "${place}"`).join(', '));
  const order = sql.raw(key.map(quoted).join(', '));
  const typeOf = new Map(columns.map((column) => [column.name, column.type]));
  const placeOf = new Map(columns.map((column, place) => [column.name, place]));
  let after: (string | null)[] | undefined;
  for (;;) {
    const from =
      after === undefined
        ? sql``
        : sql`where (${order}) > (${sql.join(key.map((part, place) => sql`${after?.[place]}::${sql.raw(typeOf.get(part) ?? 'text')}`))})`;
    const { rows } = await sql<
      Record<string, string | null>
    >`select ${shown} from ${sql.raw(name)} ${from} order by ${order} limit ${batchRows}`.execute(tx);
    if (rows.length > 0) yield rows.map((row) => columns.map((_column, place) => row[place] ?? null));
    const last = rows.at(-1);
    if (rows.length < batchRows || last === undefined) return;
    after = key.map((part) => last[placeOf.get(part) ?? 0] ?? null);
  }
}

async function copyFiles(gzip: Gzip, folder: string, progress: CopyProgress): Promise<number> {
  const found = existsSync(folder) ? await readdir(folder, { recursive: true, withFileTypes: true }) : [];
  const contents = found.filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name));
  for (const [place, entry] of contents.entries()) {
    const bytes = await readFile(join(entry.parentPath, entry.name));
    await line(gzip, { file: entry.name, content: bytes.toString('base64') });
    progress('files', place + 1, contents.length);
  }
  return contents.length;
}
