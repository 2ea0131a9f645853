import { connect } from 'node:net';
import { freePort, installed, startInstance } from './instance.ts';
import { data, type Caller, type System } from './system.ts';

/** Redis Streams, every write on disk before it is answered. */
export async function redis(): Promise<System | undefined> {
  const program = installed('redis-server');
  if (!program) return undefined;
  const port = await freePort();
  const instance = await startInstance({
    program,
    options: (folder) => {
      const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
      return where.concat(['--appendonly', 'yes', '--appendfsync', 'always']);
    },
    port,
  });
  return { name: 'Redis Streams', kept: 'fsync', caller: () => callerOf(port), stop: instance.stop };
}

const word = (text: string) => `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
const command = (...words: readonly string[]) => `*${words.length}\r\n${words.map(word).join('')}`;
const add = command('XADD', 'records', '*', 'empaid', '1/2', 'data', data);

async function callerOf(port: number): Promise<Caller> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await new Promise((done, fail) => socket.once('connect', done).once('error', fail));
  let open = 0;
  let settle: () => void = () => undefined;
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    // An id is a bulk string: its length on one line, itself on the next.
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) open -= 1;
    if (open === 0) settle();
  });
  return {
    publish: (count) =>
      new Promise((done) => {
        open = count * 2;
        settle = done;
        socket.write(add.repeat(count));
      }),
    close: () => void socket.destroy(),
  };
}
