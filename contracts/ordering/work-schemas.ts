import { z } from 'zod';
import { noticeTopics } from '../identity/schemas.ts';
import { Instant } from '../kernel/schemas.ts';
import { Clock, NextStep, OrderStateName, PersonRef } from './schemas.ts';

export const ShifterGroup = z
  .object({
    id: z.string(),
    name: z.string(),
    mail: z.string(),
    rules: z.array(z.string()).describe('Names of the routing rules that lead to this group'),
    isDefault: z.boolean(),
    leader: z.string().nullable().describe('Id of the member who leads the shift'),
    members: z.array(PersonRef),
    openOrders: z.number().int(),
  })
  .meta({ id: 'ShifterGroup' });
export type ShifterGroup = z.infer<typeof ShifterGroup>;

export const ShifterGroupInput = z
  .object({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,40}$/, 'lower case letters, digits and hyphens'),
    name: z.string().trim().min(1).max(255),
    mail: z.email().max(255),
    isDefault: z.boolean().default(false),
    leader: z.string().max(60).nullable().default(null).describe('Member who hears of missed deadlines'),
    members: z.array(z.string()).max(200).describe('Ids of people'),
  })
  .strict()
  .meta({ id: 'ShifterGroupDetails' });
export type ShifterGroupInput = z.infer<typeof ShifterGroupInput>;

export const SavedView = z
  .object({
    id: z.string(),
    name: z.string(),
    screen: z.string(),
    query: z.string(),
    owner: z.enum(['me', 'group', 'shipped']),
    mine: z.boolean().describe('Saved by the reader, who may change and delete it'),
    count: z.number().int().nullable(),
    attention: z.boolean(),
  })
  .meta({ id: 'SavedView' });
export type SavedView = z.infer<typeof SavedView>;

/** One thing that waits for me. */
export const WorkItem = z
  .object({
    id: z.string(),
    lane: z.enum(['late', 'today', 'week', 'later']),
    clock: Clock.nullable(),
    record: z.string().describe('The record it belongs to, by which things are grouped: `Order 1284`'),
    subject: z.string(),
    text: z.string(),
    path: z.string(),
    button: z.string(),
    since: Instant.nullable().describe('Since when it waits; null where nothing says it'),
    why: z.string().describe('Why it comes to me'),
    topic: z.enum([...noticeTopics, 'fixed']).describe('The setting that governs mails about it; `fixed` has none'),
    unread: z.boolean().describe('It began to wait, or changed, after I looked at it last'),
  })
  .meta({ id: 'WorkItem' });
export type WorkItem = z.infer<typeof WorkItem>;

export const FollowedOrder = z
  .object({
    number: z.number().int(),
    path: z.string(),
    service: z.string(),
    offer: z.string(),
    project: z.string(),
    state: OrderStateName,
    next: NextStep,
    newMessages: z.number().int(),
    changedAt: Instant,
  })
  .meta({ id: 'FollowedOrder' });
export type FollowedOrder = z.infer<typeof FollowedOrder>;
