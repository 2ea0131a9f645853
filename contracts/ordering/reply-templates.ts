import { z } from 'zod';
import { contract } from '../contract.ts';
import { Instant, RecordNumber } from '../kernel/schemas.ts';

/** What a reply is offered for: a message, a note, or the words that go with an action of the order. */
export const replyUses = ['message', 'ask', 'approve', 'deliver', 'reject', 'close', 'note'] as const;

export const ReplyTemplateInput = z
  .object({
    name: z.string().trim().min(1, 'Give it a name').max(100),
    language: z
      .string()
      .trim()
      .regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'A language such as en, de or pt-BR'),
    use: z.enum(replyUses),
    body: z.string().trim().min(1, 'Write the text').max(10_000),
  })
  .strict()
  .meta({ id: 'ReplyTemplateText' });
export type ReplyTemplateInput = z.output<typeof ReplyTemplateInput>;

export const ReplyTemplate = ReplyTemplateInput.extend({
  id: z.string(),
  version: z.number().int(),
  changedBy: z.string(),
  changedAt: Instant,
}).meta({ id: 'ReplyTemplate' });
export type ReplyTemplate = z.infer<typeof ReplyTemplate>;

export const ReplyPreviewInput = z
  .object({
    body: z.string().max(10_000),
    order: RecordNumber.optional().describe('Filled from this order; from a sample without it'),
  })
  .strict()
  .meta({ id: 'ReplyPreviewText' });

export const ReplyPreview = z
  .object({
    text: z.string(),
    problem: z.object({ line: z.number().int(), reason: z.string() }).nullable(),
  })
  .meta({ id: 'ReplyPreview' });

export const ReplyOffered = z
  .object({
    id: z.string(),
    name: z.string(),
    language: z.string(),
    use: z.enum(replyUses),
    text: z.string().describe('Filled from the order'),
  })
  .meta({ id: 'ReplyOffered' });
export type ReplyOffered = z.infer<typeof ReplyOffered>;

const tag = 'ordering';
const example = {
  name: 'Two sites',
  language: 'en',
  use: 'ask' as const,
  body: 'Dear {{ customer.name }}, are two sites fine for {{ service.name }}?',
};
const kept = {
  ...example,
  id: '019ab3e2-7c40-7000-8000-000000000001',
  version: 1,
  changedBy: 'Anna de Wit',
  changedAt: '2026-11-23T09:00:00.000Z',
};
const shared = { tag, audience: 'signed-in', scope: 'orders' } as const;
const id = z.object({ id: z.string().max(60) });
const changeErrors = ['desk_forbidden', 'reply_template_broken', 'reply_template_name_taken'];

/** Replies that shifters choose from when they write. */
export const replyTemplateEndpoints = {
  listReplyTemplates: contract({
    ...shared,
    id: 'listReplyTemplates',
    method: 'GET',
    path: '/api/reply-templates',
    summary: 'The replies that shifters choose from, by name and language, and what their texts may name.',
    response: z.object({
      items: z.array(ReplyTemplate),
      placeholders: z.array(z.object({ name: z.string(), meaning: z.string() })),
    }),
    responseExample: { items: [kept], placeholders: [{ name: 'order.number', meaning: 'Number of the order' }] },
    errors: ['desk_forbidden'],
  }),
  createReplyTemplate: contract({
    ...shared,
    id: 'createReplyTemplate',
    method: 'POST',
    path: '/api/reply-templates',
    summary: 'Makes a reply; a text that cannot be filled is refused with its line.',
    body: ReplyTemplateInput,
    response: ReplyTemplate,
    status: 201,
    requestExample: example,
    responseExample: kept,
    errors: changeErrors,
  }),
  saveReplyTemplate: contract({
    ...shared,
    id: 'saveReplyTemplate',
    method: 'PUT',
    path: '/api/reply-templates/:id',
    summary: 'Changes a reply; `If-Match` with its version keeps two people from writing over each other.',
    params: id,
    body: ReplyTemplateInput,
    response: ReplyTemplate,
    requestExample: example,
    responseExample: { ...kept, version: 2 },
    errors: [...changeErrors, 'stale_version'],
  }),
  archiveReplyTemplate: contract({
    ...shared,
    id: 'archiveReplyTemplate',
    method: 'DELETE',
    path: '/api/reply-templates/:id',
    summary: 'Offers a reply no longer. What was written with it stays.',
    params: id,
    errors: ['desk_forbidden'],
  }),
  previewReplyTemplate: contract({
    ...shared,
    id: 'previewReplyTemplate',
    method: 'POST',
    path: '/api/reply-templates/preview',
    summary: 'What a text gives, filled from a sample or from an order.',
    body: ReplyPreviewInput,
    response: ReplyPreview,
    requestExample: { body: example.body },
    responseExample: { text: 'Dear Eleni Kostas, are two sites fine for Cloud compute?', problem: null },
    errors: ['desk_forbidden'],
  }),
  listOrderReplies: contract({
    ...shared,
    id: 'listOrderReplies',
    method: 'GET',
    path: '/api/orders/:number/replies',
    summary: 'The replies that can be given on an order, each filled from it.',
    params: z.object({ number: RecordNumber }),
    response: z.object({ items: z.array(ReplyOffered) }),
    responseExample: {
      items: [
        { id: kept.id, name: 'Two sites', language: 'en', use: 'ask', text: 'Dear Eleni Kostas, are two sites fine?' },
      ],
    },
    errors: ['desk_forbidden'],
  }),
};
