import type { MailMoment } from '#kernel/mail-texts';
import { deskMoments } from './desk/desk-moments.ts';
import { levelMoments } from './levels/level-moments.ts';
import { orderMoments } from './orders/order-moments.ts';
import { procedureMoments } from './procedures/procedure-moments.ts';
import { projectMoments } from './projects/project-moments.ts';
import { questionMoments } from './questions/question-moments.ts';
import { ratingMoments } from './ratings/rating-moments.ts';
import { providerMoments, shareDeskMoments } from './shares/share-moments.ts';

/** Every moment at which ordering sends a mail whose words can be changed. */
export const orderingMoments: readonly MailMoment[] = [
  ...Object.values(orderMoments),
  ...Object.values(ratingMoments),
  ...Object.values(questionMoments),
  ...Object.values(projectMoments),
  ...Object.values(procedureMoments),
  ...Object.values(deskMoments),
  ...Object.values(levelMoments),
  ...Object.values(providerMoments),
  ...Object.values(shareDeskMoments),
];
