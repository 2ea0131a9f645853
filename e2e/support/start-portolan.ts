import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const patienceMilliseconds = 120_000;

export interface RunningPortolan {
  readonly url: string;
  readonly dataDir: string;
  /** Stops it as an operator would and removes its data. */
  stop(): Promise<void>;
}

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((done) => void server.close(() => done()));
  return port;
}

/**
 * Starts the product as it is started for real: the built web UI, the command line, a data folder of its own with a
 * fresh demo federation. Settings of the caller's environment do not reach it.
 */
export async function startPortolan(settings: Readonly<Record<string, string>> = {}): Promise<RunningPortolan> {
  if (!existsSync(join(root, 'web/dist/index.html')))
    throw new Error('The web UI is not built: run `npm run build` first');
  const dataDir = mkdtempSync(join(tmpdir(), 'portolan-e2e-'));
  const port = await freePort();
  const tlsPort = await freePort();
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? dataDir,
    DATA_DIR: dataDir,
    PORT: String(port),
    TLS_PORT: String(tlsPort),
    ...settings,
  };
  const child = spawn(process.execPath, [join(root, 'server/src/main.ts'), 'serve'], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const ended = new Promise<void>((done) => child.once('exit', () => done()));

  async function stop(): Promise<void> {
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  }

  const url = `http://localhost:${port}`;
  const until = performance.now() + patienceMilliseconds;
  for (;;) {
    if (child.exitCode !== null) {
      await stop();
      throw new Error(`Portolan did not start:\n${said}`);
    }
    const ready = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return { url, dataDir, stop };
    if (performance.now() > until) {
      await stop();
      throw new Error(`Portolan was not ready within ${patienceMilliseconds / 1000} s:\n${said}`);
    }
    await new Promise((done) => setTimeout(done, 200));
  }
}
