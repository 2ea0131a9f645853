import { z } from 'zod';

// What a foreign marketplace answers (ordering.md 3.2), read leniently: what Portolan does not use may be as it likes.

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

export const ForeignOms = z.object({
  id: z.number().int(),
  name: text,
  default: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
});
export type ForeignOms = z.infer<typeof ForeignOms>;
export const ForeignOmses = z.object({ omses: z.array(ForeignOms) });

const ForeignChange = z.object({ field: z.string(), before: z.unknown(), after: z.unknown() });
export const ForeignEvent = z.object({
  timestamp: z.string().min(1).max(60),
  type: z.string(),
  resource: z.string(),
  project_id: z.number().int(),
  project_item_id: z.number().int().nullish(),
  message_id: z.number().int().nullish(),
  changes: z.array(ForeignChange).nullish(),
});
export type ForeignEvent = z.infer<typeof ForeignEvent>;
export const ForeignEvents = z.object({ events: z.array(ForeignEvent) });

const list = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);

export const ForeignProject = z.object({
  id: z.number().int(),
  owner: z.object({ uid: text, email: text, name: text, first_name: text, last_name: text }),
  attributes: z.object({
    name: text,
    customer_typology: text,
    organization: text,
    department_webpage: text,
    scientific_domains: list,
    country: text,
    collaboration_countries: list,
    user_group_name: text,
    project_owner: text,
    project_website_url: text,
    company_name: text,
    company_website_url: text,
  }),
});
export type ForeignProject = z.infer<typeof ForeignProject>;

const ForeignProperty = z.looseObject({ id: text, label: text, type: text, value: z.unknown() });

export const ForeignItem = z.object({
  id: z.number().int(),
  project_id: z.number().int(),
  status: z.object({ value: text, type: z.string() }),
  attributes: z.object({
    category: text,
    service: text,
    offer: text,
    offer_properties: z
      .array(ForeignProperty)
      .nullish()
      .transform((value) => value ?? []),
    request_voucher: z.boolean().nullish(),
    order_type: text,
    supplied_voucher_id: text,
  }),
  oms_params: z.record(z.string(), z.unknown()).nullish(),
});
export type ForeignItem = z.infer<typeof ForeignItem>;

export const ForeignMessage = z.object({
  id: z.number().int(),
  author: z.object({ uid: z.string().nullish(), email: text, name: text, role: z.string() }),
  content: text,
  scope: z.string(),
});
export type ForeignMessage = z.infer<typeof ForeignMessage>;
export const ForeignMessages = z.object({ messages: z.array(ForeignMessage) });
