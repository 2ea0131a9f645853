import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

const debian = '/usr/lib/postgresql';

/** Folder of `initdb` and `pg_ctl`, of the newest PostgreSQL that is installed. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  return versions
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(debian, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')));
}

export const freePort = () =>
  new Promise<number>((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });

/** A PostgreSQL cluster of our own in an empty folder; `kill` ends it as a power cut would, `start` brings it back. */
export async function ownCluster(folder: string) {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error('No PostgreSQL is installed');
  const home = join(folder, 'cluster');
  const port = await freePort();
  // PostgreSQL refuses to run as root.
  const run = (name: string, args: readonly string[]) => {
    const program = join(programs, name);
    return process.getuid?.() === 0
      ? spawnSync('runuser', ['-u', 'postgres', '--', program, ...args])
      : spawnSync(program, args);
  };
  const mustRun = (name: string, args: readonly string[]) => {
    const ended = run(name, args);
    if (ended.status !== 0) throw new Error(`${name}: ${String(ended.stderr)}`);
  };
  chmodSync(folder, 0o777);
  mustRun('initdb', ['-D', home, '-A', 'trust', '-U', 'postgres', '--no-instructions']);
  const start = () => {
    rmSync(join(home, 'postmaster.pid'), { force: true });
    const options = `-p ${port} -k ${home} -c listen_addresses=127.0.0.1`;
    mustRun('pg_ctl', ['-D', home, '-w', '-l', join(home, 'log'), '-o', options, 'start']);
  };
  const kill = () => void run('pg_ctl', ['-D', home, '-m', 'immediate', 'stop']);
  start();
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, start, kill };
}
