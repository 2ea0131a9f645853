import { z } from 'zod';

import { languages } from '#contracts/languages';

import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

const list = defineRoute({
  path: '/templates/mails',
  title: 'Mail texts',
  load: () => import('./mail-texts-page.tsx').then((module) => module.MailTextsPage),
});

/** The text of one mail: `/templates/mails/ordering.order_approved?language=de&special=cloud/1`. */
export const mailText = defineRoute({
  path: '/templates/mails/$id',
  title: 'Mail text',
  layout: 'record',
  search: z.object({ language: z.enum(languages).optional(), special: z.string().optional() }),
  load: () => import('./mail-text-page.tsx').then((module) => module.MailTextPage),
});

/** The words of mails, which coordinators and administrators change. */
export const mailTexts: Feature = { id: 'mail-texts', routes: [list, mailText] };
