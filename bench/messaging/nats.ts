import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { freePort, installed, startInstance } from './instance.ts';
import { data, mostTaken, type System } from './system.ts';

/** A NATS server of its own, as distributions set it up; undefined where there is none. */
export async function startNats(): Promise<{ servers: string; stop: () => Promise<void> } | undefined> {
  const program = installed('nats-server');
  if (!program) return undefined;
  const port = await freePort();
  const options = (folder: string) => ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', folder];
  const { stop } = await startInstance({ program, options, port });
  return { servers: `127.0.0.1:${port}`, stop };
}

/** NATS JetStream through its own client, with file storage. */
export async function nats(): Promise<System | undefined> {
  const instance = await startNats();
  if (!instance) return undefined;
  const { servers } = instance;
  const setUp = await connect({ servers });
  const manager = await jetstreamManager(setUp);
  await manager.streams.add({ name: 'records', subjects: ['records'] });
  await manager.consumers.add('records', { durable_name: 'repository', ack_policy: 'all' });
  const payload = new TextEncoder().encode(data);
  return {
    name: 'NATS JetStream',
    kept: 'page cache',
    async caller() {
      const connection = await connect({ servers });
      const stream = jetstream(connection);
      const consumer = await stream.consumers.get('records', 'repository');
      return {
        async publish(count) {
          await Promise.all(Array.from({ length: count }, () => stream.publish('records', payload)));
        },
        async consume() {
          let last;
          let taken = 0;
          for await (const message of await consumer.fetch({ max_messages: mostTaken, expires: 1000 })) {
            last = message;
            taken += 1;
            if (taken === mostTaken) break;
          }
          await last?.ackAck();
          return taken;
        },
        close: () => connection.close(),
      };
    },
    async supply(messages) {
      const stream = jetstream(setUp);
      const { num_pending: waiting } = await manager.consumers.info('records', 'repository');
      for (let missing = messages - waiting; missing > 0; missing -= 500) {
        await Promise.all(Array.from({ length: 500 }, () => stream.publish('records', payload)));
      }
    },
    async stop() {
      await setUp.close();
      await instance.stop();
    },
  };
}
