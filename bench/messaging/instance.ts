import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';

/** A program that is installed here, by its name on the path or in full; undefined where it is not. */
export function installed(...names: readonly string[]): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  return names
    .flatMap((name) => (name.startsWith('/') ? [name] : folders.map((folder) => join(folder, name))))
    .find((file) => existsSync(file));
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

export interface Instance {
  readonly folder: string;
  readonly stop: () => Promise<void>;
}

interface Started {
  readonly program: string;
  /** Made with the folder that the instance has for itself. */
  readonly options: (folder: string) => readonly string[];
  readonly environment?: (folder: string) => Readonly<Record<string, string>>;
  /** It is up once this port answers. */
  readonly port: number;
  /** How to end it where a signal does not reach all of it. */
  readonly end?: (environment: Readonly<Record<string, string>>) => readonly [string, ...string[]];
}

const longestStartMs = 60_000;

/** An instance of its own in a folder of its own, gone afterwards. */
export async function startInstance({ program, options, environment, port, end }: Started): Promise<Instance> {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-'));
  const settings = { ...process.env, ...environment?.(folder) } as Record<string, string>;
  const child = spawn(program, options(folder), { stdio: 'ignore', env: settings, cwd: folder });
  const ended = once(child, 'exit');
  const until = Date.now() + longestStartMs;
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode} before it was up`);
    if (Date.now() > until) throw new Error(`${program} did not come up within ${longestStartMs / 1000} s`);
    await new Promise((done) => setTimeout(done, 100));
  }
  return {
    folder,
    stop: async () => {
      if (end) {
        const [command, ...rest] = end(settings);
        execFileSync(command, rest, { env: settings, stdio: 'ignore' });
      } else child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const answers = (port: number) =>
  new Promise<boolean>((done) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
