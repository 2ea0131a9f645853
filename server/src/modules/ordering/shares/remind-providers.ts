import { z } from 'zod';
import { negotiationRefusal } from '#contracts/ordering/share-lifecycle';
import { system } from '#kernel/access';
import type { Tx } from '#kernel/database';
import type { JobDefinition } from '#kernel/jobs';
import { deskCalendars } from '../calendar/desk-calendars.ts';
import { systemDeed } from '../orders/order.ts';
import { performOnShare } from './perform-on-share.ts';
import type { SharesContext } from './share-links.ts';
import { isReminderTime, reminderDue } from './share-reminders.ts';
import { orderById } from '../orders/sql-order-store.ts';
import { saveShare, shareById, unansweredShares } from './sql-share-store.ts';

/** Reminds providers who have not answered, tells the group when it takes long, and gives up after a month. */
export function remindProviders(context: SharesContext): JobDefinition<Record<string, never>> {
  const { database, clock } = context.kernel;
  return {
    name: 'ordering.remind-providers',
    summary: 'Reminds providers after 3 working days, tells the group after 5, ends a request after 30 days',
    schema: z.object({}).strict(),
    retryLimit: 3,
    deadlineSeconds: 600,
    // Every hour, because the schedule knows only UTC, and each group has a morning of its own.
    cron: '5 * * * *',
    async run() {
      const now = clock.now();
      const calendarOf = await deskCalendars(database.read(), context.calendar);
      for (const share of await unansweredShares(database.read())) {
        const calendar = calendarOf(share.group_id);
        if (!isReminderTime(calendar, now) || reminderDue(share, calendar, now) === undefined) continue;
        await database.transact((tx) => remind(tx, context, share));
      }
    },
  };
}

async function remind(
  tx: Tx,
  context: SharesContext,
  { id, order_id: orderId }: { id: string; order_id: string },
): Promise<void> {
  const order = await orderById(tx, orderId, true);
  const share = await shareById(tx, id);
  if (!order || !share) return;
  // Looked at again under the lock: an answer may have come in between.
  const calendar = (await deskCalendars(tx, context.calendar))(order.group_id);
  const due = reminderDue(share, calendar, context.kernel.clock.now());
  if (due !== 'expire' && negotiationRefusal(order.state) !== undefined) return;
  const occasion = { order, share, actor: system, deed: { ...systemDeed, byRole: 'system' as const } };
  switch (due) {
    case 'expire':
      await performOnShare(context)(tx, occasion, 'expire');
      return;
    case 'escalate': {
      const escalated = await saveShare(tx, share, { escalated_at: context.kernel.clock.now() });
      await performOnShare(context)(tx, { ...occasion, share: escalated, escalates: true }, 'remind');
      return;
    }
    case 'remind':
      await performOnShare(context)(tx, occasion, 'remind');
      return;
    case undefined:
      return;
  }
}
