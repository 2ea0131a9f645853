import { openHttp, requestOf } from './http.ts';
import { freePort, installed, startInstance } from './instance.ts';
import { data, mostTaken, type System } from './system.ts';

const project = '/v1/projects/bench';

/** Google's Pub/Sub emulator, which keeps everything in memory and speaks the form that AMS took after. */
export async function pubsubEmulator(): Promise<System | undefined> {
  const program = installed('/usr/lib/google-cloud-sdk/platform/pubsub-emulator/bin/cloud-pubsub-emulator');
  if (!program) return undefined;
  const port = await freePort();
  const { stop } = await startInstance({ program, options: () => ['--host=127.0.0.1', `--port=${port}`], port });
  const address = { host: '127.0.0.1', port, headers: { 'content-type': 'application/json' } };
  const publishOf = (count: number) =>
    requestOf(
      address,
      'POST',
      `${project}/topics/records:publish`,
      JSON.stringify({ messages: Array.from({ length: count }, () => ({ attributes: { empaid: '1/2' }, data })) }),
    );
  const publishing = new Map([1, 100, 500].map((count) => [count, publishOf(count)]));
  const setUp = await openHttp(address);
  for (const topic of ['records', 'silence']) await setUp.send(requestOf(address, 'PUT', `${project}/topics/${topic}`));
  // Only now: a subscription would keep in memory whatever is published before anybody consumes.
  const subscribe = async (name: string, topic: string) =>
    setUp.send(
      requestOf(
        address,
        'PUT',
        `${project}/subscriptions/${name}`,
        JSON.stringify({ topic: `projects/bench/topics/${topic}`, ackDeadlineSeconds: 60 }),
      ),
    );
  await subscribe('idle', 'silence');
  let subscribed = false;
  const pullOf = requestOf(
    address,
    'POST',
    `${project}/subscriptions/repository:pull`,
    JSON.stringify({ maxMessages: mostTaken, returnImmediately: true }),
  );
  const pullNothingOf = requestOf(
    address,
    'POST',
    `${project}/subscriptions/idle:pull`,
    JSON.stringify({ maxMessages: mostTaken, returnImmediately: true }),
  );
  return {
    name: 'Pub/Sub emulator',
    kept: 'nothing, memory',
    async caller() {
      const connection = await openHttp(address);
      return {
        async publish(count) {
          await connection.send(publishing.get(count) ?? publishOf(count));
        },
        async consume() {
          const ids = (await connection.send(pullOf)).match(/(?<="ackId": ?)"[^"]*"/g) ?? [];
          if (ids.length === 0) return 0;
          const body = `{"ackIds":[${ids.join(',')}]}`;
          await connection.send(requestOf(address, 'POST', `${project}/subscriptions/repository:acknowledge`, body));
          return ids.length;
        },
        async pullNothing() {
          await connection.send(pullNothingOf);
        },
        close: () => connection.close(),
      };
    },
    async supply(messages) {
      if (!subscribed) await subscribe('repository', 'records');
      subscribed = true;
      const publish = publishing.get(500) ?? publishOf(500);
      for (let sent = 0; sent < messages; sent += 500) await setUp.send(publish);
    },
    async stop() {
      setUp.close();
      await stop();
    },
  };
}
