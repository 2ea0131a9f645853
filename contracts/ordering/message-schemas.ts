import { z } from 'zod';
import { Instant } from '../kernel/schemas.ts';

export const mostFileBytes = 10 * 1024 * 1024;

const mostFiles = 10;

/** A file that goes with a message. */
export const AttachedFile = z
  .object({ id: z.string(), name: z.string(), mediaType: z.string(), sizeBytes: z.number().int() })
  .meta({ id: 'AttachedFile' });
export type AttachedFile = z.infer<typeof AttachedFile>;

/** Ids of files that the writer has uploaded for this order and not sent yet. */
export const FileIds = z.array(z.string().max(40)).max(mostFiles, `At most ${mostFiles} files go with one message`);

export const FileName = z
  .string()
  .trim()
  .min(1, 'Give the file a name')
  .max(200)
  .regex(/^[^\p{Cc}/\\]+$/u, 'A name has neither slashes nor control characters');

export const MessageInput = z
  .object({
    body: z.string().trim().min(1, 'Write something first').max(10_000),
    scope: z.enum(['public', 'internal']),
    sharedWithProviders: z.boolean().default(false),
    files: FileIds.default([]),
  })
  .strict()
  .meta({ id: 'MessageText' });

export const TimelineEntry = z
  .object({
    id: z.string(),
    kind: z.enum(['message', 'state', 'share', 'agreement', 'desk', 'rating']),
    scope: z.enum(['public', 'internal', 'system']),
    at: Instant,
    by: z.object({ name: z.string(), role: z.enum(['customer', 'shifter', 'provider', 'system']) }),
    text: z.string(),
    /** State after a change of state. */
    state: z.string().nullable(),
    irregular: z.boolean(),
    sharedWithProviders: z.boolean(),
    files: z.array(AttachedFile),
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.infer<typeof TimelineEntry>;
