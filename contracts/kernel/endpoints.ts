import { z } from 'zod';
import { contract } from '../contract.ts';
import { Instant, Mail, MailSummary, PageQuery, page } from './schemas.ts';

const tag = 'administration';

export const QueueView = z
  .object({
    name: z.string(),
    summary: z.string(),
    cron: z.string().nullable(),
    waiting: z.number().int(),
    active: z.number().int(),
    failed: z.number().int(),
  })
  .meta({ id: 'QueueView' });
export type QueueView = z.infer<typeof QueueView>;

export const JobView = z
  .object({
    id: z.string(),
    state: z.string(),
    data: z.unknown(),
    output: z.unknown(),
    attempts: z.number().int(),
    createdAt: Instant,
    completedAt: Instant.nullable(),
  })
  .meta({ id: 'JobView' });
export type JobView = z.infer<typeof JobView>;

export const StuckEvent = z
  .object({
    id: z.string(),
    type: z.string(),
    aggregate: z.string(),
    occurredAt: Instant,
    attempts: z.number().int(),
    failure: z.string().nullable(),
  })
  .meta({ id: 'StuckEvent' });
export type StuckEvent = z.infer<typeof StuckEvent>;

const queue = z.object({ queue: z.string().max(200) });
const queueAndId = queue.extend({ id: z.string().max(200) });

export const kernelEndpoints = {
  stream: contract({
    id: 'stream',
    method: 'GET',
    path: '/api/stream',
    summary: 'Tells, as server-sent events, which records of mine changed: `{id, type, aggregate}`.',
    tag: 'live',
    audience: 'signed-in',
    produces: 'text/event-stream',
    errors: ['stopping'],
  }),
  listJobs: contract({
    id: 'listJobs',
    method: 'GET',
    path: '/api/admin/jobs',
    summary: 'The kinds of background work with how much of it waits, runs and failed.',
    tag,
    audience: 'signed-in',
    response: z.object({ queues: z.array(QueueView), stuckEvents: z.array(StuckEvent) }),
    errors: ['administrator_only'],
  }),
  recentJobs: contract({
    id: 'recentJobs',
    method: 'GET',
    path: '/api/admin/jobs/:queue',
    summary: 'The last jobs of one kind.',
    tag,
    audience: 'signed-in',
    params: queue,
    response: z.object({ jobs: z.array(JobView) }),
    errors: ['administrator_only', 'unknown_job'],
  }),
  retryJob: contract({
    id: 'retryJob',
    method: 'POST',
    path: '/api/admin/jobs/:queue/:id/retry',
    summary: 'Runs a failed job again.',
    tag,
    audience: 'signed-in',
    params: queueAndId,
    errors: ['administrator_only', 'unknown_job'],
  }),
  retryEvent: contract({
    id: 'retryEvent',
    method: 'POST',
    path: '/api/admin/events/:id/retry',
    summary: 'Delivers an event again that failed too often.',
    tag,
    audience: 'signed-in',
    params: z.object({ id: z.string().max(100) }),
    errors: ['administrator_only'],
  }),
  listMails: contract({
    id: 'listMails',
    method: 'GET',
    path: '/api/mailbox',
    summary: 'Mails that were kept because no mail server is set; newest first.',
    tag,
    audience: 'public',
    query: PageQuery.extend({ to: z.string().max(255).optional(), q: z.string().trim().max(200).optional() }),
    response: page(MailSummary).extend({
      recipients: z.array(z.object({ address: z.string(), unread: z.number().int() })),
    }),
  }),
  readMail: contract({
    id: 'readMail',
    method: 'GET',
    path: '/api/mailbox/:id',
    summary: 'Reads one kept mail.',
    tag,
    audience: 'public',
    params: z.object({ id: z.string().max(100) }),
    response: Mail,
  }),
};
