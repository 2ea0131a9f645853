import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FixedClock } from '#kernel/clock';
import { loadConfig } from '#kernel/config';
import type { Database } from '#kernel/database';
import { nextId } from '#kernel/ids';
import { testDatabase } from '#test/database';
import { natsProgram, ownNats } from '#test/own-nats';
import { batchOf } from './message-log.ts';
import { examineNats, openMessageLog } from './open-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'portolan-nats-'));
const clock = new FixedClock('2026-11-23T09:00:00.000Z');

describe.skipIf(natsProgram() === undefined)('NATS_URL', () => {
  let server: Awaited<ReturnType<typeof ownNats>>;
  let database: Database;
  beforeAll(async () => {
    [server, database] = await Promise.all([ownNats(folder), testDatabase()]);
  });
  afterAll(async () => {
    await database.close();
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const open = (settings: Record<string, string>) => openMessageLog({ config: loadConfig(settings), database, clock });

  test('ids go on where the database was', async () => {
    const topicId = nextId();
    const before = await open({});
    await before.log.append([batchOf(topicId, ['a', 'b', 'c'])]);
    const { log, ping, close } = await open({ NATS_URL: server.url });
    await ping();
    expect(await log.bounds(topicId)).toEqual({ min: 3, next: 3 });
    expect(await log.append([batchOf(topicId, ['d'])])).toEqual([3]);
    await close();
  });

  test('a stream that would drop messages by itself is refused, and looking changes nothing', async () => {
    const connection = await connect({ servers: server.url });
    const { streams } = await jetstreamManager(connection);
    await streams.delete('PORTOLAN_LOG').catch(() => undefined);
    expect(await examineNats(server.url)).toMatch(/^\d+\.\d+/);
    await expect(streams.info('PORTOLAN_LOG')).rejects.toThrow('stream not found');
    await streams.add({ name: 'PORTOLAN_LOG', subjects: ['portolan.log.*'], max_age: 3_600_000_000_000 });
    await expect(open({ NATS_URL: server.url })).rejects.toThrow(/cannot keep the messages.*no limit to age/);
    await expect(examineNats(server.url)).rejects.toThrow(/no limit to age/);
    await connection.close();
  });
});
