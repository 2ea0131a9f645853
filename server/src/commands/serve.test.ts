import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { markSeeded } from './demo-marker.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-serve-'));
  markSeeded(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('with PORT=0 the printed address, the public one and that of programs are where it listens', async () => {
  const accessFile = join(folder, 'demo-access.json');
  writeFileSync(
    accessFile,
    JSON.stringify({ url: 'http://localhost:8080', tlsUrl: null, certificate: null, api: { anna: { token: 't' } } }),
  );
  const { DATABASE_URL: _url, PUBLIC_URL: _public, ...environment } = process.env;
  const served = spawn(process.execPath, [join(import.meta.dirname, '../main.ts'), 'serve'], {
    env: { ...environment, NODE_ENV: 'development', DATA_DIR: folder, PORT: '0', TLS_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    let printed = '';
    for (const stream of [served.stdout, served.stderr]) stream.on('data', (text: Buffer) => (printed += String(text)));
    await expect.poll(() => printed, { timeout: 60_000 }).toMatch(/ready at .*\n/);
    const [, url = '', tlsUrl = ''] =
      /ready at (http:\/\/localhost:\d+) and (https:\/\/localhost:\d+)\n/.exec(printed) ?? [];
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const description: unknown = await (await fetch(`${url}/api/openapi.json`)).json();
    expect(description).toMatchObject({ servers: [{ url }] });
    const signIn = await fetch(`${url}/login/start?as=anna`, { redirect: 'manual' });
    expect(decodeURIComponent(signIn.headers.get('location') ?? '')).toContain(`redirect_uri=${url}/login/callback`);
    expect(JSON.parse(readFileSync(accessFile, 'utf8'))).toMatchObject({ url, tlsUrl, api: { anna: { token: 't' } } });
  } finally {
    served.kill('SIGTERM');
    if (served.exitCode === null) await once(served, 'exit');
  }
  expect(served.exitCode).toBe(0);
});
