import { z } from 'zod';
import { DAY, later } from '#kernel/clock';
import type { Tx } from '#kernel/database';
import type { JobDefinition } from '#kernel/jobs';
import { deskCalendars } from '../calendar/desk-calendars.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { isReminderTime } from '../shares/share-reminders.ts';
import { orderAudience } from './order-audience.ts';
import { questionStepDue, questionSteps } from './question-reminders.ts';
import { stepsTaken, takeStep, unansweredQuestions } from './sql-question-reminders.ts';
import { orderById } from './sql-order-store.ts';

/** Reminds customers who were asked and have not answered, and in the end asks the desk to decide without them. */
export function remindCustomers(context: OrderingContext): JobDefinition<Record<string, never>> {
  const { database, clock } = context.kernel;
  return {
    name: 'ordering.remind-customers',
    summary: 'Reminds customers of a question after 3 and 7 working days, asks the desk to decide after 10',
    schema: z.object({}).strict(),
    retryLimit: 3,
    deadlineSeconds: 600,
    // Every hour, because the schedule knows only UTC, and each group has a morning of its own.
    cron: '15 * * * *',
    async run() {
      const now = clock.now();
      const calendarOf = await deskCalendars(database.read(), context.calendar);
      // A working day is never shorter than a day, but the first one may begin in the middle.
      const before = later(now, -(questionSteps[0].afterDays - 1) * DAY);
      for (const { id, group_id: groupId } of await unansweredQuestions(database.read(), before))
        if (isReminderTime(calendarOf(groupId), now)) await database.transact((tx) => remind(tx, context, id));
    },
  };
}

async function remind(tx: Tx, { kernel, calendar: settings }: OrderingContext, id: string): Promise<void> {
  // Looked at under the lock: an answer may have come in between.
  const order = await orderById(tx, id, true);
  if (order?.state !== 'waiting_for_response') return;
  const { state_since: askedAt } = order;
  const now = kernel.clock.now();
  const calendar = (await deskCalendars(tx, settings))(order.group_id);
  const step = questionStepDue(askedAt, await stepsTaken(tx, id, askedAt), calendar, now);
  if (step === undefined) return;
  await takeStep(tx, { orderId: id, askedAt, step, at: now });
  await kernel.publish(tx, {
    type: 'ordering.question_reminded',
    aggregate: `order:${order.number}`,
    payload: { orderId: id, orderNumber: order.number, step, askedAt },
    audience: await orderAudience(tx, order),
  });
}
