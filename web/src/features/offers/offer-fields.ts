import { z } from 'zod';

import { kindOf, OrderType } from '#contracts/catalogue/access';
import { OfferEntry } from '#contracts/catalogue/offers';
import type { OfferInput } from '#contracts/catalogue/schemas';

import { draftOf, fieldAt, metricsOf, ParameterDraft, parameterOf } from './parameter-draft.ts';

const Fields = z.object({
  name: z.string(),
  description: z.string(),
  /** The three ways in which access is given (ordering.md 2.2). */
  kind: z.enum(['order', 'external', 'open']),
  /** Which kind of open access. */
  openType: z.string(),
  orderUrl: z.string().trim(),
  /** Id of an order system; empty for the default one. */
  primaryOms: z.string(),
  omsParams: z.record(z.string(), z.string()),
  parameters: z.array(ParameterDraft),
  voucherable: z.boolean(),
  offerCategory: z.string(),
  limited: z.boolean(),
  count: z.union([z.string(), z.number()]),
  unit: z.string(),
  bundleExclusive: z.boolean(),
  restrictions: z.string(),
  /** Separated by commas. */
  tags: z.string(),
  weight: z.enum(['usual', 'agreement', 'light']),
  /** Metrics of labels that no parameter has: kept as they are. */
  furtherMetrics: z.record(z.string(), z.string()),
  status: z.enum(['draft', 'published', 'unpublished', 'deleted']),
});
export type OfferFields = z.infer<typeof Fields>;

/** What the fields say, as it is sent; not checked yet. */
export function entryOf(fields: OfferFields): z.input<typeof OfferEntry> {
  const openType = OrderType.safeParse(fields.openType).data ?? 'open_access';
  return {
    name: fields.name,
    description: fields.description,
    orderType: fields.kind === 'open' ? openType : 'order_required',
    internal: fields.kind === 'order',
    orderUrl: fields.kind === 'order' ? '' : fields.orderUrl,
    primaryOms: fields.kind === 'order' && fields.primaryOms !== '' ? Number(fields.primaryOms) : null,
    omsParams: fields.kind === 'order' ? fields.omsParams : {},
    parameters: fields.parameters.map(parameterOf) as z.input<typeof OfferEntry>['parameters'],
    voucherable: fields.voucherable,
    offerCategory: fields.offerCategory as OfferInput['offerCategory'],
    availability: fields.limited ? { count: Number(fields.count), unit: fields.unit } : null,
    bundleExclusive: fields.bundleExclusive,
    restrictions: fields.restrictions,
    tags: fields.tags
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
    needsAgreement: fields.kind === 'order' && fields.weight === 'agreement',
    light: fields.kind === 'order' && fields.weight === 'light',
    metrics: { ...fields.furtherMetrics, ...metricsOf(fields.parameters) },
    status: fields.status,
  };
}

/** The form of an offer: its fields are text, and its rules are those of the contract. */
export const OfferForm = Fields.transform((fields, context) => {
  const parsed = OfferEntry.safeParse(entryOf(fields));
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues)
    context.addIssue({ code: 'custom', path: pathOf(fields, path), message });
  return z.NEVER;
});

function pathOf(fields: OfferFields, path: readonly PropertyKey[]): PropertyKey[] {
  const [field, index, ...inner] = path;
  if (field === 'availability') return [index === 'unit' ? 'unit' : 'count'];
  if (field === 'orderType') return ['kind'];
  if (field === 'metrics')
    return [
      'parameters',
      Math.max(
        0,
        fields.parameters.findIndex(({ label }) => label.trim() === index),
      ),
      'metric',
    ];
  if (field !== 'parameters' || typeof index !== 'number') return path.slice(0, 1);
  return [field, index, fieldAt(fields.parameters[index]?.type, inner)];
}

/** What the form begins with: an offer that is there, or none. */
export function fieldsOf(entry: OfferInput | undefined, orderType: OfferInput['orderType']): OfferFields {
  const kind = entry ? kindOf(entry) : orderType === 'order_required' ? 'order' : 'open';
  const type = entry?.orderType ?? orderType;
  const parameters = entry?.parameters.map((parameter, place) => draftOf(parameter, place, entry.metrics)) ?? [];
  const labels = new Set(parameters.map(({ label }) => label));
  return {
    name: entry?.name ?? '',
    description: entry?.description ?? '',
    kind,
    openType: type === 'order_required' ? 'open_access' : type,
    orderUrl: entry?.orderUrl ?? '',
    primaryOms: String(entry?.primaryOms ?? ''),
    omsParams: entry?.omsParams ?? {},
    parameters,
    voucherable: entry?.voucherable ?? false,
    offerCategory: entry?.offerCategory ?? 'other',
    limited: Boolean(entry?.availability),
    count: entry?.availability?.count ?? 10,
    unit: entry?.availability?.unit ?? 'piece',
    bundleExclusive: entry?.bundleExclusive ?? false,
    restrictions: entry?.restrictions ?? '',
    tags: entry?.tags.join(', ') ?? '',
    weight: entry?.needsAgreement ? 'agreement' : entry?.light ? 'light' : 'usual',
    furtherMetrics: Object.fromEntries(Object.entries(entry?.metrics ?? {}).filter(([label]) => !labels.has(label))),
    status: entry?.status ?? 'draft',
  };
}
