import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendEvent, eventsAfter } from './sql-event-feed.ts';
import { market, type Market } from '../compat/marketplace/market.fixture.ts';

interface Heard {
  readonly path: string;
  readonly method: string;
  readonly body: string;
  readonly authorization: string | undefined;
}
const heard: Heard[] = [];
let status = 204;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => {
    const { url = '', method = '', headers } = request;
    heard.push({ path: url, method, body, authorization: headers.authorization });
    response.writeHead(status).end();
  });
});
let the: Market;
beforeAll(async () => {
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  the = await market({ outward: '127.0.0.1', trigger: (name) => `http://127.0.0.1:${port}/${name}` });
}, 60_000);
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await the.app.close();
});

const oms = (name: string, path: string) => `/oms/${the.ids[name]}${path}`;
const feed = async (who: string, name: string, from: string, limit = 500) =>
  (await the.call(who, 'GET', oms(name, `/events?from_timestamp=${from}&limit=${limit}`))).body.events;

/** Which triggers were called since the last look, once everything is delivered. */
async function called(): Promise<string[]> {
  await the.app.settle();
  await the.app.kernel.deliveries.deliverDue();
  return [...new Set(heard.splice(0).map(({ path }) => path.slice(1)))].toSorted();
}

describe('triggers', () => {
  test('the scenario of ordering.md 4.13 calls those in reach and the default one', async () => {
    const write = (project: number, item?: number) =>
      the.call('anna', 'POST', oms('SOMBO', '/messages'), {
        project_id: project,
        ...(item === undefined ? {} : { project_item_id: item }),
        author: { email: 'op@oms.example', name: 'Operator', role: 'mediator' },
        content: 'Hello',
        scope: 'public',
      });
    await called();
    const project = await the.project('Triggers');
    expect(await called()).toEqual(['SOMBO']);
    await write(project);
    expect(await called()).toEqual(['SOMBO']);
    await the.order(project, 'OMS2');
    expect(await called()).toEqual(['OMS2', 'SOMBO']);
    await write(project, 1);
    expect(await called()).toEqual(['OMS2', 'SOMBO']);
    await write(project);
    expect(await called()).toEqual(['OMS2', 'SOMBO']);
    await the.order(project, 'OMS3');
    expect(await called()).toEqual(['OMS3', 'SOMBO']);
    await write(project, 2);
    expect(await called()).toEqual(['OMS3', 'SOMBO']);
    await write(project);
    expect(await called()).toEqual(['OMS2', 'OMS3', 'SOMBO']);
  });

  test('are called once for each event, with their method, Basic credentials as a header, and no body', async () => {
    const project = await the.project('Once');
    await called();
    const [last] = (await feed('anna', 'SOMBO', '2020-01-01T00:00:00Z')).slice(-1);
    await the.order(project, 'OMS2');
    await the.app.settle();
    await the.app.kernel.deliveries.deliverDue();
    const events = await feed('claire', 'OMS2', last.timestamp);
    const own = heard.filter(({ path }) => path === '/OMS2');
    // The item, and that it came to the desk.
    expect(events).toHaveLength(2);
    expect(own).toEqual(
      Array.from({ length: 2 }, () => ({
        path: '/OMS2',
        method: 'PUT',
        body: '',
        authorization: `Basic ${Buffer.from('portolan:secret of OMS2').toString('base64')}`,
      })),
    );
  });

  test('that fail are tried again, and portal administrators see why, but no password', async () => {
    await called();
    status = 500;
    await the.project('Fails');
    await called();
    const list = await the.app.as('sofia').get('/api/omses');
    expect(list.body.omses[0].lastCall).toMatchObject({ state: 'waiting', attempts: 1, failure: 'answered 500' });
    expect(list.text).not.toContain('secret of');
    status = 204;
    the.app.clock.advance(120_000);
    expect(await called()).toEqual(['SOMBO']);
    const calls = await the.app.as('sofia').get('/api/omses/1/calls');
    expect(calls.body.items[0]).toMatchObject({ state: 'delivered', attempts: 2, status: 204 });
    expect((await the.app.as('sofia').post(`/api/omses/1/calls/${calls.body.items[0].id}/again`)).status).toBe(204);
    expect((await the.app.as('sofia').post('/api/omses/1/test')).status).toBe(204);
    expect(await called()).toEqual(['SOMBO']);
    const audit = await the.app.kernel.database.read().selectFrom('kernel.audit').select('details').execute();
    expect(JSON.stringify(audit)).not.toContain('secret of');
  });
});

