import { sql, type SqlBool } from 'kysely';
import { z } from 'zod';
import { catalogueLabels } from '#catalogue';
import { DAY, later } from '#kernel/clock';
import type { Tx } from '#kernel/database';
import { letter, momentIn } from '#kernel/mail-texts';
import type { JobDefinition } from '#kernel/jobs';
import type { Reaction } from '#kernel/outbox';
import { deskMoments } from '../desk/desk-moments.ts';
import { listClocks } from '../desk/sql-order-list-view.ts';
import { groupById } from '../desk/sql-group-store.ts';
import { deskAddress } from '../orders/desk-address.ts';
import { orderFacts } from '../orders/mail-facts.ts';
import { deskTags } from '../orders/order-audience.ts';
import { orderById } from '../orders/sql-order-store.ts';
import type { OrderRow } from '../orders/order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { tables, type ClockNoticesTable } from '../tables.ts';
import { deskCalendars, type CalendarOf } from './desk-calendars.ts';
import { orderingLabels as label } from '../mail-labels.ts';

type ClockName = ClockNoticesTable['clock'];

/** Deadlines further away than this are not near by any calendar: a quarter of ten working days, with holidays between. */
const daysAhead = { first_reply: 7, decision: 14 } as const;
/** What was missed longer ago is old news: a desk that starts with many late orders is not flooded. */
const daysBack = 7;
const batch = 200;
const words: Record<ClockName, string> = { first_reply: 'first reply', decision: 'decision' };

/** Tells once that three quarters of the time for a first reply or a decision are used, and once that it is missed. */
export function warnOfClocks(context: OrderingContext): JobDefinition<Record<string, never>> {
  const { database, clock } = context.kernel;
  return {
    name: 'ordering.warn-of-clocks',
    summary: 'Warns when 75 % of the time for a first reply or a decision are used, and tells when it is missed',
    schema: z.object({}).strict(),
    retryLimit: 3,
    deadlineSeconds: 600,
    cron: '*/10 * * * *',
    async run() {
      const now = clock.now();
      const calendarOf = await deskCalendars(database.read(), context.calendar);
      for (const name of ['first_reply', 'decision'] as const) {
        for (let after = ''; ;) {
          const ids = await candidates(context, name, after);
          for (const id of ids) await database.transact((tx) => tell(tx, context, { id, name, now, calendarOf }));
          const last = ids.at(-1);
          if (last === undefined || ids.length < batch) break;
          after = last;
        }
      }
    },
  };
}

/** Orders whose deadline may be near or just missed, and of which not everything was told. */
async function candidates({ kernel }: OrderingContext, name: ClockName, after: string): Promise<string[]> {
  const now = kernel.clock.now();
  const due = name === 'first_reply' ? 'o.first_reply_due_at' : 'o.decision_due_at';
  const done = name === 'first_reply' ? 'o.first_reply_at' : 'o.decided_at';
  const rows = await tables(kernel.database.read())
    .selectFrom('ordering.orders as o')
    .select('o.id')
    .where('o.state', 'in', ['registered', 'in_progress'])
    .where('o.spam', '=', 'no')
    .where(done, 'is', null)
    .where(due, '<', later(now, daysAhead[name] * DAY))
    .where(due, '>=', later(now, -daysBack * DAY))
    .where(
      sql<SqlBool>`not exists (select 1 from ordering.clock_notices told
        where told.order_id = o.id and told.clock = ${name} and told.kind = 'missed')`,
    )
    .where('o.id', '>', after)
    .orderBy('o.id')
    .limit(batch)
    .execute();
  return rows.map(({ id }) => id);
}

interface Telling {
  readonly id: string;
  readonly name: ClockName;
  readonly now: string;
  readonly calendarOf: CalendarOf;
}

async function tell(tx: Tx, { kernel }: OrderingContext, { id, name, now, calendarOf }: Telling): Promise<void> {
  const order = await orderById(tx, id, true);
  if (!order || !['registered', 'in_progress'].includes(order.state)) return;
  const clocks = listClocks(order, { calendar: calendarOf(order.group_id), now });
  const { state, dueAt } = name === 'first_reply' ? clocks.firstReply : clocks.decision;
  if (state !== 'warning' && state !== 'over') return;
  const kind = state === 'over' ? 'missed' : 'warning';
  if (!(await noteTold(tx, { order_id: id, clock: name, kind, at: now }))) return;
  await kernel.publish(tx, {
    type: kind === 'missed' ? 'ordering.clock_missed' : 'ordering.clock_warning',
    aggregate: `order:${order.number}`,
    payload: { orderId: id, orderNumber: order.number, clock: name, dueAt },
    audience: deskTags,
  });
}

