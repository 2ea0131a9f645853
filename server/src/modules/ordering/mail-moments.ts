import type { MailMoment } from '#kernel/mail-texts';
import { orderMoments } from './orders/order-moments.ts';
import { providerMoments, shareDeskMoments } from './shares/share-moments.ts';

/** Every moment at which ordering sends a mail whose words can be changed. */
export const orderingMoments: readonly MailMoment[] = [
  ...Object.values(orderMoments),
  ...Object.values(providerMoments),
  ...Object.values(shareDeskMoments),
];
