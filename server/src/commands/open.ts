import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#kernel/errors';
import { openDatabase, type Database } from '#kernel/database';
import { loadConfig, type Config } from '#kernel/config';
import type { CommandContext } from './command.ts';

/** Says whether there is an embedded database in the data folder. Opening one would make it. */
export function hasEmbedded(config: Config): boolean {
  return existsSync(join(config.DATA_DIR, 'pglite'));
}

/** As `withDatabase`, where a database that is not there yet must not come into being. */
export async function withExistingDatabase<T>(config: Config, work: (database: Database) => Promise<T>): Promise<T> {
  if (config.DATABASE_URL === undefined && !hasEmbedded(config)) {
    throw new AppError(
      'not_found',
      'no_database',
      `There is no database in ${config.DATA_DIR} yet. \`npm start\` makes one`,
    );
  }
  return withDatabase(config, work);
}

/** Opens the configured database for the length of some work; makes an embedded one where there is none. */
export async function withDatabase<T>(config: Config, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ url: config.DATABASE_URL, dataDir: config.DATA_DIR, poolSize: 4 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** The settings of a command that prints results: nothing is logged between them unless somebody asks for it. */
export function quietConfig({ environment }: CommandContext): Config {
  return loadConfig({ ...environment, LOG_LEVEL: environment['LOG_LEVEL'] ?? 'warn' });
}
