import { z } from 'zod';
import type { Kernel } from '#kernel/assemble';
import { DAY, later } from '#kernel/clock';
import type { Tx } from '#kernel/database';
import type { JobDefinition } from '#kernel/jobs';
import { addWorkingDays, type WorkingCalendar } from '#libs/working-time';
import type { OrderRow } from '../orders/order.ts';
import type { People } from '../ports.ts';
import { orderById } from '../orders/sql-order-store.ts';
import { createRatingLink, hasRatingLink, ratingOf, unratedSince } from './sql-rating-store.ts';

/** Working days after ready until the customer is asked (ordering.md 4.16). */
const workingDaysUntilAsked = 5;
/** Who was not asked by then, for instance because the order came by import, is left in peace. */
const daysUntilTooLate = 30;

type RatingMailParts = Pick<Kernel, 'database' | 'clock' | 'mailer'> & {
  readonly people: Pick<People, 'byIds'>;
  readonly publicUrl: string;
  /** Sources of orders whose customers another tool tells. */
  readonly maillessSources: readonly string[];
  readonly calendar: WorkingCalendar;
};

/** Asks customers once how it went, some working days after their order became ready. */
export function ratingMailJob(parts: RatingMailParts): JobDefinition<Record<string, never>> {
  const { database, clock, calendar } = parts;
  return {
    name: 'ordering.ask-for-ratings',
    summary: 'Asks customers to rate an order 5 working days after it became ready',
    schema: z.object({}).strict(),
    retryLimit: 3,
    deadlineSeconds: 600,
    cron: '30 7 * * *',
    async run() {
      const now = clock.now();
      // Working days are never shorter than days, so nothing younger can be due.
      const span = { from: later(now, -daysUntilTooLate * DAY), to: later(now, -workingDaysUntilAsked * DAY) };
      for (const { id, readySince } of await unratedSince(database.read(), span)) {
        const due = addWorkingDays(calendar, readySince, workingDaysUntilAsked);
        if (Temporal.Instant.compare(due, now) <= 0) await database.transact((tx) => ask(tx, parts, id));
      }
    },
  };
}

async function ask(tx: Tx, parts: RatingMailParts, orderId: string): Promise<void> {
  const order = await orderById(tx, orderId, true);
  if (order?.state !== 'ready' || parts.maillessSources.includes(order.source)) return;
  const customer = (await parts.people.byIds(tx, [order.customer_id])).get(order.customer_id);
  if (customer?.mailless.includes('ratings')) return;
  if ((await hasRatingLink(tx, orderId)) || (await ratingOf(tx, orderId))) return;
  const secret = await createRatingLink(tx, orderId, parts.clock.now());
  await parts.mailer.send(tx, ratingMail(order, parts.publicUrl, secret));
}

function ratingMail(order: OrderRow, publicUrl: string, secret: string) {
  return {
    key: `order:${order.number}:rating:${order.customer_email.toLowerCase()}:1`,
    to: order.customer_email,
    subject: `[${order.number}] How was ${order.service_name}?`,
    about: `order:${order.number}`,
    content: {
      opening: `The order desk asks how your order of ${order.service_name} went.`,
      rows: [
        ['Order', String(order.number)],
        ['Service', `${order.service_name}, ${order.offer_name}`],
        ['Project', order.project_name],
      ] as const,
      paragraphs: ['Two grades from 1 to 5: one for the service, one for the ordering. It takes less than a minute.'],
      button: { label: 'Rate the order', url: `${publicUrl}/r/${secret}` },
      otherwise: 'If you do nothing, nothing happens, and you are not asked again.',
      because: `You get this because this order is yours. The link works without an account: keep it to yourself. Settings: ${publicUrl}/settings/notifications`,
    },
  };
}
