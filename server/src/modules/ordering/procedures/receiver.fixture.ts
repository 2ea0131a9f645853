import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A program outside that procedures call, for tests: keeps what it got and answers what it is told. */
export async function receiver() {
  const calls: Received[] = [];
  let answers: { status: number; body: string }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      calls.push({ method, url, headers, body: Buffer.concat(parts).toString('utf8') });
      const { status, body } = answers.shift() ?? { status: 200, body: '{}' };
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    calls,
    url: `http://127.0.0.1:${port}`,
    /** The answers to the next calls, one each; `{}` with 200 after that. */
    answer(...next: readonly { status: number; body?: unknown }[]) {
      answers = next.map(({ status, body }) => ({ status, body: JSON.stringify(body ?? {}) }));
    },
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}

export type Receiver = Awaited<ReturnType<typeof receiver>>;