describe('the events', () => {
  test('tell of each change once, in order, with what was renamed and what is masked', async () => {
    const [before] = (await feed('anna', 'SOMBO', '2020-01-01T00:00:00Z')).slice(-1);
    const project = await the.project('Story');
    await the.order(project, 'OMS2', { comment: 'Hello desk' });
    const item = oms('OMS2', `/projects/${project}/project_items/1`);
    await the.call('claire', 'PATCH', item, { status: { value: 'Working', type: 'in_progress' } });
    await the.call('claire', 'PATCH', item, { status: { value: 'Still working', type: 'in_progress' } });
    await the.call('claire', 'PATCH', item, { user_secrets: { password: 'x' } });
    await the.call('claire', 'PATCH', item, { user_secrets: {} });
    const author = { email: 'op@oms.example', name: 'Operator', role: 'provider' };
    const secret = { project_id: project, project_item_id: 1, author, content: 'Key 42', scope: 'user_direct' };
    const { body: message } = await the.call('claire', 'POST', oms('OMS2', '/messages'), secret);
    await the.call('claire', 'PATCH', oms('OMS2', `/messages/${message.id}`), { content: 'Key 43' });
    await the.app.as('eleni').patch(`/api/projects/${project}`, { name: 'Another name', typology: 'single_user' });
    await the.app.settle();
    const events = await feed('anna', 'SOMBO', before.timestamp);
    const place = { project_id: project };
    const change = (field: string, from: string, to: string) => ({ field, before: from, after: to });
    const hidden = '<OBFUSCATED>';
    expect(events.map(({ timestamp: _at, ...event }: { timestamp: string }) => event)).toEqual([
      { type: 'create', resource: 'project', ...place },
      { type: 'create', resource: 'project_item', ...place, project_item_id: 1 },
      { type: 'create', resource: 'message', ...place, project_item_id: 1, message_id: expect.any(Number) },
      {
        type: 'update',
        resource: 'project_item',
        ...place,
        project_item_id: 1,
        changes: [change('status.value', 'created', 'registered'), change('status.type', 'created', 'registered')],
      },
      {
        type: 'update',
        resource: 'project_item',
        ...place,
        project_item_id: 1,
        changes: [change('status.value', 'registered', 'Working'), change('status.type', 'registered', 'in_progress')],
      },
      {
        type: 'update',
        resource: 'project_item',
        ...place,
        project_item_id: 1,
        changes: [change('status.value', 'Working', 'Still working')],
      },
      {
        type: 'update',
        resource: 'project_item',
        ...place,
        project_item_id: 1,
        changes: [change('user_secrets', hidden, hidden)],
      },
      { type: 'create', resource: 'message', ...place, project_item_id: 1, message_id: message.id },
      {
        type: 'update',
        resource: 'message',
        ...place,
        project_item_id: 1,
        message_id: message.id,
        changes: [change('content', hidden, hidden)],
      },
    ]);
    expect(events.every(({ timestamp }: { timestamp: string }) => /\.\d{6}Z$/.test(timestamp))).toBe(true);
    const outbox = await the.app.kernel.database.read().selectFrom('kernel.events').select('payload').execute();
    expect(JSON.stringify(outbox)).not.toContain('Key 4');
  });

  test.each(['100', 'asd'])('from_timestamp=%s is refused', async (text) => {
    const answer = await the.call('anna', 'GET', oms('SOMBO', `/events?from_timestamp=${text}`));
    expect([answer.status, answer.body]).toEqual([400, { error: 'invalid date' }]);
  });
  test('without from_timestamp it is asked for', async () => {
    const answer = await the.call('anna', 'GET', oms('SOMBO', '/events'));
    expect([answer.status, answer.body.error]).toEqual([400, expect.stringContaining('from_timestamp')]);
  });

  test('who goes on from the last time printed misses nothing and sees nothing twice under 8 writers', async () => {
    const { database } = the.app.kernel;
    const wanted = 8 * 25;
    const [start] = (await feed('anna', 'SOMBO', '2020-01-01T00:00:00Z')).slice(-1);
    let isWriting = true;
    const seen: string[] = [];
    const numbers: number[] = [];
    const reader = (async () => {
      let after: string = start.timestamp;
      for (;;) {
        const wasWriting = isWriting;
        const events = await eventsAfter(database.read(), { after, limit: 7, omsId: undefined });
        seen.push(...events.map(({ at }) => at));
        numbers.push(...events.map(({ project_item_iid: iid }) => iid ?? 0));
        after = events.at(-1)?.at ?? after;
        if (events.length === 0 && !wasWriting) return;
      }
    })();
    await Promise.all(
      Array.from({ length: 8 }, async (_none, writer) => {
        for (let n = 0; n < 25; n += 1)
          await database.transact((tx) =>
            appendEvent(
              tx,
              {
                type: 'update',
                resource: 'project_item',
                project_number: 1,
                project_item_iid: writer * 25 + n + 1,
                message_number: null,
                changes: [],
              },
              the.app.clock.now(),
            ),
          );
      }),
    );
    isWriting = false;
    await reader;
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: wanted }, (_none, index) => index + 1));
    expect(seen).toEqual([...new Set(seen)].toSorted());
  });
});
