import { z } from 'zod';

/** Instant on the wire: UTC, ISO 8601. */
export const Instant = z.iso.datetime({ offset: true });
/** Calendar day on the wire: `2026-12-01`. PostgreSQL has no year 0. */
export const Day = z.iso.date().refine((day) => !day.startsWith('0000'), 'must be a day from the year 1 on');
/** Number that people use for a record, as it stands in an address. */
export const RecordNumber = z.coerce.number().int().positive().max(2_147_483_647);
/** The same as a value of a body. */
export const RecordRef = z.number().int().positive().max(2_147_483_647);
export const Version = z.number().int().nonnegative().describe('Version of the record; send it back as If-Match');

/** One thing a person may do with a record now, or may not, with the reason. */
export const Action = z
  .object({
    action: z.string(),
    label: z.string().describe('What the button says'),
    /** Why not now; null when it can be done. */
    refusal: z.string().nullable(),
    /** Who hears about it and what stops or starts. */
    effect: z.string().nullable(),
    /** What has to be given along: `reason`, `message`, `access`, ... */
    needs: z.array(z.string()),
    /** True for the one that is due next. */
    primary: z.boolean(),
  })
  .meta({ id: 'Action' });
export type Action = z.infer<typeof Action>;

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string().describe('Stable, snake_case'),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

/** Keyset page: hand `next` back as `after`. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable().describe('Cursor of the following page, null on the last'),
    total: z.number().int().nullable().describe('How many match, where counting is cheap'),
  });

export const PageQuery = z.object({
  after: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A query key that may be given once or several times. */
export const many = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item).max(50).optional(),
  );

/** A repeatable query key that takes some of these values; with a leading `-` all but them. */
export const someOf = <Value extends string>(values: readonly Value[]) =>
  many(z.enum([...values, ...values.map((value) => `-${value}` as const)]));

export const Empty = z.object({}).strict();

export const MailSummary = z
  .object({
    id: z.string(),
    number: z.number().int(),
    to: z.string(),
    subject: z.string(),
    about: z.string(),
    at: Instant,
    read: z.boolean(),
  })
  .meta({ id: 'MailSummary' });
export type MailSummary = z.infer<typeof MailSummary>;

export const Mail = MailSummary.extend({ from: z.string(), text: z.string(), html: z.string() }).meta({ id: 'Mail' });
export type Mail = z.infer<typeof Mail>;
