import { z } from 'zod';
import { Instant, many, RecordNumber } from '../kernel/schemas.ts';
import { orderStates } from './lifecycle.ts';

/** The number of a record in an address. */
export const NumberParams = z.object({ number: RecordNumber });
/** Values of a filter; a leading `-` means "not". */
export const Filter = many(z.string().max(200));

export const Name = z.string().trim().min(1).max(255);
export const Text = z.string().trim().max(10_000);

export const OrderStateName = z.enum(orderStates);
export const OrderClass = z.enum(['simple', 'complex', 'joint']);
export const Priority = z.enum(['less urgent', 'urgent', 'very urgent', 'top priority']);

export const PersonRef = z.object({ id: z.string(), name: z.string() }).meta({ id: 'PersonRef' });
export type PersonRef = z.infer<typeof PersonRef>;

/** An amount of one metric: 50 virtual machines, 800 GB of memory. */
export const Amount = z
  .object({
    metric: z.string().max(100),
    label: z.string().max(200),
    quantity: z.number().nonnegative(),
    unit: z.string().max(40).nullable(),
  })
  .meta({ id: 'Amount' });
export type Amount = z.infer<typeof Amount>;

/** What happens next, by whom, until when, in the customer's words. */
export const NextStep = z
  .object({ text: z.string(), by: z.string(), until: Instant.nullable() })
  .meta({ id: 'NextStep' });
export type NextStep = z.infer<typeof NextStep>;

/** A deadline and how much of its time is used (ordering.md 4.9, ui.md 6.2). */
export const Clock = z
  .object({
    name: z.enum(['first_reply', 'decision', 'provider_answer', 'public_silence']),
    state: z.enum(['on_track', 'warning', 'over', 'paused', 'met', 'not_applicable']),
    dueAt: Instant.nullable(),
    /** Working seconds left; negative when over. */
    remainingSeconds: z.number().int().nullable(),
    usedSeconds: z.number().int(),
    targetSeconds: z.number().int(),
    /** Why it is paused, in words. */
    because: z.string().nullable(),
  })
  .meta({ id: 'Clock' });
export type Clock = z.infer<typeof Clock>;

export const Website = z.union([z.literal(''), z.httpUrl().max(500)]);

/** How the customer gets in. */
export const AccessInput = z
  .object({
    text: z.string().trim().max(10_000).default(''),
    url: Website.default(''),
    secrets: z.record(z.string().trim().min(1).max(100), z.string().max(4000)).default({}),
  })
  .strict();
export type AccessInput = z.infer<typeof AccessInput>;
