import type { MailMoment } from '#kernel/mail-texts';
import { orderMoments } from './orders/order-moments.ts';

/** Every moment at which ordering sends a mail whose words can be changed. */
export const orderingMoments: readonly MailMoment[] = Object.values(orderMoments);
