import { z } from 'zod';
import { Action, Day, Instant, Version } from '../kernel/schemas.ts';
import { AccessInput, Amount, Clock, Name, OrderStateName } from './schemas.ts';

const Address = z.email().max(255);

/** One address or several, separated by commas: everybody gets a mail of their own. */
const Addresses = z
  .string()
  .trim()
  .max(1000)
  .refine((text) => text.split(',').every((address) => Address.safeParse(address.trim()).success), {
    error: 'must be an address such as grid@site.example, or several separated by commas',
  });

export const shareStates = [
  'proposed',
  'sent',
  'countered',
  'validated',
  'rejected',
  'withdrawn',
  'superseded',
  'expired',
] as const;

export const ShareState = z.enum(shareStates);
export type ShareState = z.infer<typeof ShareState>;

export const ShareAnswer = z.object({
  at: Instant,
  by: z.string(),
  how: z.enum(['link', 'account', 'on_behalf', 'desk']),
  comment: z.string(),
});

export const ShareTerms = z.object({
  resources: z.array(Amount),
  startsOn: Day,
  endsOn: Day,
  availability: z.number(),
  reliability: z.number(),
});
export type ShareTerms = z.infer<typeof ShareTerms>;

export const Share = ShareTerms.extend({
  id: z.string(),
  number: z.number().int().describe('Counted per order, from 1'),
  orderNumber: z.number().int(),
  version: Version,
  site: z.object({ name: z.string(), country: z.string() }),
  contact: z.object({ name: z.string(), email: z.string() }),
  note: z.string(),
  state: ShareState,
  generation: z.number().int(),
  sentAt: Instant.nullable(),
  seenAt: Instant.nullable(),
  remindedAt: Instant.nullable(),
  answer: ShareAnswer.nullable(),
  counter: ShareTerms.extend({ comment: z.string() }).nullable(),
  deliveredAt: Instant.nullable(),
  undelivered: z.string().nullable().describe('Address to which the newest mail could not be delivered'),
  /** Working days since it was sent. */
  waitingDays: z.number().nullable(),
  clock: Clock.nullable(),
  actions: z.array(Action),
}).meta({ id: 'Share' });
export type Share = z.infer<typeof Share>;

export const ShareInput = z
  .object({
    site: Name,
    contact: z.object({ name: z.string().trim().max(255).default(''), email: Addresses }).optional(),
    resources: z
      .array(z.object({ metric: z.string().max(100), quantity: z.number().nonnegative().max(1e12) }).strict())
      .min(1)
      .max(40),
    startsOn: Day.optional(),
    endsOn: Day.optional(),
    availability: z.number().min(0).max(100).default(90),
    reliability: z.number().min(0).max(100).default(95),
    note: z.string().trim().max(2000).default(''),
  })
  .strict()
  .meta({ id: 'ShareProposal' });
export type ShareInput = z.infer<typeof ShareInput>;

export const shareActions = [
  'send',
  'remind',
  'withdraw',
  'validate',
  'reject',
  'counter',
  'accept_counter',
  'refuse_counter',
  'reopen',
  'deliver',
] as const;

export type ShareAction = (typeof shareActions)[number];

export const ShareActionInput = z
  .object({
    comment: z.string().trim().max(4000).default(''),
    counter: z
      .object({
        resources: z
          .array(z.object({ metric: z.string().max(100), quantity: z.number().nonnegative().max(1e12) }).strict())
          .max(40),
        startsOn: Day,
        endsOn: Day,
        availability: z.number().min(0).max(100),
        reliability: z.number().min(0).max(100),
      })
      .strict()
      .optional(),
    access: AccessInput.optional(),
  })
  .strict()
  .meta({ id: 'ShareActionDetails' });
export type ShareActionInput = z.infer<typeof ShareActionInput>;

export const Coverage = z
  .object({
    metric: z.string(),
    label: z.string(),
    unit: z.string().nullable(),
    requested: z.number(),
    validated: z.number(),
    waiting: z.number(),
    missing: z.number().describe('Neither validated nor waiting for an answer'),
  })
  .meta({ id: 'Coverage' });
export type Coverage = z.infer<typeof Coverage>;

export const RollUp = z.enum([
  'no-allocation',
  'all-validated',
  'all-rejected',
  'waiting-for-providers',
  'countered',
  'partly-validated',
]);

export const ShareRow = Share.extend({
  service: z.string(),
  offer: z.string(),
  project: z.string(),
  customer: z.string(),
  group: z.string(),
  orderState: OrderStateName,
}).meta({ id: 'ShareRow' });
export type ShareRow = z.infer<typeof ShareRow>;
