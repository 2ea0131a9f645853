import { spawn } from 'node:child_process';
import { delimiter, join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** The environment of this process with the pinned tools first on the path, whatever else the machine has. */
export function withTools(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    ...extra,
  };
}

/** Runs a tool from the root of the repository, with its output shown as it comes; answers the exit code. */
export function run(
  command: string,
  args: readonly string[],
  extra: Readonly<Record<string, string>> = {},
): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: root, env: withTools(extra), stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', fail);
    child.once('exit', (code, signal) => {
      if (signal !== null) say(`${command} was ended by ${signal}`);
      done(code ?? 1);
    });
  });
}

export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}
