import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

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

/** State and parent of a process, as Linux tells them; undefined once it is gone. */
function standing(id: number): { state: string; parent: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    // The name in brackets may hold anything.
    const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

const childrenOf = (parent: number): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((id) => id > 0 && standing(id)?.parent === parent);

/** What is dead and not buried is not alive. */
const isAlive = (id: number): boolean => !['Z', 'X', undefined].includes(standing(id)?.state);

/** A PostgreSQL cluster of our own in an empty folder; `kill` ends all its processes by SIGKILL, `start` brings it back. */
export async function ownCluster(folder: string) {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error('No PostgreSQL is installed');
  const home = join(folder, 'cluster');
  const pidFile = join(home, 'postmaster.pid');
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
    // A killed server leaves its number in both, which somebody else may have by now, or itself while nobody has buried it.
    for (const lock of [pidFile, join(home, `.s.PGSQL.${port}.lock`)]) rmSync(lock, { force: true });
    const options = `-p ${port} -k ${home} -c listen_addresses=127.0.0.1`;
    mustRun('pg_ctl', ['-D', home, '-w', '-l', join(home, 'log'), '-o', options, 'start']);
  };
  const kill = async () => {
    if (!existsSync(pidFile)) return;
    const postmaster = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
    if (!isAlive(postmaster)) return;
    // Stopped first, so that it begins no further process while those that there are get known.
    process.kill(postmaster, 'SIGSTOP');
    const processes = [postmaster, ...childrenOf(postmaster)];
    for (const id of processes) process.kill(id, 'SIGKILL');
    while (processes.some(isAlive)) await setTimeout(10);
  };
  start();
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, start, kill };
}
