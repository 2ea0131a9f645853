import { open } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { selfSignedPair } from '#libs/x509';
import { data, mostTaken } from './system.ts';
import type { Told } from './ours.ts';

// The floor: bare Node HTTP that parses the body, appends it to a file and answers once `fdatasync` has; those that come
// meanwhile share the next one. What it hands out comes from memory, and it looks at nobody's token.

const file = await open(join(process.env['DATA_DIR'] ?? '.', 'floor.log'), 'a');
let waiting: { text: string; done: () => void }[] = [];
let writing = false;
let next = 0;

async function write(): Promise<void> {
  writing = true;
  while (waiting.length > 0) {
    const taken = waiting;
    waiting = [];
    await file.appendFile(taken.map(({ text }) => text).join(''));
    await file.datasync();
    for (const { done } of taken) done();
  }
  writing = false;
}

const received = (id: number) => ({
  ackId: `projects/BENCH/subscriptions/repository:${id}`,
  message: { messageId: String(id), attributes: { empaid: '1/2' }, data, publishTime: '2026-01-01T00:00:00Z' },
});
const full = Array.from({ length: mostTaken }, (_, id) => received(id));

function answer(path: string, text: string, reply: (body: object) => void): void {
  const body: unknown = text === '' ? {} : JSON.parse(text);
  if (path.endsWith(':publish')) {
    const { messages } = body as { messages: unknown[] };
    const ids = messages.map((_, place) => String(next + place));
    next += messages.length;
    waiting.push({ text: `${JSON.stringify(messages)}\n`, done: () => reply({ messageIds: ids }) });
    if (!writing) void write();
    return;
  }
  if (path.endsWith('repository:pull')) return reply({ receivedMessages: full });
  if (path.endsWith(':pull')) return reply({ receivedMessages: [] });
  reply({});
}

const listener: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () =>
    answer(request.url ?? '', Buffer.concat(chunks).toString(), (body) => {
      const json = Buffer.from(JSON.stringify(body));
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': json.length });
      response.end(json);
    }),
  );
};

const plain = createServer(listener);
const now = Date.now();
const pair = selfSignedPair({
  commonName: 'floor',
  names: ['127.0.0.1'],
  validFrom: new Date(now - 3_600_000).toISOString(),
  validUntil: new Date(now + 86_400_000).toISOString(),
});
const secured = createTlsServer({ cert: pair.certificate, key: pair.key }, listener);
for (const server of [plain, secured]) await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
const portOf = (server: typeof plain | typeof secured) => (server.address() as AddressInfo).port;
process.once('disconnect', () => process.exit(0));
process.send?.({
  url: `http://127.0.0.1:${portOf(plain)}`,
  tlsUrl: `https://127.0.0.1:${portOf(secured)}`,
  token: 'none',
} satisfies Told);
