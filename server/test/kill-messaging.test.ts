import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '#kernel/config';
import { migrate, openDatabase } from '#kernel/database';
import { createPortolan } from '../src/app.ts';
import { markSeeded } from '../src/commands/demo-marker.ts';
import { migrations } from '../migrations/index.ts';
import { lane } from './support/database.ts';
import { freePort, ownCluster, postgresPrograms } from './support/own-cluster.ts';
import { natsProgram, ownNats } from './support/own-nats.ts';
import { serve } from './support/serve.ts';

// Processes that share topics, on a PostgreSQL and a NATS of this test's own, each of which is killed under load.

const canRun = {
  pglite: true,
  PostgreSQL: postgresPrograms() !== undefined,
  NATS: postgresPrograms() !== undefined && natsProgram() !== undefined,
};
type Keeper = keyof typeof canRun;
const keepers: readonly Keeper[] = lane === 'pglite' ? ['pglite'] : ['PostgreSQL', 'NATS'];

interface Received {
  readonly ackId: string;
  readonly message: { readonly messageId: string; readonly data: string };
}

describe.each(keepers)('messages kept by %s', (keeper) => {
  describe.skipIf(!canRun[keeper])('with several processes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-messages-'));
    const processes = keeper === 'pglite' ? 1 : 3;
    const environments: Record<string, string>[] = [];
    const urls: string[] = [];
    const running: ChildProcess[] = [];
    let cluster: Awaited<ReturnType<typeof ownCluster>> | undefined;
    let nats: Awaited<ReturnType<typeof ownNats>> | undefined;
    let token: string;

    beforeAll(async () => {
      cluster = keeper === 'pglite' ? undefined : await ownCluster(folder);
      nats = keeper === 'NATS' ? await ownNats(folder) : undefined;
      for (let place = 0; place < processes; place += 1) {
        const port = await freePort();
        urls.push(`http://127.0.0.1:${port}`);
        environments.push({
          NODE_ENV: 'development',
          LOG_LEVEL: 'fatal',
          DATA_DIR: join(folder, 'data'),
          PORT: String(port),
          TLS_PORT: String(await freePort()),
          ...(cluster ? { DATABASE_URL: cluster.url } : {}),
          ...(nats ? { NATS_URL: nats.url } : {}),
        });
      }
      token = await administrator(environments[0] ?? {});
      for (let place = 0; place < processes; place += 1) await begin(place);
    }, 300_000);
    afterAll(async () => {
      for (const child of running) await end(child);
      await nats?.kill();
      await cluster?.kill();
      rmSync(folder, { recursive: true, force: true });
    });

    async function begin(place: number): Promise<void> {
      running[place] = await serve(environments[place] ?? {}, urls[place] ?? '');
    }
    async function end(child: ChildProcess | undefined): Promise<void> {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }

    async function call(place: number, method: string, path: string, body?: unknown, key = token) {
      const answer = await fetch(`${urls[place % processes]}/v1/projects/KILL${path}`, {
        method,
        headers: { 'x-api-key': key },
        // What a killed process leaves open is given up, and asked again.
        signal: AbortSignal.timeout(20_000),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
    }
    async function must(place: number, method: string, path: string, body?: unknown, key = token) {
      const { status, body: told } = await call(place, method, path, body, key);
      if (status !== 200) throw new Error(`${method} ${path} ${status} ${JSON.stringify(told)}`);
      return told;
    }
    const publish = async (place: number, topic: string, data: readonly string[], key = token) =>
      (
        (await must(place, 'POST', `/topics/${topic}:publish`, { messages: data.map((one) => ({ data: one })) }, key))[
          'messageIds'
        ] as string[]
      ).map(Number);
    const pull = async (place: number, name: string, atOnce = true) =>
      (
        await must(place, 'POST', `/subscriptions/${name}:pull`, {
          maxMessages: '100',
          returnImmediately: String(atOnce),
        })
      )['receivedMessages'] as Received[];
    const acknowledge = (place: number, name: string, last: Received) =>
      must(place, 'POST', `/subscriptions/${name}:acknowledge`, { ackIds: [last.ackId] });
    async function topicWithSubscription(name: string): Promise<void> {
      await must(0, 'PUT', `/topics/${name}`);
      await must(1, 'PUT', `/subscriptions/${name}`, {
        topic: `projects/KILL/topics/${name}`,
        ackDeadlineSeconds: 600,
      });
    }

    test('count together, and each hands out what any of them was given', async () => {
      await topicWithSubscription('shared');
      const told = new Map<number, string>();
      await Promise.all(
        Array.from({ length: 30 }, async (_, who) => {
          const data = [`${who} a`, `${who} b`];
          (await publish(who, 'shared', data)).forEach((id, place) => told.set(id, data[place] ?? ''));
        }),
      );
      const received = await pull(2, 'shared');
      expect(received.map(({ message }) => Number(message.messageId))).toEqual([...Array.from({ length: 60 }).keys()]);
      for (const { message } of received) expect(message.data).toBe(told.get(Number(message.messageId)));
    });

    test('a pull that waits in one is woken by a publish in another', async () => {
      await topicWithSubscription('waited');
      const waiting = pull(0, 'waited', false);
      // By the time these are answered, the pull waits.
      for (let turn = 0; turn < 5; turn += 1) await must(0, 'GET', '/topics/waited');
      await publish(1, 'waited', ['news']);
      expect((await waiting).map(({ message }) => message.data)).toEqual(['news']);
    });

    test('a change of who may publish counts in all of them', async () => {
      await topicWithSubscription('listed');
      const { token: key } = (await must(0, 'POST', '/members/sender', {
        projects: [{ project: 'KILL', roles: ['publisher'] }],
      })) as { token: string };
      const statuses = async () =>
        Promise.all(
          urls.map(async (_, place) => {
            const body = { messages: [{ data: 'x' }] };
            return (await call(place, 'POST', '/topics/listed:publish', body, key)).status;
          }),
        );
      for (const [users, status] of [
        [[], 403],
        [['sender'], 200],
        [[], 403],
      ] as const) {
        await must(1, 'POST', '/topics/listed:modifyAcl', { authorized_users: users });
        await expect.poll(statuses, { timeout: 10_000 }).toEqual(urls.map(() => status));
      }
    });

    test('lose nothing that was acknowledged, whatever is killed under load', { timeout: 600_000 }, async () => {
      await topicWithSubscription('loaded');
      const told = new Map<number, string>();
      const received = new Map<number, string>();
      const twice: number[] = [];
      let isOver = false;
      const take = async (place: number) => {
        const messages = await pull(place, 'loaded');
        for (const { message } of messages) received.set(Number(message.messageId), message.data);
        const last = messages.at(-1);
        if (last) await acknowledge(place, 'loaded', last);
        return messages.length;
      };
      const whileLoaded = async (work: () => Promise<unknown>) => {
        // What is refused while something is down is what a client tries again.
        while (!isOver) await work().catch(() => new Promise((done) => setTimeout(done, 50)));
      };
      const load = [
        ...Array.from({ length: 6 }, (_, who) => {
          let turn = 0;
          return whileLoaded(async () => {
            turn += 1;
            const data = [`${who} ${turn} a`, `${who} ${turn} b`, `${who} ${turn} c`];
            (await publish(who, 'loaded', data)).forEach((id, place) => {
              if (told.has(id)) twice.push(id);
              told.set(id, data[place] ?? '');
            });
          });
        }),
        whileLoaded(() => take(2)),
      ];
      const more = async (count: number) => {
        const before = [told.size, received.size];
        await expect
          .poll(() => [told.size, received.size].every((size, place) => size >= (before[place] ?? 0) + count), {
            timeout: 120_000,
            interval: 20,
          })
          .toBe(true);
      };
      const kills: (() => Promise<void>)[] = [
        async () => {
          await end(running[0]);
          await begin(0);
        },
        async () => {
          await end(running[processes - 1]);
          await begin(processes - 1);
        },
        async () => {
          await cluster?.kill();
          cluster?.start();
        },
        async () => {
          await nats?.kill();
          await nats?.start();
        },
      ];
      for (const kill of kills) {
        await more(60);
        await kill();
      }
      await more(60);
      isOver = true;
      await Promise.all(load);
      while ((await take(1)) > 0);

      expect(twice).toEqual([]);
      for (const [id, data] of told) expect(received.get(id), `message ${id}`).toBe(data);
      // A map keeps the order of the first delivery: every id, one after another.
      expect([...received.keys()]).toEqual([...Array.from({ length: received.size }).keys()]);
    });

    if (keeper !== 'NATS') return;
    test('without NATS, publishing is refused in bounded time and the rest goes on', { timeout: 120_000 }, async () => {
      await topicWithSubscription('refused');
      await nats?.kill();
      expect(await call(0, 'POST', '/topics/refused:publish', { messages: [{ data: 'x' }] })).toEqual({
        status: 500,
        body: { error: { code: 500, message: 'Backend Error', status: 'INTERNAL_SERVER_ERROR' } },
      });
      expect((await call(0, 'GET', '/topics/refused')).status).toBe(200);
      const ready = await fetch(`${urls[0]}/readyz`);
      expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', silent: ['messages'] }]);
      await nats?.start();
      const again = () => call(0, 'POST', '/topics/refused:publish', { messages: [{ data: 'y' }] });
      await expect.poll(async () => (await again()).status, { timeout: 60_000 }).toBe(200);
    });
  });
});

/** Prepares the database with a project, and answers the token of its administrator. */
async function administrator(environment: Record<string, string>): Promise<string> {
  const config = loadConfig(environment);
  const database = await openDatabase({ url: config.DATABASE_URL, dataDir: config.DATA_DIR });
  await migrate(database, migrations);
  const portolan = await createPortolan(config, { database });
  const { messaging } = portolan.modules;
  await messaging.createProject('KILL', '');
  const token = await messaging.createUser('root', { serviceRoles: ['service_admin'] });
  await portolan.close();
  if (config.DATABASE_URL === undefined) markSeeded(config.DATA_DIR);
  return token;
}
