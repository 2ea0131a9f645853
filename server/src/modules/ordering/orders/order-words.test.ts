import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { json, type Database, type Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import { lane, testDatabase } from '#test/database';
import { orderWords } from '../../../../migrations/0045-order-words.ts';
import { readyOrders } from '../../../../migrations/0046-ready-orders.ts';
import { insertProject } from '../projects/sql-project-store.ts';
import { blankInOrders } from '../sql-personal-data.ts';
import { tables } from '../tables.ts';
import { aProject, keepGroup, keepOrder } from '../testing-orders.ts';

const at = '2026-11-20T09:00:00.000Z';
const projectId = nextId();
let database: Database;
beforeAll(async () => {
  database = await testDatabase();
  await keepGroup(database);
  await database.transact((tx) =>
    insertProject(tx, {
      id: projectId,
      ownerId: 'eleni',
      name: 'Waves',
      typology: 'single_user',
      details: aProject('Waves'),
      createdAt: at,
    }),
  );
});
afterAll(() => database.close());

const aText = fc.constantFrom('Coastal waves', 'naïve Fourier', 'a-b c/d', '', 'gliders', 'Zurück', "o'clock");
const aScope = fc.constantFrom('public', 'internal', 'direct');
/** What happens to an order, to a message of it or to its ticket; `nth` says to which. */
const aDeed = fc.record({
  nth: fc.nat(5),
  deed: fc.oneof(
    fc.record({ kind: fc.constant('say'), scope: aScope, text: aText }),
    fc.record({ kind: fc.constant('edit'), scope: aScope, text: aText }),
    fc.record({ kind: fc.constantFrom('hide', 'delete', 'untitle') }),
    fc.record({ kind: fc.constantFrom('comment', 'rename', 'title'), text: aText }),
  ),
});
type Deed = typeof aDeed extends fc.Arbitrary<infer T> ? T : never;

async function act(orders: readonly { id: string; number: number }[], { nth, deed }: Deed): Promise<void> {
  const db = tables(database.read());
  const order = orders[nth % orders.length] ?? { id: '', number: 0 };
  const messages = await db.selectFrom('ordering.messages').select('id').orderBy('number').execute();
  const message = messages[nth % Math.max(1, messages.length)]?.id ?? '';
  const text = 'text' in deed ? deed.text : '';
  const scope = 'scope' in deed ? deed.scope : 'public';
  const changed = db.updateTable('ordering.orders').where('id', '=', order.id);
  const edited = db.updateTable('ordering.messages').where('id', '=', message);
  switch (deed.kind) {
    case 'say':
      await say(orders.slice(0, 1 + nth), scope, text);
      break;
    case 'edit':
      await edited.set({ body: text, scope, edited_at: at }).execute();
      break;
    case 'hide':
      await edited.set({ hidden_at: at }).execute();
      break;
    case 'delete':
      await db.deleteFrom('ordering.messages').where('id', '=', message).execute();
      break;
    case 'comment':
      await changed.set({ comment: text }).execute();
      break;
    case 'rename':
      await changed.set({ customer_name: text, service_name: `Service ${text}` }).execute();
      break;
    default: {
      const ticket = { summary: deed.kind === 'untitle' ? null : text, description: null, fields: json({}) };
      await db
        .insertInto('ordering.jira_tickets')
        .values({ issue_id: order.number * 2, ...ticket })
        .onConflict((conflict) => conflict.column('issue_id').doUpdateSet({ summary: ticket.summary }))
        .execute();
    }
  }
}

/** One message on each of these orders, in one statement. */
async function say(orders: readonly { id: string }[], scope: 'public' | 'internal' | 'direct', body: string) {
  await tables(database.read())
    .insertInto('ordering.messages')
    .values(
      orders.map(({ id }) => ({
        id: nextId(),
        order_id: id,
        project_id: projectId,
        at,
        scope,
        author_role: 'shifter' as const,
        author_id: null,
        author_name: 'Anna',
        body,
      })),
    )
    .execute();
}

interface Words {
  readonly number: number;
  readonly summary: string;
  readonly public_words: string;
}
const kept = async () =>
  (await sql<Words>`select * from ordering.order_words order by number`.execute(database.read())).rows;
/** The words as the texts give them that stand there now. */
const reckoned = async () =>
  (
    await sql<Words>`select w.* from ordering.orders o cross join lateral ordering.words_of(o) w order by number`.execute(
      database.read(),
    )
  ).rows;
const wordsOf = async (number: number) => (await kept()).find((row) => row.number === number)?.public_words;

test('words are those of the texts that stand there, whatever happened to them', async () => {
  const orders = [await keepOrder(database, { projectId }), await keepOrder(database, { projectId, comment: 'Kites' })];
  await fc.assert(
    fc.asyncProperty(fc.array(aDeed, { minLength: 1, maxLength: 12 }), async (deeds) => {
      for (const deed of deeds) await act(orders, deed);
      expect(await kept()).toEqual(await reckoned());
    }),
    { numRuns: 15 },
  );
});

test('words of the customer side are those of public messages, as long as they are there', async () => {
  const order = await keepOrder(database, { projectId, comment: 'Kites' });
  const own = "'cloud' 'compute' 'egi' 'general' 'kites' 'purpose'";
  await say([order], 'internal', 'secret');
  await say([order], 'direct', 'confidence');
  expect(await wordsOf(order.number)).toBe(own);
  await say([order], 'public', 'Zurück');
  expect(await wordsOf(order.number)).toBe(`${own} 'zuruck'`);
  const messages = tables(database.read()).updateTable('ordering.messages').where('order_id', '=', order.id);
  await messages.set({ scope: 'internal' }).where('body', '=', 'Zurück').execute();
  expect(await wordsOf(order.number)).toBe(own);
});

test('what two take back at the same moment is found by neither', async () => {
  const order = await keepOrder(database, { projectId });
  for (const body of ['Kelp', 'Algae']) await say([order], 'public', body);
  const takeBack = (tx: Tx, body: string) =>
    tables(tx)
      .updateTable('ordering.messages')
      .set({ hidden_at: at })
      .where('order_id', '=', order.id)
      .where('body', '=', body)
      .execute();
  const [begun, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const first = database.transact(async (tx) => {
    await takeBack(tx, 'Kelp');
    begun.resolve();
    await mayEnd.promise;
  });
  await begun.promise;
  const second = database.transact((tx) => takeBack(tx, 'Algae'));
  // The embedded database lets nobody begin meanwhile; on a server the second waits within its statement.
  if (lane === 'postgres')
    while (
      (
        await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
          database.read(),
        )
      ).rows.length === 0
    );
  mayEnd.resolve();
  await Promise.all([first, second]);
  expect(await wordsOf(order.number)).toBe("'cloud' 'compute' 'egi' 'general' 'purpose'");
});

test('who has their account erased is not found by their name', async () => {
  const order = await keepOrder(database, { projectId, comment: 'Ask Zenobia', customer_id: 'zenobia' });
  expect(await wordsOf(order.number)).toContain("'zenobia'");
  await database.transact((tx) => blankInOrders(tx, { id: 'zenobia', name: 'Zenobia', email: 'z@people.example' }));
  expect(await wordsOf(order.number)).not.toContain('zenobia');
});

test('orders that stood there before have the same words, and are known to have been ready', async () => {
  const [order, other] = [await keepOrder(database, { projectId }), await keepOrder(database, { projectId })];
  await say([order], 'public', 'Said before');
  const db = tables(database.read());
  await db
    .insertInto('ordering.status_entries')
    .values({
      id: nextId(),
      order_id: order.id,
      at,
      action: 'deliver',
      to_state: 'ready',
      value: '',
      by_name: '',
      by_role: 'system',
    })
    .execute();
  const ready = () =>
    db
      .selectFrom('ordering.orders')
      .select('was_ready')
      .where('id', 'in', [order.id, other.id])
      .orderBy('number')
      .execute();
  expect(await ready()).toEqual([{ was_ready: true }, { was_ready: false }]);
  const before = await Promise.all([order, other].map(({ number }) => wordsOf(number)));
  for (const statement of [
    'drop table ordering.order_words cascade',
    'drop function ordering.words, ordering.begin_words, ordering.keep_words, ordering.add_words_of_messages cascade',
    'drop function ordering.keep_words_of_order, ordering.keep_words_of_message, ordering.keep_words_of_ticket cascade',
    'create index orders_ticket_summary on ordering.orders (number)',
    'alter table ordering.orders drop column was_ready',
    'drop function ordering.note_ready cascade',
    'create index status_entries_ready on ordering.status_entries (order_id)',
    'create index orders_listed on ordering.orders (number)',
    'create index orders_state on ordering.orders (state)',
    ...orderWords.statements,
    ...readyOrders.statements,
  ])
    await database.script(statement);
  expect(await Promise.all([order, other].map(({ number }) => wordsOf(number)))).toEqual(before);
  expect(await kept()).toEqual(await reckoned());
  expect(await ready()).toEqual([{ was_ready: true }, { was_ready: false }]);
});
