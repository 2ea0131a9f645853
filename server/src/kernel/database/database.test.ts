import { randomUUID } from 'node:crypto';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lane, testDatabase } from '#test/database';
import { isUniqueViolation, json, openDatabase, type Database } from '#kernel/database';
import { nextId } from '#kernel/ids';

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const keep = (name: string, value: unknown) => ({ name, value: json(value), changed_at: '2026-11-24T08:00:00.000Z' });

describe('the guard around transactions', () => {
  test('the pool is out of reach inside a transaction', async () => {
    await expect(database.transact(async () => void database.read())).rejects.toThrow(
      'read() called inside a transaction',
    );
  });

  test('a transaction does not begin inside another', async () => {
    await expect(database.transact(async () => void (await database.transact(async () => 1)))).rejects.toThrow(
      'transact() called inside a transaction',
    );
  });

  test('a failure takes everything of the transaction back, and the next one works', async () => {
    const name = nextId();
    const failing = database.transact(async (tx) => {
      await tx.insertInto('kernel.settings').values(keep(name, 1)).execute();
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await database.read().selectFrom('kernel.settings').selectAll().where('name', '=', name).execute()).toEqual(
      [],
    );
    expect(await database.transact(async () => 'next')).toBe('next');
  });

  test('what runs beside an open transaction is neither held in it nor lost with it', async () => {
    const name = nextId();
    const begun = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const open = database.transact(async () => {
      begun.resolve();
      await release.promise;
      throw new Error('rolled back');
    });
    await begun.promise;
    const beside = database.read().insertInto('kernel.settings').values(keep(name, 1)).execute();
    release.resolve();
    await expect(open).rejects.toThrow('rolled back');
    await beside;
    expect(
      await database.read().selectFrom('kernel.settings').selectAll().where('name', '=', name).execute(),
    ).toHaveLength(1);
  });
});

describe.runIf(lane === 'postgres')('a connection that the server ends', () => {
  const end = sql`select pg_terminate_backend(pg_backend_pid())`;

  test('fails the transaction that has it, even between two statements, and nothing else', async () => {
    // An error that nobody hears would end the process, and fail this test.
    await expect(database.transact((tx) => end.execute(tx))).rejects.toThrow();
    const between = database.transact(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await otherwise(rows[0]?.pid ?? 0);
      await sql`select 1`.execute(tx);
    });
    await expect(between).rejects.toThrow();
    expect(await database.transact(async () => 'next')).toBe('next');
  });

  /** Ends the connection of a process of the server, and answers when it is gone. */
  async function otherwise(pid: number): Promise<void> {
    await database.run('select pg_terminate_backend($1, 5000)', [pid]);
  }
});

describe('both databases hand over the same values', () => {
  test('numbers, days, instants and documents', async () => {
    const { rows } = await sql<Record<string, unknown>>`
      select 9007199254740991::bigint as big, '2026-03-29'::date as day, '2026-03-29 03:00+02'::timestamptz as instant,
        ${json([1, 'two', null, { three: [] }])} as list, count(*) as count from (values (1), (2)) as given`.execute(
      database.read(),
    );
    expect(rows[0]).toEqual({
      big: 9_007_199_254_740_991,
      day: '2026-03-29',
      instant: '2026-03-29T01:00:00.000Z',
      list: [1, 'two', null, { three: [] }],
      count: 2,
    });
  });

  test('a second row under a unique key is recognised, by its constraint too', async () => {
    const name = nextId();
    const insert = () => database.read().insertInto('kernel.settings').values(keep(name, 1)).execute();
    await insert();
    const error: unknown = await insert().catch((caught: unknown) => caught);
    expect(isUniqueViolation(error)).toBe(true);
    expect(isUniqueViolation(error, 'settings_pkey')).toBe(true);
    expect(isUniqueViolation(error, 'another')).toBe(false);
    expect(isUniqueViolation(new Error('no'))).toBe(false);
  });

  test('a notification reaches the listener when its transaction commits, and only then', async () => {
    const heard: string[] = [];
    const channel = `test_${randomUUID().replaceAll('-', '')}`;
    const stop = await database.listen(channel, (payload) => heard.push(payload));
    await database
      .transact(async (tx) => {
        await sql`select pg_notify(${channel}, 'rolled back')`.execute(tx);
        throw new Error('no');
      })
      .catch(() => undefined);
    await database.transact((tx) => sql`select pg_notify(${channel}, 'kept')`.execute(tx));
    await expect.poll(() => heard).toEqual(['kept']);
    await stop();
  });
});

test.skipIf(lane === 'pglite')('a listener whose connection falls silent makes another one', async () => {
  const { jobs } = database;
  if (jobs.backend !== 'postgres') throw new Error('This is no PostgreSQL');
  const server = new URL(jobs.connectionString);
  const open: Socket[] = [];
  const proxy = createServer((socket) => {
    const onward = connect(Number(server.port || 5432), server.hostname);
    open.push(socket);
    socket.on('error', () => onward.destroy()).on('close', () => onward.destroy());
    onward.on('error', () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((up) => proxy.listen(0, '127.0.0.1', up));
  const through = new URL(server);
  through.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const behind = await openDatabase({ url: through.href, dataDir: '', heartbeatMilliseconds: 100 });
  const heard: string[] = [];
  const channel = `test_${randomUUID().replaceAll('-', '')}`;
  let missed = 0;
  await behind.listen(
    channel,
    (payload) => heard.push(payload),
    () => (missed += 1),
  );
  const [first] = open;
  first?.unpipe();
  first?.pause();
  await expect.poll(() => missed, { timeout: 10_000 }).toBe(1);
  await database.transact((tx) => sql`select pg_notify(${channel}, 'again')`.execute(tx));
  await expect.poll(() => heard).toEqual(['again']);
  await behind.close();
  for (const socket of open) socket.destroy();
  await new Promise((closed) => proxy.close(closed));
});

test('the suite runs on the database of its lane', () => {
  expect(database.kind).toBe(lane);
});