/** Keeps that something was told; false where it was told before. */
async function noteTold(tx: Tx, notice: ClockNoticesTable): Promise<boolean> {
  const kept = await tables(tx)
    .insertInto('ordering.clock_notices')
    .values(notice)
    .onConflict((conflict) => conflict.doNothing())
    .returning('order_id')
    .executeTakeFirst();
  return kept !== undefined;
}

/**
 * From now on the clocks of an order that comes with its past are told like those of others. What they have shown before
 * counts as told: an import mails nobody.
 */
export async function passOverClocks({ kernel, calendar: settings }: OrderingContext, tx: Tx, order: OrderRow) {
  const now = kernel.clock.now();
  const { firstReply, decision } = listClocks(order, {
    calendar: (await deskCalendars(tx, settings))(order.group_id),
    now,
  });
  for (const { clock, state } of [
    { clock: 'first_reply' as const, state: firstReply.state },
    { clock: 'decision' as const, state: decision.state },
  ]) {
    if (state === 'warning' || state === 'over')
      await noteTold(tx, { order_id: order.id, clock, kind: 'warning', at: now });
    if (state === 'over') await noteTold(tx, { order_id: order.id, clock, kind: 'missed', at: now });
  }
}

/** What was told of a decision counts no more when the decision has to be made anew. */
export async function forgetDecisionNotices(tx: Tx, orderId: string): Promise<void> {
  await tables(tx)
    .deleteFrom('ordering.clock_notices')
    .where('order_id', '=', orderId)
    .where('clock', '=', 'decision')
    .execute();
}

/** Mails about deadlines: to the assignee, else the group; of a missed one the leader of the group hears too. */
export function clockMails({ kernel, ports, calendar: settings }: OrderingContext): Reaction {
  const url = kernel.config.publicUrl;
  return {
    name: 'ordering.mail_clocks',
    on: ['ordering.clock_warning', 'ordering.clock_missed'],
    async react(tx, event) {
      const order = await orderById(tx, String(event.payload['orderId']));
      const { clock, dueAt } = event.payload;
      if (!order || (clock !== 'first_reply' && clock !== 'decision') || typeof dueAt !== 'string') return;
      // What has been done since needs nobody any more.
      if (!isOpen(order, clock)) return;
      const missed = event.type === 'ordering.clock_missed';
      const due = momentIn(dueAt, (await deskCalendars(tx, settings))(order.group_id).timezone);
      const desk = await deskAddress(tx, { ports, publicUrl: url }, order, 'desk');
      const leader = missed ? await leaderOf(tx, order.group_id) : undefined;
      const readers = [...(desk ? [desk] : []), ...(leader && leader.to !== desk?.to ? [leader] : [])];
      const moment = missed ? deskMoments.clockMissed : deskMoments.clockWarning;
      const values = { ...orderFacts(order, kernel.config), 'clock.name': words[clock], 'clock.due_at': due };
      for (const { to, because, language } of readers) {
        await kernel.mailer.send(tx, {
          key: `order:${order.number}:${event.id}:${to}`,
          to,
          about: `order:${order.number}`,
          ...letter(await kernel.mailTexts.words(tx, moment, values, { language }), {
            mark: `[${order.number}]`,
            rows: [
              [catalogueLabels.service, `${order.service_name}, ${order.offer_name}`],
              [label.customer, order.customer_name],
              [label.project, order.project_name],
            ],
            url: `${url}/orders/${order.number}`,
            because,
          }),
        });
      }
    },
  };

  async function leaderOf(tx: Tx, groupId: string) {
    const group = await groupById(tx, groupId);
    const id = group?.leaderId ?? null;
    const person = id === null ? undefined : (await ports.people.byIds(tx, [id])).get(id);
    if (!group || !person || person.email === '' || person.mailless.includes('desk')) return undefined;
    const because = `You get this because you lead the shift of ${group.name}.`;
    return { to: person.email, language: person.language, because };
  }
}

function isOpen(order: OrderRow, clock: ClockName): boolean {
  return order.ended_at === null && (clock === 'first_reply' ? order.first_reply_at : order.decided_at) === null;
}
