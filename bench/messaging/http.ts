import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface HttpAddress {
  readonly host: string;
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** One kept-alive connection with one request under way, in as little of the machine as a caller can take. */
export interface HttpConnection {
  /** Sends what `requestOf` made and answers the body. Throws where the status is not 200. */
  send(request: Buffer): Promise<string>;
  close(): void;
}

/** A request as its bytes, made once and sent often. */
export function requestOf({ host, headers }: HttpAddress, method: string, path: string, body = ''): Buffer {
  const lines = Object.entries({ host, ...headers, 'content-length': String(Buffer.byteLength(body)) }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}

export async function openHttp({ host, port }: HttpAddress): Promise<HttpConnection> {
  const socket = connect({ host, port, noDelay: true });
  await new Promise((done, fail) => socket.once('connect', done).once('error', fail));
  return over(socket);
}

/** A TLS connection whose certificate is not looked at. */
export async function openHttps({ host, port }: HttpAddress): Promise<HttpConnection> {
  const socket = connectTls({ host, port, rejectUnauthorized: false });
  await new Promise((done, fail) => socket.once('secureConnect', done).once('error', fail));
  return over(socket);
}

function over(socket: Socket): HttpConnection {
  let waiting: { done: (body: string) => void; fail: (error: Error) => void } | undefined;
  let chunks: Buffer[] = [];
  const settle = (how: (one: NonNullable<typeof waiting>) => void) => {
    const one = waiting;
    waiting = undefined;
    chunks = [];
    if (one) how(one);
  };
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    const answer = whole(chunks.length === 1 ? chunk : Buffer.concat(chunks));
    if (!answer) return;
    settle(({ done, fail }) =>
      answer.status === 200 ? done(answer.body) : fail(new Error(`${answer.status} ${answer.body}`)),
    );
  });
  socket.on('error', (error) => settle(({ fail }) => fail(error)));
  socket.on('close', () => settle(({ fail }) => fail(new Error('the service closed the connection'))));
  return {
    send: (request) =>
      new Promise((done, fail) => {
        waiting = { done, fail };
        socket.write(request);
      }),
    close: () => void socket.destroy(),
  };
}

const chunkedEnd = Buffer.from('\r\n0\r\n\r\n');

/** The answer once all of it is there. A chunked body keeps the lengths of its chunks, which nobody here reads. */
function whole(bytes: Buffer): { status: number; body: string } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (
    length === undefined
      ? !bytes.subarray(-chunkedEnd.length).equals(chunkedEnd)
      : bytes.length < end + 4 + Number(length)
  )
    return undefined;
  return { status: Number(head.slice(9, 12)), body: bytes.toString('utf8', end + 4) };
}
