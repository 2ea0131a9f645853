import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate, openDatabase } from '#kernel/database';
import { migrations } from '../../migrations/index.ts';

const defaultUrl = 'postgres://postgres@127.0.0.1:5432/postgres';

/** Builds one migrated database per run; every test file clones it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  return process.env['TEST_DATABASE'] === 'postgres' ? setupPostgres(project) : setupEmbedded(project);
}

async function setupEmbedded(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-test-'));
  const database = await openDatabase({ dataDir: join(folder, 'data') });
  await migrate(database, migrations);
  await database.close();
  const pglite = await PGlite.create({
    dataDir: join(folder, 'data', 'pglite'),
    extensions: { btree_gist, pg_trgm, unaccent },
  });
  const dump = await pglite.dumpDataDir('none');
  await pglite.close();
  const file = join(folder, 'migrated.tar');
  writeFileSync(file, Buffer.from(await dump.arrayBuffer()));
  project.provide('migrated', file);
  return async () => rmSync(folder, { recursive: true, force: true });
}

async function setupPostgres(project: TestProject) {
  const server = new URL(process.env['TEST_DATABASE_URL'] ?? defaultUrl);
  const name = `portolan_template_${process.pid}`;
  const admin = new pg.Client({ connectionString: server.href });
  await admin.connect();
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = await openDatabase({ url: url.href, dataDir: 'memory', poolSize: 2 });
  await migrate(database, migrations);
  await database.close();
  project.provide('migrated', url.href);
  return async () => {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  };
}
