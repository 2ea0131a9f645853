import { z } from 'zod';
import { Instant, page } from './schemas.ts';

/** One call to a receiver outside, as its log shows it; every module whose channel has a log answers this. */
export const DeliveryView = z
  .object({
    id: z.string(),
    about: z.string().describe('What was told, in words'),
    state: z.enum(['waiting', 'delivered', 'failed']),
    attempts: z.number().int(),
    status: z.number().int().nullable().describe('HTTP status of the last answer'),
    failure: z.string().nullable(),
    answer: z.string().nullable().describe('The beginning of what was answered'),
    milliseconds: z.number().int().nullable(),
    createdAt: Instant,
    triedAt: Instant.nullable(),
    nextAt: Instant.nullable().describe('When it is tried again'),
    body: z.string().nullable().describe('What was sent'),
  })
  .meta({ id: 'DeliveryView' });
export type DeliveryView = z.infer<typeof DeliveryView>;

export const DeliveryPage = page(DeliveryView);

export const aDelivery: DeliveryView = {
  id: '0192f0c1-7c2e-7d51-9a55-5d2f3f8b1a40',
  about: 'order 1284: ordering.order_approved',
  state: 'delivered',
  attempts: 1,
  status: 204,
  failure: null,
  answer: '',
  milliseconds: 84,
  createdAt: '2026-11-23T14:32:05.120Z',
  triedAt: '2026-11-23T14:32:05.410Z',
  nextAt: null,
  body: '{"id":"0192f0c1-7c2e-7d51-9a55-5d2f3f8b1a41","type":"ordering.order_approved"}',
};
