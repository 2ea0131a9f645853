import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { holdDirectory } from './hold-directory.ts';

let folder: string;
let other: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-hold-'));
});
afterEach(() => {
  other?.kill('SIGKILL');
  other = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** Another process that holds the folder; answers when it does. */
async function holdElsewhere(): Promise<ChildProcess> {
  const script = `
    import { holdDirectory } from ${JSON.stringify(join(import.meta.dirname, 'hold-directory.ts'))};
    holdDirectory(${JSON.stringify(folder)});
    console.log('held');
    setInterval(() => undefined, 1000);`;
  other = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { stdout } = other;
  if (!stdout) throw new Error('the other process has no output');
  await once(stdout, 'data');
  return other;
}

test('a folder is refused while another process lives in it, by name and with what to do', async () => {
  const holder = await holdElsewhere();
  expect(() => holdDirectory(folder)).toThrow(
    `The data folder ${folder} is in use by process ${holder.pid}. Stop that process, or set DATA_DIR to another folder`,
  );
  expect(readFileSync(join(folder, 'portolan.pid'), 'utf8')).toBe(String(holder.pid));
});

test('the lock of a process that was killed is taken over', async () => {
  const holder = await holdElsewhere();
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  expect(existsSync(join(folder, 'portolan.pid'))).toBe(true);
  const release = holdDirectory(folder);
  expect(readFileSync(join(folder, 'portolan.pid'), 'utf8')).toBe(String(process.pid));
  release();
  expect(existsSync(join(folder, 'portolan.pid'))).toBe(false);
});

test('a lock that names nobody is taken over', () => {
  writeFileSync(join(folder, 'portolan.pid'), 'not a process');
  holdDirectory(folder)();
  expect(existsSync(join(folder, 'portolan.pid'))).toBe(false);
});
