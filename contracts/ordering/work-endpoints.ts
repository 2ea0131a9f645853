import { z } from 'zod';
import { contract } from '../contract.ts';
import { Instant } from '../kernel/schemas.ts';
import { FollowedOrder, ShifterGroup, ShifterGroupInput, WorkItem } from './work-schemas.ts';

const tag = 'ordering';

/** What waits for somebody, drafts, groups of shifters, search and the feed of events. */
export const workEndpoints = {
  readDraft: contract({
    id: 'readDraft',
    method: 'GET',
    path: '/api/drafts/:key',
    summary: 'Reads what I began to write and did not send.',
    tag,
    audience: 'signed-in',
    params: z.object({ key: z.string().max(200) }),
    response: z.object({ key: z.string(), content: z.unknown(), savedAt: Instant.nullable() }),
  }),
  keepDraft: contract({
    id: 'keepDraft',
    method: 'PUT',
    path: '/api/drafts/:key',
    summary: 'Keeps what I am writing; null forgets it.',
    tag,
    audience: 'signed-in',
    params: z.object({ key: z.string().max(200) }),
    body: z.object({ content: z.unknown() }).strict(),
    response: z.object({ savedAt: Instant }),
    errors: ['draft_too_large'],
  }),
  listGroups: contract({
    id: 'listGroups',
    method: 'GET',
    path: '/api/groups',
    summary: 'The groups of shifters.',
    tag,
    audience: 'signed-in',
    response: z.object({ groups: z.array(ShifterGroup) }),
  }),
  saveGroup: contract({
    id: 'saveGroup',
    method: 'PUT',
    path: '/api/groups/:id',
    summary: 'Makes or changes a group of shifters, for portal administrators.',
    tag,
    audience: 'signed-in',
    params: z.object({ id: z.string().max(60) }),
    body: ShifterGroupInput,
    response: ShifterGroup,
    errors: ['administrator_only', 'unknown_assignee'],
  }),
  readWork: contract({
    id: 'readWork',
    method: 'GET',
    path: '/api/work',
    summary: 'What waits for me, soonest first, and the orders that I follow.',
    tag,
    audience: 'signed-in',
    response: z.object({
      items: z.array(WorkItem),
      late: z.number().int(),
      following: z.array(FollowedOrder).describe('Orders of my projects, those that somebody works on first'),
      navigation: z.record(z.string(), z.number().int()).describe('Counts for the navigation by entry'),
      week: z
        .object({ in: z.number().int(), decided: z.number().int(), medianFirstReplySeconds: z.number().nullable() })
        .nullable(),
    }),
  }),
  markWorkSeen: contract({
    id: 'markWorkSeen',
    method: 'POST',
    path: '/api/work/seen',
    summary: 'Remembers that I have looked at things that wait for me; what changes later is unread again.',
    tag,
    audience: 'signed-in',
    body: z.object({ items: z.array(z.string().min(1).max(200)).min(1).max(500) }).strict(),
  }),
  search: contract({
    id: 'search',
    method: 'GET',
    path: '/api/search',
    summary: 'Finds orders, projects, services, people and sites by number, name or mail.',
    tag,
    audience: 'signed-in',
    query: z.object({ q: z.string().trim().min(1).max(100) }),
    response: z.object({
      hits: z.array(
        z.object({
          kind: z.enum(['order', 'project', 'service', 'site', 'person']),
          label: z.string(),
          detail: z.string(),
          path: z.string(),
        }),
      ),
    }),
  }),
  readEvents: contract({
    id: 'readEvents',
    method: 'GET',
    path: '/api/events',
    summary: 'Everything that happened to orders, oldest first, for programs of the desk.',
    tag,
    audience: 'signed-in',
    scope: 'orders',
    query: z.object({
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    response: z.object({
      events: z.array(
        z.object({
          seq: z.number().int(),
          id: z.string(),
          type: z.string(),
          subject: z.string(),
          at: Instant,
          payload: z.record(z.string(), z.unknown()),
        }),
      ),
      next: z.number().int(),
    }),
    errors: ['desk_forbidden'],
  }),
};
