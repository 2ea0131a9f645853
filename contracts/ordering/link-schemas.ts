import { z } from 'zod';
import { Instant } from '../kernel/schemas.ts';
import { orderStates } from './lifecycle.ts';

/** How one order belongs to another. */
export const orderRelations = ['part_of', 'depends_on', 'duplicate_of', 'continues'] as const;
export type OrderRelationName = (typeof orderRelations)[number];

export const OrderLinkInput = z
  .object({
    relation: z.enum(orderRelations).describe('What this order is to the other one'),
    order: z.number().int().positive().max(2_147_483_647).describe('Number of the other order'),
  })
  .strict()
  .meta({ id: 'OrderLinkDetails' });
export type OrderLinkInput = z.infer<typeof OrderLinkInput>;

/** An order of a tree of linked orders, in the order in which the tree is read from its root. */
export const OrderInTree = z
  .object({
    number: z.number().int(),
    service: z.string(),
    offer: z.string(),
    state: z.enum(orderStates),
    depth: z.number().int().describe('0 for the root'),
    relation: z.enum(orderRelations).nullable().describe('What it is to the order above it; null for the root'),
    above: z.number().int().nullable().describe('The order above it'),
  })
  .meta({ id: 'OrderInTree' });
export type OrderInTree = z.infer<typeof OrderInTree>;

/** A ticket of another Jira that an order follows: status, voucher and public comments come from there. */
export const FollowedTicket = z
  .object({
    id: z.string(),
    key: z.string(),
    source: z.string().describe('Address of the other Jira, with its context path'),
    url: z.string().describe('Where the ticket is read'),
    linkedAt: Instant,
    imported: z.boolean().describe('Whether the order was imported from it'),
  })
  .meta({ id: 'FollowedTicket' });
export type FollowedTicket = z.infer<typeof FollowedTicket>;

/** A message of one of several orders that are the same. */
export const JoinedMessage = z
  .object({
    id: z.string(),
    order: z.number().int(),
    scope: z.enum(['public', 'internal']),
    at: Instant,
    by: z.object({ name: z.string(), role: z.enum(['customer', 'shifter', 'provider', 'system']) }),
    text: z.string(),
  })
  .meta({ id: 'JoinedMessage' });
export type JoinedMessage = z.infer<typeof JoinedMessage>;
