import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '#test/database';
import { wholeFeed } from '#test/feed';
import { aDossier, aShare, FakeOrders } from '../testing-orders.ts';
import { testDesk, type TestDesk } from '../testing-desk.ts';
import { agreementTopics } from './agreement-topics.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk(new FakeOrders(), await testDatabase());
});
afterAll(() => desk.close());

test('agreements are told from the moment at which they are proposed, without names of people', async () => {
  desk.orders.put(aDossier({ id: 'order-4001', number: 4001, shares: [aShare(1, { id: 'share-4001' })] }));
  await desk.call('anna', 'POST', '/api/orders/4001/agreements', {});
  for (const action of ['propose', 'withdraw'])
    expect(
      (await desk.call('jonas', 'POST', '/api/agreements/SLA-4001/versions/1/actions', { action, reason: 'No' }))
        .status,
    ).toBe(200);

  const { database } = desk.kernel;
  const events = await wholeFeed(database, 'agreements.');
  const told = await database.transact(async (tx) => {
    const all = [];
    for (const event of events)
      for (const topic of agreementTopics)
        if (topic.on.includes(event.type)) all.push({ topic: topic.name, told: await topic.tell(tx, event) });
    return all;
  });
  const sla = told.filter(({ told: [one] }) => one?.attributes['kind'] === 'SLA');
  expect(sla).toMatchObject([
    {
      topic: 'agreements-events',
      told: [
        {
          attributes: { agreement: 'SLA-4001', kind: 'SLA', order: '4001' },
          data: { type: 'agreements.proposed', agreement: { name: 'SLA-4001', version: 1 }, order_number: 4001 },
        },
      ],
    },
    { told: [{ data: { type: 'agreements.withdrawn', agreement: { state: 'withdrawn' } } }] },
  ]);
  expect(events.length).toBeGreaterThan(told.length);
  expect(JSON.stringify(told)).not.toMatch(/@|Jonas|Anna/);
});
