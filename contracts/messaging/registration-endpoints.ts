import { z } from 'zod';
import { contract } from '../contract.ts';
import { Instant } from '../kernel/schemas.ts';
import { at, base } from './examples.ts';

const RegistrationParams = z.object({ registration: z.string().min(1).max(64) });

export const Registration = z
  .object({
    id: z.string(),
    name: z.string().describe('Of the user that is asked for'),
    firstName: z.string(),
    lastName: z.string(),
    email: z.string(),
    organization: z.string(),
    description: z.string().describe('What for'),
    registeredAt: Instant,
  })
  .meta({ id: 'MessagingRegistration' });
export type Registration = z.infer<typeof Registration>;

export const Declination = z
  .object({ comment: z.string().trim().min(1, 'Say why').max(2000) })
  .strict()
  .meta({ id: 'MessagingDeclination' });

export const FailedMapping = z
  .object({
    subject: z.string().describe('Of the certificate, as a binding would have to hold it'),
    host: z.string(),
    reason: z.string(),
    firstAt: Instant,
    lastAt: Instant,
    times: z.number().int(),
  })
  .meta({ id: 'FailedCertificateMapping' });
export type FailedMapping = z.infer<typeof FailedMapping>;

const registration = {
  id: '0192f0c1-7c2e-7d51-9a55-5d2f3f8b1a10',
  name: 'grid-publisher',
  firstName: 'Ada',
  lastName: 'Nowak',
  email: 'ada@site.example',
  organization: 'CESNET',
  description: 'Usage records of our site',
  registeredAt: at,
};

/** What portal administrators alone look after: who asks for a user, and certificates that found none. */
export const registrationEndpoints = {
  listMessagingRegistrations: contract({
    ...base,
    id: 'listMessagingRegistrations',
    method: 'GET',
    path: '/api/messaging/registrations',
    summary: 'Lists who waits for a user of the messaging service, newest first',
    response: z.object({ items: z.array(Registration) }),
    responseExample: { items: [registration] },
  }),
  acceptMessagingRegistration: contract({
    ...base,
    id: 'acceptMessagingRegistration',
    method: 'POST',
    path: '/api/messaging/registrations/:registration/accept',
    summary: 'Makes the user who was asked for, in no project, and mails a link to its token',
    params: RegistrationParams,
    body: z.object({}).strict(),
    response: z.object({ name: z.string() }),
    errors: ['registration_unknown', 'already_exists'],
    requestExample: {},
    responseExample: { name: registration.name },
  }),
  declineMessagingRegistration: contract({
    ...base,
    id: 'declineMessagingRegistration',
    method: 'POST',
    path: '/api/messaging/registrations/:registration/decline',
    summary: 'Declines, and mails why',
    params: RegistrationParams,
    body: Declination,
    status: 204,
    errors: ['registration_unknown'],
    requestExample: { comment: 'Use the user of your site' },
  }),
  listFailedMappings: contract({
    ...base,
    id: 'listFailedMappings',
    method: 'GET',
    path: '/api/messaging/failed-mappings',
    summary: 'Lists certificates that lately found no user, the latest first',
    response: z.object({ items: z.array(FailedMapping) }),
    responseExample: {
      items: [
        {
          subject: 'CN=ce.site.example,O=Site,C=GR',
          host: 'messaging.federation.example',
          reason: 'no binding',
          firstAt: at,
          lastAt: at,
          times: 12,
        },
      ],
    },
  }),
} as const;
