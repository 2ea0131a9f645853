import { fork } from 'node:child_process';
import { once } from 'node:events';
import { openHttp, openHttps, requestOf, type HttpAddress } from './http.ts';
import { mostTaken, records, type System } from './system.ts';

/** What the process of a server tells once it is up. */
export interface Told {
  readonly url: string;
  readonly tlsUrl: string;
  readonly token: string;
}

/** A server process of ours or of the floor, which tells where it listens and ends when its parent lets go. */
export async function startServer(file: string, environment: Readonly<Record<string, string>>) {
  const child = fork(new URL(file, import.meta.url), { env: { ...process.env, ...environment } });
  const [told] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${file} ended before it was up`))),
  ])) as [Told];
  return {
    told,
    stop: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

const addressOf = (url: string, token: string): HttpAddress => ({
  host: new URL(url).hostname,
  port: Number(new URL(url).port),
  headers: { 'x-api-key': token },
});

const project = '/v1/projects/BENCH';
const publishBody = (count: number, first: number) =>
  JSON.stringify({
    messages: Array.from({ length: count }, (_, place) => ({
      attributes: { empaid: '1/2' },
      data: records[(first + place) % records.length],
    })),
  });

/** Portolan, or a bare server that answers the same addresses. */
export async function amsSystem(
  name: string,
  kept: string,
  file: string,
  environment: Readonly<Record<string, string>>,
): Promise<System> {
  const { told, stop } = await startServer(file, environment);
  const plain = addressOf(told.url, told.token);
  const secured = addressOf(told.tlsUrl, told.token);
  const topic = `${project}/topics/records:publish`;
  const publishing = new Map<string, Buffer>();
  /** A publish of so many records, from one of them on. */
  const publishOf = (count: number, first = 0) => {
    const key = `${count} ${first}`;
    const made = publishing.get(key) ?? requestOf(plain, 'POST', topic, publishBody(count, first));
    publishing.set(key, made);
    return made;
  };
  let callers = 0;
  const pulling = (subscription: string) =>
    requestOf(
      plain,
      'POST',
      `${project}/subscriptions/${subscription}:pull`,
      `{"maxMessages":"${mostTaken}","returnImmediately":"true"}`,
    );
  const pullOf = pulling('repository');
  const pullNothingOf = pulling('idle');
  const published = { messages: 0 };

  return {
    name,
    kept,
    async caller() {
      const connection = await openHttp(plain);
      const first = (callers++ * 7) % records.length;
      return {
        async publish(count) {
          await connection.send(publishOf(count, first));
          published.messages += count;
        },
        async consume() {
          const answer = await connection.send(pullOf);
          const at = answer.lastIndexOf('"ackId":"');
          if (at === -1) throw new Error('nothing was left to pull');
          const last = answer.slice(at + 9, answer.indexOf('"', at + 9));
          const body = `{"ackIds":["${last}"]}`;
          await connection.send(requestOf(plain, 'POST', `${project}/subscriptions/repository:acknowledge`, body));
          return mostTaken;
        },
        async pullNothing() {
          await connection.send(pullNothingOf);
        },
        async publishOnNewConnection() {
          const own = await openHttps(secured);
          await own.send(publishOf(1, first));
          own.close();
          published.messages += 1;
        },
        close: () => connection.close(),
      };
    },
    async supply(messages) {
      const connection = await openHttp(plain);
      while (published.messages < messages) {
        await connection.send(publishOf(500));
        published.messages += 500;
      }
      await connection.send(
        requestOf(plain, 'POST', `${project}/subscriptions/repository:modifyOffset`, '{"offset":0}'),
      );
      connection.close();
    },
    stop,
  };
}
