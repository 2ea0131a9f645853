import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lane, unmigratedDatabase, type UnmigratedDatabase } from '#test/database';
import { migrate, migrationStatus, type Database, type MigrationSource } from '#kernel/database';

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

let unmigrated: UnmigratedDatabase;
beforeEach(async () => {
  unmigrated = await unmigratedDatabase();
});
afterEach(() => unmigrated.close());
const open = () => unmigrated.open();

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
