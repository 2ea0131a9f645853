import { z } from 'zod';

import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

export const mailboxRoute = defineRoute({
  path: '/mailbox',
  title: 'Mailbox',
  open: true,
  search: z.object({
    to: z.string().max(255).optional(),
    q: z.string().max(200).default(''),
    mail: z.string().max(100).optional(),
  }),
  load: () => import('./mailbox-page.tsx').then((module) => module.MailboxPage),
});

/** Mails that were kept because no mail server is set. */
export const mailboxFeature: Feature = { id: 'mailbox', routes: [mailboxRoute] };
