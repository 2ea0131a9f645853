import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** Time from the command to the first answer in a new data folder and in one that exists, and memory at rest. */
export async function printStartUp(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-start-'));
  console.log('\nstart-up (embedded database)');
  try {
    await startOnce('first start, with demo', folder);
    await startOnce('warm start', folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startOnce(label: string, folder: string): Promise<void> {
  const port = '18080';
  const at = performance.now();
  const child = spawn(process.execPath, ['server/src/main.ts', 'serve'], {
    env: { ...process.env, PORT: port, TLS_PORT: '18443', DATA_DIR: folder, LOG_LEVEL: 'error', DATABASE_URL: '' },
    stdio: 'ignore',
  });
  const ended = new Promise((done) => child.once('exit', done));
  try {
    while (!(await isReady(`http://127.0.0.1:${port}/readyz`))) {
      if (child.exitCode !== null) throw new Error(`the start ended with ${child.exitCode}`);
      await pause(20);
    }
    const seconds = (performance.now() - at) / 1000;
    await pause(2000);
    const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
    const megabytes = Number(resident) / 1024;
    console.log(`${label.padEnd(22)} ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB at rest`);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

const isReady = (url: string) =>
  fetch(url).then(
    (answer) => answer.ok,
    () => false,
  );

/** What a browser loads before the first screen. */
export function printInitialJavaScript(): void {
  const built = new URL('../web/dist/', import.meta.url);
  let page: string;
  try {
    page = readFileSync(new URL('index.html', built), 'utf8');
  } catch {
    console.log('\ninitial JavaScript     not built: npm run build');
    return;
  }
  const scripts = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].flatMap(([, path]) => path ?? []);
  const bytes = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(new URL(path, built))).length, 0);
  const chunks = readdirSync(new URL('assets/', built)).filter((file) => file.endsWith('.js'));
  console.log(
    `\ninitial JavaScript     ${(bytes / 1024).toFixed(0)} kB gzipped in ${scripts.length} of ${chunks.length} files (goal under 200 kB)`,
  );
}
