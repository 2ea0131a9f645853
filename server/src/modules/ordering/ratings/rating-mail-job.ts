import { z } from 'zod';
import { catalogueLabels } from '#catalogue';
import type { Kernel } from '#kernel/assemble';
import { DAY, later } from '#kernel/clock';
import type { Tx } from '#kernel/database';
import { letter, type MailWords } from '#kernel/mail-texts';
import type { JobDefinition } from '#kernel/jobs';
import { addWorkingDays, type WorkingCalendar } from '#libs/working-time';
import { orderFacts } from '../orders/mail-facts.ts';
import type { OrderRow } from '../orders/order.ts';
import type { People } from '../ports.ts';
import { orderById } from '../orders/sql-order-store.ts';
import type { RatingSubject } from './rating.ts';
import { ratingMoments } from './rating-moments.ts';
import { createRatingLink, hasRatingLink, ratingOf, unratedSince } from './sql-rating-store.ts';
import { orderingLabels as label } from '../mail-labels.ts';

/** Working days after ready until the customer is asked (ordering.md 4.16). */
const workingDaysUntilAsked = 5;
/** Days after ready until the customer is asked about the service in use. */
const daysInUse = 90;
/** Who was not asked by then, for instance because the order came by import, is left in peace. */
const daysUntilTooLate = 30;

type RatingMailParts = Pick<Kernel, 'database' | 'clock' | 'mailer' | 'mailTexts' | 'config'> & {
  readonly people: Pick<People, 'byIds'>;
  readonly publicUrl: string;
  /** Sources of orders whose customers another tool tells. */
  readonly maillessSources: readonly string[];
  readonly calendar: WorkingCalendar;
};

/** Asks customers how it went, some working days after their order became ready, and once more how the service is in use. */
export function ratingMailJob(parts: RatingMailParts): JobDefinition<Record<string, never>> {
  const { database, clock, calendar } = parts;
  return {
    name: 'ordering.ask-for-ratings',
    summary: 'Asks customers to rate an order 5 working days after it became ready, and its service after 90 days',
    schema: z.object({}).strict(),
    retryLimit: 3,
    deadlineSeconds: 600,
    cron: '30 7 * * *',
    async run() {
      const now = clock.now();
      // Working days are never shorter than days, so nothing younger can be due.
      const span = { from: later(now, -daysUntilTooLate * DAY), to: later(now, -workingDaysUntilAsked * DAY) };
      for (const { id, readySince } of await unratedSince(database.read(), span, 'order')) {
        const due = addWorkingDays(calendar, readySince, workingDaysUntilAsked);
        if (Temporal.Instant.compare(due, now) <= 0) await database.transact((tx) => ask(tx, parts, id, 'order'));
      }
      const inUse = { from: later(now, -(daysInUse + daysUntilTooLate) * DAY), to: later(now, 1 - daysInUse * DAY) };
      for (const { id } of await unratedSince(database.read(), inUse, 'service'))
        await database.transact((tx) => ask(tx, parts, id, 'service'));
    },
  };
}

async function ask(tx: Tx, parts: RatingMailParts, orderId: string, subject: RatingSubject): Promise<void> {
  const order = await orderById(tx, orderId, true);
  if (order?.state !== 'ready' || parts.maillessSources.includes(order.source)) return;
  const customer = (await parts.people.byIds(tx, [order.customer_id])).get(order.customer_id);
  if (customer?.mailless.includes('ratings')) return;
  if ((await hasRatingLink(tx, orderId, subject)) || (await ratingOf(tx, orderId, subject))) return;
  const secret = await createRatingLink(tx, orderId, parts.clock.now(), subject);
  const values = orderFacts(order, parts.config);
  const reader = { language: customer?.language ?? null };
  const words = await parts.mailTexts.words(tx, ratingMoments[subject], values, reader);
  await parts.mailer.send(tx, ratingMail(order, { publicUrl: parts.publicUrl, secret, subject, words }));
}

const sequence: Record<RatingSubject, number> = { order: 1, service: 2 };

interface RatingMail {
  readonly publicUrl: string;
  readonly secret: string;
  readonly subject: RatingSubject;
  readonly words: MailWords;
}

function ratingMail(order: OrderRow, { publicUrl, secret, subject, words }: RatingMail) {
  return {
    key: `order:${order.number}:rating:${order.customer_email.toLowerCase()}:${sequence[subject]}`,
    to: order.customer_email,
    about: `order:${order.number}`,
    ...letter(words, {
      mark: `[${order.number}]`,
      rows: [
        [label.order, String(order.number)],
        [catalogueLabels.service, `${order.service_name}, ${order.offer_name}`],
        [label.project, order.project_name],
      ],
      url: `${publicUrl}/r/${secret}`,
      because: `You get this because this order is yours. The link works without an account: keep it to yourself. Settings: ${publicUrl}/settings/notifications`,
    }),
  };
}
