import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lane } from '#test/database';
import { migrate, migrationStatus, openDatabase, type Database, type MigrationSource } from '#kernel/database';

const first: MigrationSource = {
  name: '0001_first',
  statements: ['create schema demo', 'create table demo.things (id int primary key)'],
};
const second: MigrationSource = {
  name: '0002_second',
  statements: ['insert into demo.things values (1)', 'insert into demo.things values (2)'],
};
const broken: MigrationSource = {
  name: '0003_broken',
  statements: ['insert into demo.things values (3)', 'select no_such_thing'],
};

let databases: Database[];
let open: () => Promise<Database>;
let drop: () => Promise<void>;

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

beforeEach(async () => {
  databases = [];
  drop = async () => undefined;
  open = async () => {
    const database = await openDatabase({ dataDir: 'memory' });
    databases.push(database);
    return database;
  };
  if (lane === 'pglite') return;
  const server = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
  const name = `portolan_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, `create database ${name}`);
  drop = () => onServer(server, `drop database if exists ${name} with (force)`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  open = async () => {
    const database = await openDatabase({ url: url.href, dataDir: 'memory', poolSize: 2 });
    databases.push(database);
    return database;
  };
});
afterEach(async () => {
  for (const database of databases) await database.close();
  await drop();
});

const things = async (database: Database) =>
  (await sql<{ id: number }>`select id from demo.things order by id`.execute(database.read())).rows.map(({ id }) => id);

describe('migrations', () => {
  test('are applied in order of their names, once', async () => {
    const database = await open();
    expect(await migrationStatus(database, [first, second])).toEqual({
      applied: [],
      pending: ['0001_first', '0002_second'],
    });
    expect(await migrate(database, [second, first])).toEqual(['0001_first', '0002_second']);
    expect(await migrate(database, [first, second])).toEqual([]);
    expect(await things(database)).toEqual([1, 2]);
    expect(await migrationStatus(database, [first, second])).toEqual({
      applied: ['0001_first', '0002_second'],
      pending: [],
    });
  });

  test('leave nothing of one that fails, and keep those before it', async () => {
    const database = await open();
    await expect(migrate(database, [first, second, broken])).rejects.toThrow(/no_such_thing/);
    expect(await things(database)).toEqual([1, 2]);
    expect((await migrationStatus(database, [first, second, broken])).pending).toEqual(['0003_broken']);
  });

  // Only a server takes more than one process, or a second kind of database.
  if (lane === 'postgres')
    test('are applied once when several processes start at once', async () => {
      const processes = await Promise.all([open(), open(), open(), open()]);
      const done = await Promise.all(processes.map((database) => migrate(database, [first, second])));
      expect(done.flat().toSorted()).toEqual(['0001_first', '0002_second']);
      const [database] = processes;
      expect(database && (await things(database))).toEqual([1, 2]);
    });
});
