import { spawn, type ChildProcess } from 'node:child_process';

/** Starts `portolan serve` with these settings alone and waits until it is ready at `url`. */
export async function serve(environment: Record<string, string>, url: string): Promise<ChildProcess> {
  const main = new URL('../../src/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, 'serve'], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let failure = '';
  child.stderr?.on('data', (chunk: Buffer) => (failure += chunk.toString()));
  for (let tries = 0; tries < 1200; tries += 1) {
    if (child.exitCode !== null) throw new Error(`serve ended with ${child.exitCode}: ${failure}`);
    if (
      await fetch(`${url}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return child;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`serve is not ready: ${failure}`);
}
