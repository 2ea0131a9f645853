import type { Feature } from './feature.ts';
import { agreements } from '../features/agreements/index.ts';
import { admin } from '../features/admin/index.ts';
import { bundlesFeature } from '../features/bundles/index.ts';
import { desk } from '../features/desk/index.ts';
import { frontFeature } from '../features/front/index.ts';
import { home } from '../features/home/index.ts';
import { lineFeature } from '../features/line/index.ts';
import { mailTexts } from '../features/mail-texts/index.ts';
import { mailboxFeature } from '../features/mailbox/index.ts';
import { marketplaceFeature } from '../features/marketplace/index.ts';
import { statisticsFeature } from '../features/ordering/statistics/index.ts';
import { deskSetup } from '../features/ordering/index.ts';
import { messaging } from '../features/messaging/index.ts';
import { offersFeature } from '../features/offers/index.ts';
import { procedures } from '../features/procedures/index.ts';
import { projectsFeature } from '../features/projects/index.ts';
import { questionsFeature } from '../features/questions/index.ts';
import { settingsFeature } from '../features/settings/index.ts';
import { wizardFeature } from '../features/wizard/index.ts';

/** Every feature of the product, listed by hand. A feature is a folder of `web/src/features` that exports its routes. */
export const features: readonly Feature[] = [
  frontFeature,
  marketplaceFeature,
  wizardFeature,
  bundlesFeature,
  offersFeature,
  projectsFeature,
  lineFeature,
  questionsFeature,
  mailboxFeature,
  settingsFeature,
  home,
  desk,
  statisticsFeature,
  deskSetup,
  admin,
  agreements,
  procedures,
  mailTexts,
  messaging,
];
