import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import amqp from 'amqplib';
import { openHttp, requestOf } from './http.ts';
import { freePort, installed, startInstance } from './instance.ts';
import { data, type System } from './system.ts';

const properties = { persistent: true, headers: { empaid: '1/2' } };

/** RabbitMQ with a durable queue: through the HTTP API of its management, and by AMQP with confirms. */
export async function rabbitmq(): Promise<readonly System[]> {
  const program = installed('/usr/lib/rabbitmq/bin/rabbitmq-server', 'rabbitmq-server');
  const control = installed('/usr/lib/rabbitmq/bin/rabbitmqctl', 'rabbitmqctl');
  if (!program || !control) return [];
  const [amqpPort, httpPort, distributionPort] = [await freePort(), await freePort(), await freePort()];
  const instance = await startInstance({
    program,
    options: () => [],
    environment: (folder) => {
      const configuration = join(folder, 'rabbitmq.conf');
      const plugins = join(folder, 'plugins');
      writeFileSync(
        configuration,
        `listeners.tcp.1 = 127.0.0.1:${amqpPort}\nmanagement.tcp.ip = 127.0.0.1\nmanagement.tcp.port = ${httpPort}\n`,
      );
      writeFileSync(plugins, '[rabbitmq_management].\n');
      return {
        HOME: folder,
        RABBITMQ_NODENAME: `bench${process.pid}@localhost`,
        RABBITMQ_DIST_PORT: String(distributionPort),
        RABBITMQ_CONFIG_FILE: configuration,
        RABBITMQ_ENABLED_PLUGINS_FILE: plugins,
        RABBITMQ_MNESIA_BASE: folder,
        RABBITMQ_LOG_BASE: folder,
      };
    },
    port: httpPort,
    end: () => [control, 'stop'],
  });
  const url = `amqp://guest:guest@127.0.0.1:${amqpPort}`;
  const setUp = await amqp.connect(url);
  const channel = await setUp.createChannel();
  await channel.assertQueue('records', { durable: true });
  await setUp.close();

  const address = {
    host: '127.0.0.1',
    port: httpPort,
    headers: { authorization: `Basic ${btoa('guest:guest')}`, 'content-type': 'application/json' },
  };
  const request = requestOf(
    address,
    'POST',
    '/api/exchanges/%2F/amq.default/publish',
    JSON.stringify({
      properties: { delivery_mode: 2, headers: { empaid: '1/2' } },
      routing_key: 'records',
      payload: data,
      payload_encoding: 'string',
    }),
  );
  let users = 2;
  const stop = async () => {
    users -= 1;
    if (users === 0) await instance.stop();
  };
  return [
    {
      name: 'RabbitMQ, HTTP',
      kept: 'as confirms',
      async caller() {
        const connection = await openHttp(address);
        return {
          async publish(count) {
            for (let sent = 0; sent < count; sent += 1) await connection.send(request);
          },
          close: () => connection.close(),
        };
      },
      stop,
    },
    {
      name: 'RabbitMQ, AMQP confirms',
      kept: 'fsync, in turns',
      async caller() {
        const connection = await amqp.connect(url);
        const own = await connection.createConfirmChannel();
        const message = Buffer.from(data);
        return {
          async publish(count) {
            for (let sent = 0; sent < count; sent += 1) own.sendToQueue('records', message, properties);
            await own.waitForConfirms();
          },
          close: () => connection.close(),
        };
      },
      stop,
    },
  ];
}
