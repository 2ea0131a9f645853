import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { measureAll, type Settings } from './measure.ts';
import { nats, startNats } from './nats.ts';
import { amsSystem } from './ours.ts';
import { pubsubEmulator } from './pubsub-emulator.ts';
import { rabbitmq } from './rabbitmq.ts';
import { redis } from './redis.ts';
import type { System } from './system.ts';

interface MessagingOptions extends Settings {
  /** Where databases may be made and dropped. */
  readonly server: string;
  /** Only systems whose name contains this. */
  readonly system: string;
}

/** Compares messaging with its floor and with whichever peers are installed, all in one run. */
export async function measureMessaging({ server, system: wanted, ...settings }: MessagingOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-'));
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  const systems: System[] = [];
  const ends: (() => Promise<unknown>)[] = [];
  async function freshDatabase(purpose: string): Promise<string> {
    const name = `portolan_bench_${purpose}_${process.pid}`;
    await admin.query(`create database ${name}`);
    ends.push(() => admin.query(`drop database if exists ${name} with (force)`));
    const url = new URL(server);
    url.pathname = `/${name}`;
    return url.href;
  }
  /** By the names of what each starts; nothing is started that is not asked for. */
  const makers: readonly (readonly [
    names: readonly string[],
    make: () => Promise<System | readonly System[] | undefined>,
  ])[] = [
    [['floor'], () => amsSystem('floor', 'fdatasync', 'serve-floor.ts', { DATA_DIR: folder })],
    [
      ['ours, PostgreSQL'],
      async () =>
        amsSystem('ours, PostgreSQL', 'fsync', 'serve-ours.ts', {
          DATA_DIR: join(folder, 'postgres'),
          DATABASE_URL: await freshDatabase('sql'),
        }),
    ],
    [
      ['ours, JetStream'],
      async () => {
        const broker = await startNats();
        if (!broker) return undefined;
        ends.push(broker.stop);
        return amsSystem('ours, JetStream', 'page cache', 'serve-ours.ts', {
          DATA_DIR: join(folder, 'nats'),
          DATABASE_URL: await freshDatabase('nats'),
          NATS_URL: `nats://${broker.servers}`,
        });
      },
    ],
    [
      ['ours, PGlite'],
      () => amsSystem('ours, PGlite', 'fsync', 'serve-ours.ts', { DATA_DIR: join(folder, 'pglite'), DATABASE_URL: '' }),
    ],
    [['NATS JetStream'], nats],
    [['Redis Streams'], redis],
    [['RabbitMQ, HTTP', 'RabbitMQ, AMQP confirms'], rabbitmq],
    [['Pub/Sub emulator'], pubsubEmulator],
  ];
  const isWanted = (name: string) => name === 'floor' || name.includes(wanted);
  try {
    for (const [names, make] of makers) {
      if (names.some(isWanted)) systems.push(...[(await make()) ?? []].flat());
    }
    await measureAll(
      systems.filter(({ name }) => isWanted(name)),
      settings,
    );
  } finally {
    for (const { stop } of systems) await stop();
    for (const end of ends.toReversed()) await end();
    await admin.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
