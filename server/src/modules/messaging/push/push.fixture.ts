import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY, later, systemClock } from '#kernel/clock';
import { selfSignedPair } from '#libs/x509';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { testApp, type TestApp } from '#test/app';

interface Received {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read bodies of every shape
  readonly body: any;
}
interface Answer {
  readonly status: number;
  readonly body?: string;
}

/** A receiver of pushed messages over TLS, with a certificate of its own; it answers 200 unless told otherwise. */
async function testReceiver() {
  const now = systemClock.now();
  const { certificate, key } = selfSignedPair({
    commonName: 'receiver',
    names: ['127.0.0.1', 'localhost'],
    validFrom: later(now, -DAY),
    validUntil: later(now, DAY),
  });
  const folder = mkdtempSync(join(tmpdir(), 'portolan-push-'));
  const certificateFile = join(folder, 'receiver.pem');
  writeFileSync(certificateFile, certificate);
  const received: Received[] = [];
  let answer: (request: Received) => Answer | Promise<Answer> = () => ({ status: 200 });
  let proof: Answer = { status: 404 };
  const server = createServer({ cert: certificate, key }, (request, response) => {
    if (request.method === 'GET') {
      const { status, body } = request.url === '/ams_verification_hash' ? proof : { status: 404 };
      return void response.writeHead(status, { location: '/elsewhere' }).end(body);
    }
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString('utf8')));
    request.on('end', () => {
      const one = { url: request.url ?? '', headers: request.headers, body: JSON.parse(text) as unknown };
      received.push(one);
      void Promise.resolve(answer(one)).then(({ status, body }) =>
        status === 102 ? response.writeProcessing() : response.writeHead(status).end(body),
      );
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    port,
    certificateFile,
    received,
    answers(next: typeof answer) {
      answer = next;
    },
    proves(next: Answer) {
      proof = next;
    },
    close() {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type TestReceiver = Awaited<ReturnType<typeof testReceiver>>;

/** Calls `/v1` with a token. */
export const amsClient =
  (portolan: () => Pick<TestApp, 'app'>, token: () => string) =>
  async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, key = token()) => {
    const answer = await portolan().app.inject({
      method,
      url: `/v1${path}`,
      headers: { 'x-api-key': key },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = answer.body;
    // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers of every shape
    return { status: answer.statusCode, text, body: (text === '' ? {} : JSON.parse(text)) as any };
  };

export const fault = (code: number, message: string, status: string) => ({
  status: code,
  body: { error: { code, message, status } },
});

export const topicOf = (name: string) => `/projects/ARGO/topics/${name}`;
export const subscriptionOf = (name: string) => `/projects/ARGO/subscriptions/${name}`;

/** The application beside a receiver, for the tests of a file; a subscription stands beside a topic of its name. */
export function pushBench() {
  let portolan: TestApp;
  let receiver: TestReceiver;
  let root: string;
  const call = amsClient(
    () => portolan,
    () => root,
  );
  beforeAll(async () => {
    receiver = await testReceiver();
    portolan = await testApp({ settings: { OUTWARD_ALLOW: '127.0.0.1', OUTWARD_CA: receiver.certificateFile } });
    root = await portolan.modules.messaging.createUser('root', { serviceRoles: ['service_admin'] });
    await call('POST', '/projects/ARGO');
  });
  afterAll(async () => {
    await portolan.close();
    receiver.close();
  });
  beforeEach(() => {
    receiver.received.length = 0;
    receiver.answers(() => ({ status: 200 }));
  });

  const endpointOf = (name: string) => `${receiver.url}/${name}`;
  const show = async (name: string) => (await call('GET', subscriptionOf(name))).body;
  const create = async (name: string, pushConfig?: object, more: object = {}) => {
    await call('PUT', topicOf(name));
    return call('PUT', subscriptionOf(name), { topic: `projects/ARGO/topics/${name}`, pushConfig, ...more });
  };
  const modify = (name: string, body: object | string) =>
    call('POST', `${subscriptionOf(name)}:modifyPushConfig`, body);
  const verify = async (name: string) => {
    receiver.proves({ status: 200, body: (await show(name)).pushConfig.verificationHash as string });
    return call('POST', `${subscriptionOf(name)}:verifyPushEndpoint`);
  };
  return {
    portolan: () => portolan,
    receiver: () => receiver,
    root: () => root,
    call,
    create,
    modify,
    verify,
    show,
    endpointOf,
    /** A topic with a subscription that is pushed to an address of the receiver of that name. */
    pushed: async (name: string, pushConfig: object = {}, more: object = {}): Promise<void> => {
      expect((await create(name, { pushEndpoint: endpointOf(name), ...pushConfig }, more)).status).toBe(200);
      expect(await verify(name)).toMatchObject({ status: 200, text: '' });
    },
    publish: (name: string, ...contents: string[]) =>
      call('POST', `${topicOf(name)}:publish`, { messages: contents.map((data) => ({ data })) }),
    pushDue: () => portolan.modules.messaging.pushDue(),
    advance: (milliseconds: number) => portolan.clock.advance(milliseconds),
    current: async (name: string) => (await call('GET', `${subscriptionOf(name)}:offsets`)).body.current as number,
    /** Data of the messages of each request to an address, in the order in which they came. */
    arrived: (name: string) =>
      receiver.received
        .filter(({ url }) => url === `/${name}`)
        .map(({ body }) =>
          body.messages
            ? body.messages.map(({ message }: { message: { data: string } }) => message.data)
            : (body.message?.data ?? body.text),
        ),
  };
}
