import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { postgresPrograms } from '../../server/test/support/own-cluster.ts';
import { natsProgram } from '../../server/test/support/own-nats.ts';
import { findChromium } from './chromium.ts';
import { run, say } from './run.ts';

const isOnPath = (program: string) =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/** What parts of the proof need of the machine, by the name of the Debian package. */
const packages = {
  chromium: () => findChromium() !== undefined,
  postgresql: () => postgresPrograms() !== undefined,
  'poppler-utils': () => isOnPath('pdftotext'),
  qpdf: () => isOnPath('qpdf'),
  'nats-server': () => natsProgram() !== undefined,
  'dovecot-imapd': () => existsSync('/usr/sbin/dovecot'),
} as const satisfies Record<string, () => boolean>;
export type SystemPackage = keyof typeof packages;

/** Installs what is not there, where this process may (Debian, as root); answers what is still missing. */
export async function installMissing(wanted: readonly SystemPackage[]): Promise<readonly SystemPackage[]> {
  const missing = () => wanted.filter((name) => !packages[name]());
  if (missing().length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return missing();
  say(`Installing what the proof needs of the distribution: ${missing().join(', ')}`);
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], quiet);
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing()], quiet);
  return missing();
}
