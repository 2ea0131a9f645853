import { z } from 'zod';
import { RecordRef } from '../kernel/schemas.ts';
import { orderActions, rejectionCategories } from './lifecycle.ts';
import { FileIds } from './message-schemas.ts';
import { AccessInput, OrderClass, Priority, Text } from './schemas.ts';

export const ParameterValues = z
  .record(z.string().max(255), z.unknown())
  .describe('Value by the label or the id of the parameter');

export const PlaceOrder = z
  .object({
    project: RecordRef.describe('Number of a project of yours'),
    offer: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*\/\d{1,6}$/, 'must be `service-slug/number`, such as `egi-cloud-compute/1`'),
    parameters: ParameterValues.default({}),
    comment: Text.default(''),
    voucher: z
      .union([
        z.object({ id: z.string().trim().min(1).max(100) }).strict(),
        z.object({ request: z.literal(true) }).strict(),
      ])
      .optional()
      .describe('Only for offers that take vouchers'),
    question: z.number().int().positive().optional().describe('Number of a question of yours that becomes this order'),
    form: z
      .object({ seconds: z.number().nonnegative().max(10_000_000), website: z.string().max(500) })
      .strict()
      .optional()
      .describe('What the web form noticed: seconds since its answers were begun, and a field that people do not see'),
  })
  .strict()
  .meta({ id: 'PlaceOrder' });
export type PlaceOrder = z.infer<typeof PlaceOrder>;

/** More or less of a parameter, or a longer end: an order of its own on the desk. */
export const ChangeOrder = z
  .object({ parameters: ParameterValues, comment: Text.default('') })
  .strict()
  .meta({ id: 'ChangeOrder' });

export const TransitionInput = z
  .object({
    action: z.enum(orderActions),
    reason: z.string().trim().max(2000).optional(),
    category: z.enum(rejectionCategories).optional(),
    message: z.string().trim().max(10_000).optional(),
    value: z.string().trim().max(255).optional().describe('The desk’s own word for the new state'),
    access: AccessInput.optional(),
    files: FileIds.optional().describe('Files that go with the message'),
    allLines: z
      .boolean()
      .optional()
      .describe('On the first line of a bundle: also for its other lines, wherever the action is possible'),
  })
  .strict()
  .refine(({ files = [], message = '' }) => files.length === 0 || message !== '', {
    path: ['message'],
    message: 'Files go with a message',
  })
  .meta({ id: 'Transition' });
export type TransitionInput = z.infer<typeof TransitionInput>;

export const DeskInput = z
  .object({
    assignee: z.string().nullable().optional().describe('Id of a shifter, `me`, or null'),
    group: z.string().max(100).optional(),
    class: OrderClass.optional(),
    reason: z
      .string()
      .trim()
      .max(2000)
      .optional()
      .describe('Why the class is overridden, or why no agreement is needed'),
    priority: Priority.optional(),
    tags: z.array(z.string().trim().min(1).max(40)).max(20).optional(),
    spam: z.enum(['no', 'yes']).optional(),
    noAgreement: z.boolean().optional(),
  })
  .strict()
  .meta({ id: 'DeskChange' });
export type DeskInput = z.infer<typeof DeskInput>;

export const BulkInput = z
  .object({
    numbers: z.array(RecordRef).min(1).max(500),
    change: DeskInput.pick({ assignee: true, group: true, priority: true, spam: true }).extend({
      addTags: z.array(z.string().trim().min(1).max(40)).max(20).optional(),
    }),
  })
  .strict()
  .meta({ id: 'BulkChange' });

export const RatingInput = z
  .object({
    service: z.number().int().min(1).max(5),
    ordering: z.number().int().min(1).max(5),
    text: z.string().trim().max(4000).default(''),
    publish: z
      .boolean()
      .default(false)
      .describe(
        'The text may stand on the page of the service, without a name; the grade of the service always counts',
      ),
  })
  .strict()
  .meta({ id: 'RatingGiven' });
