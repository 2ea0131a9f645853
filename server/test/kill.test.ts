import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterAll, describe, expect, test } from 'vitest';
import { loadConfig } from '#kernel/config';
import { migrate, openDatabase } from '#kernel/database';
import { createPortolan } from '../src/app.ts';
import { markSeeded } from '../src/commands/demo-marker.ts';
import { seedBase } from '../src/demo/seed-base.ts';
import { migrations } from '../migrations/index.ts';
import { lane } from './support/database.ts';
import { freePort, ownCluster, postgresPrograms } from './support/own-cluster.ts';
import { serve } from './support/serve.ts';

// Kills the process with SIGKILL under load and finds everything that it had acknowledged. PostgreSQL is a cluster of
// this test's own, on a free port, and is killed as well.

const folder = mkdtempSync(join(tmpdir(), 'portolan-kill-'));
const ends: (() => void | Promise<void>)[] = [() => rmSync(folder, { recursive: true, force: true })];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

const canRun = lane === 'pglite' || postgresPrograms() !== undefined;

/** A mail server that remembers the Message-ID of everything it accepts. */
async function mailServer() {
  const accepted: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      stream.on('end', () => {
        accepted.push(/^Message-ID: (.*)$/im.exec(text)?.[1]?.trim() ?? '');
        done();
      });
    },
  });
  // A killed client resets its connection; that is what this test is about.
  server.on('error', () => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  ends.push(() => new Promise<void>((done) => server.close(() => done())));
  return { accepted, url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}` };
}

describe.skipIf(!canRun)(`killed under load on ${lane}`, () => {
  test('loses no acknowledged order, message or mail', { timeout: 600_000 }, async () => {
    const dataDir = join(folder, 'data');
    const cluster = lane === 'postgres' ? await ownCluster(folder) : undefined;
    if (cluster) ends.push(cluster.kill);
    const mail = await mailServer();
    const port = await freePort();
    const environment = {
      NODE_ENV: 'development',
      LOG_LEVEL: 'error',
      DATA_DIR: dataDir,
      PORT: String(port),
      TLS_PORT: String(await freePort()),
      SMTP_URL: mail.url,
      ORDERS_PER_HOUR: '100000',
      ...(cluster ? { DATABASE_URL: cluster.url } : {}),
    };
    const { token, project } = await prepare(environment);
    const url = `http://127.0.0.1:${port}`;
    const call = async (method: string, path: string, body?: unknown) => {
      const answer = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${method} ${path} ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as { number: number; id: string; timeline: { id: string }[] };
    };

    const orders: number[] = [];
    const messages: { order: number; id: string }[] = [];
    for (let round = 0; round < 2; round += 1) {
      const child = await serve(environment, url);
      const before = orders.length;
      let running = true;
      const writers = [1, 2, 3].map(async () => {
        while (running) {
          try {
            const { number } = await call('POST', '/api/orders', order(project));
            orders.push(number);
            const message = await call('POST', `/api/orders/${number}/messages`, {
              body: 'Is there news?',
              scope: 'public',
            });
            messages.push({ order: number, id: message.id });
          } catch (error) {
            // Refused connections are what the kill brings; any other refusal is a fault of this test.
            if (running && error instanceof Error && error.message.startsWith('POST')) throw error;
          }
        }
      });
      const written = Promise.all(writers);
      written.catch(() => undefined);
      // In the middle of the load, however slow the machine is.
      await expect.poll(() => orders.length, { timeout: 120_000, interval: 20 }).toBeGreaterThan(before + 10);
      child.kill('SIGKILL');
      running = false;
      await cluster?.kill();
      await written;
      await new Promise((done) =>
        child.exitCode === null && child.signalCode === null ? child.once('exit', done) : done(undefined),
      );
      cluster?.start();
    }
    const child = await serve(environment, url);
    ends.push(() => void child.kill('SIGKILL'));
    for (const number of orders) expect((await call('GET', `/api/orders/${number}`)).number).toBe(number);
    for (const message of messages)
      expect((await call('GET', `/api/orders/${message.order}`)).timeline.map(({ id }) => id)).toContain(message.id);

    // Every order is registered and its customer told, once.
    await expect
      .poll(
        async () => ((await call('GET', `/api/orders/${orders.at(-1) ?? 0}`)) as unknown as { state: string }).state,
        { timeout: 60_000, interval: 500 },
      )
      .toBe('registered');
    const mails = await mailsOnceSent(child, environment, url);
    const received = mails.filter(({ subject }) => subject.includes('We received your order'));
    for (const number of orders)
      expect(
        received.filter(({ subject }) => subject.startsWith(`[${number}] `)),
        `order ${number}`,
      ).toHaveLength(1);
    expect(mails.filter(({ state }) => state !== 'sent')).toEqual([]);
    expect(new Set(mails.map(({ key }) => key)).size).toBe(mails.length);
    // A mail that was interrupted in mid-conversation may travel twice, but under one Message-ID.
    expect(new Set(mail.accepted).size).toBe(mails.length);
  });
});

async function prepare(environment: Record<string, string>) {
  const config = loadConfig({ ...environment, SMTP_URL: undefined });
  const database = await openDatabase({ url: config.DATABASE_URL, dataDir: config.DATA_DIR });
  await migrate(database, migrations);
  const portolan = await createPortolan(config, { database });
  const people = await seedBase(portolan, () => undefined);
  const issued = await database.transact((tx) =>
    portolan.modules.identity.issueToken(tx, {
      personId: people.get('eleni') ?? '',
      name: 'test',
      scopes: ['*'],
      expiresInDays: 1,
    }),
  );
  const made = await portolan.app.inject({
    method: 'POST',
    url: '/api/projects',
    headers: { authorization: `Bearer ${issued.secret}` },
    payload: { name: 'Killed', typology: 'single_user' },
  });
  await portolan.kernel.jobs.start({ work: false });
  await portolan.kernel.relay.drain();
  await portolan.close();
  if (config.DATABASE_URL === undefined) markSeeded(config.DATA_DIR);
  return { token: issued.secret, project: made.json<{ number: number }>().number };
}

const order = (project: number) => ({
  project,
  offer: 'egi-cloud-compute/1',
  parameters: {
    'Number of CPU Cores': 1,
    'Amount of RAM per CPU core': 1,
    'Local disk': 10,
    'Number of VM instances': 1,
    'Access type': 'opportunistic',
    'Start of service': '2027-01-01',
    'Number of days': 10,
  },
});

/**
 * All mails, once they are sent. What was being sent when the process died is taken up again after the deadline of its
 * job; the embedded database can only be looked into while nobody serves it.
 */
async function mailsOnceSent(first: ChildProcess, environment: Record<string, string>, url: string) {
  let child = first;
  for (let tries = 0; ; tries += 1) {
    await new Promise((done) => setTimeout(done, 15_000));
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
    const database = await openDatabase({ url: environment['DATABASE_URL'], dataDir: environment['DATA_DIR'] ?? '' });
    const mails = await database
      .read()
      .selectFrom('kernel.mails')
      .select(['key', 'subject', 'recipient', 'state'])
      .execute();
    await database.close();
    if (tries === 6 || mails.every(({ state }) => state === 'sent')) return mails;
    child = await serve(environment, url);
  }
}
