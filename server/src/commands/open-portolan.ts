import { holdDirectory, migrate, openDatabase } from '#kernel/database';
import type { Config } from '#kernel/config';
import { migrations } from '../../migrations/index.ts';
import type { Portolan } from '../app.ts';
import { clearDataDir } from './demo-marker.ts';
import type { Terminal } from './terminal.ts';

/** The whole application on an up-to-date database, not started. */
export async function openPortolan(config: Config, terminal: Terminal): Promise<Portolan> {
  // Both take a while to load and to open: at once.
  const [{ createPortolan }, database] = await Promise.all([
    import('../app.ts'),
    openDatabase({ url: config.DATABASE_URL, dataDir: config.DATA_DIR, poolSize: config.DATABASE_POOL }),
  ]);
  const progress = terminal.progress();
  try {
    await migrate(database, migrations, (name) => progress.step(`Preparing the database: ${name}`));
    return await createPortolan(config, { database });
  } catch (error) {
    await database.close();
    throw error;
  } finally {
    progress.end();
  }
}

/** Opens, works and closes; for the commands that need the modules. */
export async function withPortolan<T>(
  config: Config,
  terminal: Terminal,
  work: (portolan: Portolan) => Promise<T>,
): Promise<T> {
  const portolan = await openPortolan(config, terminal);
  try {
    return await work(portolan);
  } finally {
    await portolan.close();
  }
}

/** Loads the demo federation and tells how far it is. */
export async function loadDemo(portolan: Portolan, terminal: Terminal): Promise<void> {
  const progress = terminal.progress();
  try {
    await portolan.seedDemo((step, done, of) => progress.step(`Loading the demo federation: ${step}`, done, of));
  } finally {
    progress.end();
  }
}

/** Empties the data folder, unless another process works in it. */
export function startOver(dataDir: string): void {
  const release = holdDirectory(dataDir);
  try {
    clearDataDir(dataDir);
  } finally {
    release();
  }
}
