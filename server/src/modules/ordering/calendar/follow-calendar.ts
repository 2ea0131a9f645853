import type { Tx } from '#kernel/database';
import type { Reaction } from '#kernel/outbox';
import { deadline, type Pause, workingDaySeconds, type WorkingCalendar } from '#libs/working-time';
import { decisionDays, defaultClockTargets } from '../desk/clocks.ts';
import { dueAt } from '../desk/due-at.ts';
import type { OrderRow } from '../orders/order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { tables } from '../tables.ts';
import { deskCalendars } from './desk-calendars.ts';

const batch = 500;

type Clocked = Pick<
  OrderRow,
  'id' | 'class' | 'submitted_at' | 'first_reply_at' | 'first_reply_due_at' | 'decided_at' | 'decision_due_at'
>;

/** When an order has to be decided by a calendar: from its submission, without the times in which it waited for its customer. */
async function decisionDue(
  tx: Tx,
  order: Pick<OrderRow, 'id' | 'class' | 'submitted_at' | 'decision_due_at'>,
  calendar: WorkingCalendar,
): Promise<string | null> {
  const entries = await tables(tx)
    .selectFrom('ordering.status_entries')
    .select(['at', 'to_state', 'action'])
    .where('order_id', '=', order.id)
    .orderBy('at')
    .execute();
  const again = entries.findLast(({ action }) => action === 'withdraw_approval' || action === 'reopen');
  const start = again?.at ?? order.submitted_at;
  // A wait that has not ended is added when it ends: until then the deadline is that of its beginning.
  const pauses = entries.flatMap((entry, index): Pause[] => {
    const next = entries[index + 1];
    return entry.to_state === 'waiting_for_response' && entry.at >= start && next ? [[entry.at, next.at]] : [];
  });
  const seconds = Math.round(decisionDays(order.class) * workingDaySeconds(calendar));
  return deadline(calendar, start, seconds, pauses)?.toString({ smallestUnit: 'millisecond' }) ?? order.decision_due_at;
}

/** The deadlines of an order that nobody has met yet, by another calendar. */
export async function dueBy(tx: Tx, order: Clocked, calendar: WorkingCalendar) {
  return {
    ...(order.first_reply_at === null && order.first_reply_due_at !== null
      ? { first_reply_due_at: dueAt(calendar, order.submitted_at, defaultClockTargets.firstReplyDays) }
      : {}),
    ...(order.decided_at === null && order.decision_due_at !== null
      ? { decision_due_at: await decisionDue(tx, order, calendar) }
      : {}),
  };
}

/** When the working hours of a group change, the deadlines of its open orders move with them. */
export function followCalendar({ calendar: settings }: OrderingContext): Reaction {
  return {
    name: 'ordering.follow_calendar',
    on: ['ordering.calendar_changed'],
    async react(tx, event) {
      const groupId = String(event.payload['groupId']);
      const calendar = (await deskCalendars(tx, settings))(groupId);
      for (let after = ''; ;) {
        const orders = await tables(tx)
          .selectFrom('ordering.orders')
          .selectAll()
          .where('group_id', '=', groupId)
          .where('state', 'in', ['created', 'registered', 'in_progress', 'waiting_for_response'])
          .where('id', '>', after)
          .orderBy('id')
          .limit(batch)
          .forUpdate()
          .execute();
        for (const order of orders) {
          const due = await dueBy(tx, order, calendar);
          // What lists show, as if it had been reckoned so from the first: no change that a reader has to know.
          if (Object.keys(due).length > 0)
            await tables(tx).updateTable('ordering.orders').set(due).where('id', '=', order.id).execute();
          await moveAnswers(tx, order.id, calendar);
        }
        const last = orders.at(-1);
        if (!last || orders.length < batch) return;
        after = last.id;
      }
    },
  };
}

/** Until when the providers that were asked and have not answered are to do so. */
async function moveAnswers(tx: Tx, orderId: string, calendar: WorkingCalendar): Promise<void> {
  const db = tables(tx);
  const waiting = await db
    .selectFrom('ordering.shares')
    .select(['id', 'sent_at'])
    .where('order_id', '=', orderId)
    .where('state', '=', 'sent')
    .execute();
  for (const { id, sent_at: sentAt } of waiting)
    if (sentAt !== null)
      await db
        .updateTable('ordering.shares')
        .set({ due_at: dueAt(calendar, sentAt, defaultClockTargets.providerAnswerDays) })
        .where('id', '=', id)
        .execute();
}
