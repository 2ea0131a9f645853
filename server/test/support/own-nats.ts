import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from './own-cluster.ts';

/** Where Debian's package `nats-server` and the project's own put the server. */
export const natsProgram = (): string | undefined =>
  ['/usr/sbin/nats-server', '/usr/local/bin/nats-server'].find((file) => existsSync(file));

/** A NATS server with JetStream of our own in a folder; `kill` ends it as the machine would, `start` brings it back. */
export async function ownNats(folder: string) {
  const program = natsProgram();
  if (program === undefined) throw new Error('No NATS server is installed');
  const port = await freePort();
  let child: ChildProcess | undefined;
  const start = async () => {
    const started = spawn(program, ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', join(folder, 'nats')], {
      stdio: 'ignore',
    });
    child = started;
    while (!(await answers(port))) {
      if (started.exitCode !== null) throw new Error(`nats-server ended with ${started.exitCode}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  const kill = async () => {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null) return;
    running.kill('SIGKILL');
    await once(running, 'exit');
  };
  await start();
  return { url: `nats://127.0.0.1:${port}`, start, kill };
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
