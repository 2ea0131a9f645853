import { readFile, writeFile } from 'node:fs/promises';
import { AppError } from '#kernel/errors';
import { onlyWord, readableFile, UsageError, type Given } from './command.ts';

/** The address of the other system on the line, without secrets in it; throws `UsageError`. */
export function addressOf(given: Given, example: string, secrets: string): string {
  const word = onlyWord(given, 'URL');
  const url = URL.canParse(word) ? new URL(word) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new UsageError(`"${word}" is no address like ${example}`);
  if (url.username !== '' || url.password !== '')
    throw new UsageError(`a name and a password do not stand in the address: ${secrets}`);
  if (url.search !== '' || url.hash !== '') throw new UsageError(`the address ends before "${url.search}${url.hash}"`);
  return url.href;
}

/** The secret that a file holds on its one line; throws `UsageError`. */
export async function secretIn(file: string): Promise<string> {
  const secret = (await readFile(readableFile(file), 'utf8')).trim();
  if (secret === '' || /[\r\n]/.test(secret)) throw new UsageError(`${file} holds no secret on one line`);
  return secret;
}

/** Writes a report to each file: as CSV where the name ends in `.csv`, else as JSON. Throws `file_unwritable`. */
export async function writeReports<T>(files: readonly string[], report: T, csv: (report: T) => string): Promise<void> {
  for (const file of files) {
    const content = file.endsWith('.csv') ? csv(report) : `${JSON.stringify(report, null, 2)}\n`;
    await writeFile(file, content).catch((cause: unknown) => {
      throw new AppError('refused', 'file_unwritable', `The report ${file} cannot be written`, {}, cause);
    });
  }
}

/** Works with a signal that is aborted when the process is asked to end. */
export async function untilStopped<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    return await work(stop.signal);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
