import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync, readdirSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest';
import { lane, testDatabase } from '#test/database';
import { system } from '#kernel/access';
import { auditTrail } from '#kernel/audit';
import { readBackup, writeBackup } from '#kernel/backup';
import { FixedClock } from '#kernel/clock';
import { migrate, openDatabase, type Database } from '#kernel/database';
import { createFiles, folderContent } from '#kernel/files';
import { createMailer } from '#kernel/mail';
import { eventPublisher } from '#kernel/outbox';
import { migrations } from '../../../migrations/index.ts';

const clock = new FixedClock('2026-11-24T08:00:00.000Z');
const publish = eventPublisher(clock);
const quiet = () => undefined;
let folder: string;
let source: Database;
let pendingId: string;

const copyOf = (database: Database, target: string) =>
  writeBackup({
    database,
    migrations,
    clock,
    version: '0.1.0',
    filesFolder: join(folder, 'files'),
    target,
    progress: quiet,
  });
const restoreInto = (database: Database, from: string, filesFolder = join(folder, `restored-${randomUUID()}`)) =>
  readBackup({ database, migrations, filesFolder, source: from, progress: quiet });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-backup-'));
  source = await testDatabase();
  const files = createFiles(folderContent(join(folder, 'files')), clock);
  const hash = await files.keep(Buffer.from('content of a file\u0000with any byte'));
  await source.transact(async (tx) => {
    await files.record(tx, { hash, name: 'plan.pdf', mediaType: 'application/pdf', sizeBytes: 30, owner: 'order:1' });
    await auditTrail(clock)(tx, {
      actor: system,
      action: 'test.say',
      target: 'order:1',
      details: { text: 'línea "1"\n\\N\ttab', list: [1, null, {}] },
    });
    await createMailer({ clock, publish, from: 'desk@portolan.example' }).send(tx, {
      key: 'order 1, placed',
      to: 'eleni@hcmr.example',
      subject: 'Order 1',
      about: 'order:1',
      content: { opening: 'Your order has come in.', because: 'You placed order 1.' },
    });
    for (let n = 0; n < 2500; n += 1)
      await publish(tx, { type: 'test.counted', aggregate: `order:${n}`, payload: { n }, audience: [] });
  });
  await source.read().updateTable('kernel.events').set({ delivered_at: clock.now() }).execute();
  const mail = await source
    .read()
    .selectFrom('kernel.events')
    .select('id')
    .where('type', '=', 'mail.queued')
    .executeTakeFirstOrThrow();
  pendingId = mail.id;
  // The queue as pg-boss keeps it, with the work of that mail still waiting.
  await source.script(
    `create schema if not exists jobs; create table if not exists jobs.job (id uuid, name text, state text); insert into jobs.job values ('${pendingId}', 'mail.send', 'retry')`,
  );
});
afterAll(async () => {
  await source.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything that a restore must bring back, without the marks of the transaction that wrote it. */
async function contentOf(database: Database) {
  const read = database.read();
  return {
    events: await read
      .selectFrom('kernel.events')
      .select(['seq', 'id', 'type', 'aggregate', 'payload', 'occurred_at'])
      .orderBy('seq')
      .execute(),
    audit: await read.selectFrom('kernel.audit').selectAll().orderBy('id').execute(),
    mails: await read.selectFrom('kernel.mails').selectAll().orderBy('number').execute(),
    files: await read.selectFrom('kernel.files').selectAll().orderBy('id').execute(),
  };
}

const serverUrl = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** An empty database of a kind, and how to be rid of it. */
async function emptyDatabase(kind: Database['kind']): Promise<{ database: Database; drop: () => Promise<void> }> {
  if (kind === 'pglite') {
    const database = await openDatabase({ dataDir: 'memory' });
    return { database, drop: () => database.close() };
  }
  const name = `portolan_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const database = await openDatabase({ url: url.href, dataDir: 'memory', poolSize: 2 });
  return {
    database,
    drop: async () => {
      await database.close();
      await onServer(`drop database if exists ${name} with (force)`);
    },
  };
}

// The lane of PostgreSQL restores into the embedded database and back; the embedded lane needs no server.
const kinds: Database['kind'][] = lane === 'postgres' ? ['pglite', 'postgres'] : ['pglite'];

describe.each(kinds)('a backup of this lane restored into %s', (kind) => {
  let target: Database;
  let drop: () => Promise<void>;
  beforeEach(async () => {
    ({ database: target, drop } = await emptyDatabase(kind));
  });
  afterEach(() => drop());

  test('holds the same content, counts on where it stood, and can be backed up again', async () => {
    const file = join(folder, `${randomUUID()}.backup`);
    const filesFolder = join(folder, `files-${randomUUID()}`);
    const written = await copyOf(source, file);
    const restored = await restoreInto(target, file, filesFolder);
    expect(restored).toMatchObject(written);
    expect(written.files).toBe(1);
    expect(await contentOf(target)).toEqual(await contentOf(source));

    const stored = await createFiles(folderContent(filesFolder), clock).content(await fileOf(target));
    expect(Buffer.from(stored).toString()).toBe('content of a file\u0000with any byte');

    await target.transact((tx) => publish(tx, { type: 'test.after', aggregate: 'order:1', payload: {}, audience: [] }));
    const events = await target
      .read()
      .selectFrom('kernel.events')
      .select('seq')
      .orderBy('seq', 'desc')
      .limit(2)
      .execute();
    expect((events[0]?.seq ?? 0) - (events[1]?.seq ?? 0)).toBe(1);

    await target.read().deleteFrom('kernel.events').where('type', '=', 'test.after').execute();
    const again = join(folder, `${randomUUID()}.backup`);
    await copyOf(target, again);
    const rowsOf = (path: string) =>
      gunzipSync(readFileSync(path))
        .toString()
        .split('\n')
        .filter((line) => line.startsWith('{"row"') && !line.includes('_kernel'));
    expect(rowsOf(again)).toHaveLength(rowsOf(file).length);
  });

  test('delivers again what waited in the queue, and nothing else', async () => {
    const file = join(folder, `${randomUUID()}.backup`);
    await copyOf(source, file);
    await restoreInto(target, file);
    const open = await target
      .read()
      .selectFrom('kernel.events')
      .select('id')
      .where('delivered_at', 'is', null)
      .execute();
    expect(open).toEqual([{ id: pendingId }]);
  });

  test('is refused by a database that holds something', async () => {
    const file = join(folder, `${randomUUID()}.backup`);
    await copyOf(source, file);
    await migrate(target, migrations);
    await expect(restoreInto(target, file)).rejects.toMatchObject({ code: 'database_not_empty' });
  });

  test('leaves the database empty when the file is cut short', async () => {
    const file = join(folder, `${randomUUID()}.backup`);
    const cut = `${file}.cut`;
    await copyOf(source, file);
    const lines = gunzipSync(readFileSync(file)).toString().split('\n');
    writeFileSync(cut, gzipSync(lines.slice(0, 900).join('\n')));
    await expect(restoreInto(target, cut)).rejects.toMatchObject({ code: 'backup_unreadable' });
    expect(await restoreInto(target, file)).toMatchObject({ files: 1 });
  });
});

async function fileOf(database: Database) {
  const row = await database.read().selectFrom('kernel.files').selectAll().executeTakeFirstOrThrow();
  return {
    id: row.id,
    sha256: row.sha256,
    name: row.name,
    mediaType: row.media_type,
    sizeBytes: row.size_bytes,
    owner: row.owner,
  };
}

// Only a server takes more than one process, or a second kind of database.
if (lane === 'postgres')
  test('a backup goes from PostgreSQL to the embedded database and back', async () => {
    const there = await emptyDatabase('pglite');
    const back = await emptyDatabase('postgres');
    const files = [join(folder, `${randomUUID()}.backup`), join(folder, `${randomUUID()}.backup`)] as const;
    await copyOf(source, files[0]);
    await restoreInto(there.database, files[0]);
    await copyOf(there.database, files[1]);
    await restoreInto(back.database, files[1]);
    expect(await contentOf(back.database)).toEqual(await contentOf(source));
    await there.drop();
    await back.drop();
  });

test('a backup sees one moment: what is written while it runs is not in it', async () => {
  const file = join(folder, `${randomUUID()}.backup`);
  const begun = Promise.withResolvers<void>();
  const wrote = begun.promise.then(() =>
    source.transact((tx) => publish(tx, { type: 'test.late', aggregate: 'order:1', payload: {}, audience: [] })),
  );
  const progress = () => begun.resolve();
  await writeBackup({
    database: source,
    migrations,
    clock,
    version: '0.1.0',
    filesFolder: join(folder, 'files'),
    target: file,
    progress,
  });
  await wrote;
  const text = gunzipSync(readFileSync(file)).toString();
  expect(text).not.toContain('test.late');
  await source.read().deleteFrom('kernel.events').where('type', '=', 'test.late').execute();
});

test('a backup that fails in the middle leaves nothing behind', async () => {
  const file = join(folder, `${randomUUID()}.backup`);
  const progress = () => {
    throw new Error('interrupted');
  };
  await expect(
    writeBackup({
      database: source,
      migrations,
      clock,
      version: '0.1.0',
      filesFolder: join(folder, 'files'),
      target: file,
      progress,
    }),
  ).rejects.toThrow('interrupted');
  expect(readdirSync(folder).filter((name) => name.startsWith(basename(file)))).toEqual([]);
});

test('a file that is there is not overwritten, and nothing half-written stays', async () => {
  const file = join(folder, 'kept.backup');
  writeFileSync(file, 'mine');
  await expect(copyOf(source, file)).rejects.toMatchObject({ code: 'backup_exists' });
  expect(readFileSync(file, 'utf8')).toBe('mine');
  expect(existsSync(`${file}.partial`)).toBe(false);
});

test('a file that is no backup, or is not there, is named', async () => {
  const { database, drop } = await emptyDatabase('pglite');
  const other = join(folder, 'other.gz');
  writeFileSync(other, gzipSync('hello\n'));
  await expect(restoreInto(database, other)).rejects.toThrow(`${other} is not a whole backup of Portolan`);
  await expect(restoreInto(database, join(folder, 'nowhere'))).rejects.toThrow(
    `There is no file ${join(folder, 'nowhere')}`,
  );
  await drop();
});
