import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#kernel/errors';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Keeps a data folder for this process: two processes on one embedded database would lose each other's writes
 * (`electric-sql/pglite#1106`). A lock of a process that no longer lives is taken over, one of a living process never.
 * Answers how to let go.
 */
export function holdDirectory(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = join(dataDir, 'portolan.pid');
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const file = openSync(lock, 'wx', 0o600);
      writeSync(file, String(process.pid));
      closeSync(file);
      const release = () => rmSync(lock, { force: true });
      process.once('exit', release);
      return () => {
        process.off('exit', release);
        release();
      };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const holder = Number(readFileSync(lock, 'utf8'));
      if (Number.isInteger(holder) && holder > 0 && holder !== process.pid && isAlive(holder)) {
        throw new AppError(
          'unavailable',
          'data_dir_in_use',
          `The data folder ${dataDir} is in use by process ${holder}. Stop that process, or set DATA_DIR to another folder`,
        );
      }
      rmSync(lock, { force: true });
    }
  }
  throw new AppError('unavailable', 'data_dir_in_use', `The data folder ${dataDir} is being taken by another process`);
}
