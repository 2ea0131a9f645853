import { z } from 'zod';
import { invalid } from '#kernel/errors';
import { tmfStates } from './tmf-states.ts';
import type { TmfFilters } from './sql-tmf-orders.ts';

const Line = z.string().trim().max(255);
const Moment = z.iso.datetime({ offset: true });
const Note = z.looseObject({ id: z.string().max(100).optional(), text: z.string().trim().min(1).max(10_000) });
const Reference = z.looseObject({ name: Line.min(1), id: Line.optional(), externalReferenceType: Line.optional() });
const Party = z.looseObject({ id: Line, role: Line.optional(), '@referredType': Line.optional() });

/** What a client may say of its order and change afterwards. */
const Said = z.object({
  description: z.string().trim().max(10_000).optional(),
  externalId: Line.optional(),
  notificationContact: Line.optional(),
  priority: Line.optional(),
  requestedStartDate: Moment.optional(),
  requestedCompletionDate: Moment.optional(),
  externalReference: z.array(Reference).max(20).optional(),
  note: z.array(Note).max(200).optional(),
});
export type Said = z.output<typeof Said>;

/** One service that is wanted; `id` names it within the order. */
const itemShape = {
  id: z.string().min(1).max(100),
  action: z.literal(
    'add',
    'only `add` is taken: running services are changed and ended on the portal, or cancelled here',
  ),
  quantity: z.literal(1, 'each item is one service').optional(),
  service: z.looseObject({
    isBundle: z.boolean().optional(),
    serviceSpecification: z.looseObject({ id: z.string().max(255) }),
    serviceCharacteristic: z
      .array(z.looseObject({ name: z.string().min(1).max(255), value: z.unknown() }))
      .max(200)
      .default([])
      .superRefine((all, context) => {
        const names = all.map(({ name }) => name);
        const twice = names.find((name, at) => names.indexOf(name) !== at);
        if (twice !== undefined) context.addIssue({ code: 'custom', message: `${twice} is given twice` });
      }),
  }),
};
const NestedItem = z.looseObject({
  ...itemShape,
  serviceOrderItem: z.array(z.unknown()).max(0, 'a bundle holds no bundles').optional(),
});
/** An offer; or a bundle, with an item below it for each of its offers. */
const OrderedItem = z
  .looseObject({ ...itemShape, serviceOrderItem: z.array(NestedItem).max(21).default([]) })
  .superRefine(({ service, serviceOrderItem: nested }, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (service.isBundle === true && nested.length === 0)
      refuse(['serviceOrderItem'], 'a bundle is ordered with an item for each of its offers');
    if (service.isBundle === false && nested.length > 0)
      refuse(['service', 'isBundle'], 'only a bundle has items below it');
    if (nested.length > 0 && service.serviceCharacteristic.length > 0)
      refuse(['service', 'serviceCharacteristic'], 'the items of a bundle have characteristics, not the bundle');
  });
export type OrderedItem = z.output<typeof OrderedItem>;

export const ServiceOrderCreate = z.looseObject({
  ...Said.shape,
  relatedParty: z.array(Party).max(20).default([]),
  serviceOrderItem: z
    .array(OrderedItem)
    .min(1, 'an order has an item')
    .max(20)
    .superRefine((items, context) => {
      const ids = items.flatMap(({ id, serviceOrderItem: nested }) => [id, ...nested.map((item) => item.id)]);
      const twice = ids.find((id, at) => ids.indexOf(id) !== at);
      if (twice !== undefined) context.addIssue({ code: 'custom', message: `there are two items ${twice}` });
    }),
});
export type ServiceOrderCreate = z.output<typeof ServiceOrderCreate>;

export const ServiceOrderUpdate = z.looseObject({
  ...Said.shape,
  state: z.literal('cancelled', 'only `cancelled` can be set; every other state follows from the work').optional(),
});

/** Attributes of a service order that no PATCH may touch: ordering.md 3.8, and what the house alone decides. */
export const fixedAttributes: readonly string[] = [
  'id',
  'href',
  'category',
  'orderDate',
  'startDate',
  'completionDate',
  'cancellationDate',
  'cancellationReason',
  'expectedCompletionDate',
  'serviceOrderItem',
  'relatedParty',
  'orderRelationship',
  'errorMessage',
  'jeopardyAlert',
  'milestone',
];

export const CancelCreate = z.looseObject({
  cancellationReason: z.string().trim().max(2000).default(''),
  requestedCancellationDate: Moment.optional(),
  serviceOrder: z.looseObject({ id: z.string().max(100) }),
});

export const HubCreate = z.looseObject({
  callback: z.url({ protocol: /^https?$/, message: 'must be an http(s) address' }).max(2000),
  query: z.string().max(1000).default(''),
});

const Page = z.looseObject({
  fields: z.string().max(1000).optional(),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(0).max(200).default(20),
});

/** Reads a value by its schema; throws what this face answers as an `Error` of code `tmf_request_invalid`. */
export function parseTmf<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw invalid(
    'tmf_request_invalid',
    read.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })),
  );
}

const list = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => (typeof value === 'string' ? value.split(',') : value), z.array(item).max(50).optional());
const Filters = z.object({
  id: list(z.coerce.number().int().positive().max(2_147_483_647)),
  state: list(z.enum(tmfStates)),
  externalId: list(Line),
  category: list(Line),
  'serviceOrderItem.service.serviceSpecification.id': list(Line),
  'orderDate.gte': Moment.optional(),
  'orderDate.lte': Moment.optional(),
});

/** Reads what a list is asked for: page, fields, and filters by attribute; a filter that is not known is refused. */
export function listQuery(query: unknown) {
  const { fields, offset, limit, ...rest } = parseTmf(Page, query);
  const unknown = Object.keys(rest).filter((name) => !(name in Filters.shape));
  if (unknown.length > 0)
    throw invalid(
      'tmf_filter_unknown',
      unknown.map((name) => ({ path: name, message: `no filter; there are ${Object.keys(Filters.shape).join(', ')}` })),
    );
  const read = parseTmf(Filters, rest);
  const filters: TmfFilters = {
    ...(read.id ? { id: read.id } : {}),
    ...(read.state ? { state: read.state } : {}),
    ...(read.externalId ? { externalId: read.externalId } : {}),
    ...(read.category ? { category: read.category } : {}),
    ...(read['serviceOrderItem.service.serviceSpecification.id']
      ? { specification: read['serviceOrderItem.service.serviceSpecification.id'] }
      : {}),
    ...(read['orderDate.gte'] === undefined ? {} : { orderedFrom: read['orderDate.gte'] }),
    ...(read['orderDate.lte'] === undefined ? {} : { orderedTo: read['orderDate.lte'] }),
  };
  return { fields, offset, limit, filters };
}

/** Reads the page of a list without filters. */
export const pageQuery = (query: unknown) => parseTmf(Page, query);
