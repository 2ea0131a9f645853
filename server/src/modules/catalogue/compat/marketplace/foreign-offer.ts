import type { z } from 'zod';
import type { Parameter } from '#contracts/catalogue/parameters';
import { OfferFields, type OfferInput } from '#contracts/catalogue/schemas';
import type { FieldError } from '#kernel/errors';
import { offersOfBundle, type BundleRecord } from '../../bundles/bundle.ts';
import { ForeignError } from './foreign-face.ts';
import { refOf, type OfferRecord } from '../../offer.ts';
import { isAvailable, type OmsRecord } from '../../omses/oms.ts';
import type { ServiceRecord } from '../../sql-service-store.ts';
import type { ForeignOfferInput } from './offer-schemas.ts';

const categoryPrefix = 'service_category-';

/** A service in the words of the marketplace, with the order systems that its offers may name (ordering.md 3.3). */
export function toResource(service: ServiceRecord, omses: readonly OmsRecord[]) {
  return {
    id: service.slug,
    eid: service.pid === '' ? null : service.pid,
    name: service.name,
    description: service.description,
    status: service.status,
    available_omses: omses
      .filter((oms) => isAvailable(oms, service))
      .map(({ id, name, type, customParams }) => ({
        id,
        name,
        type,
        custom_params: Object.fromEntries(
          Object.entries(customParams).map(([key, { mandatory }]) => [key, { mandatory }]),
        ),
      })),
  };
}

/** An offer in the words of the marketplace; `bundles` are the published ones that it leads. */
export function toForeignOffer(
  offer: OfferRecord,
  { omses, bundles }: { omses: readonly OmsRecord[]; bundles: readonly BundleRecord[] },
) {
  const led = bundles.filter(({ main }) => main.id === offer.id);
  const { internal, omsParams } = offer;
  return {
    id: offer.iid,
    name: offer.name,
    description: offer.description,
    parameters: offer.parameters.map(toForeignParameter),
    order_type: offer.orderType,
    order_url: offer.orderUrl,
    offer_category: `${categoryPrefix}${offer.offerCategory}`,
    ...(offer.orderType === 'order_required' ? { internal } : {}),
    ...(internal ? { primary_oms_id: offer.primaryOms ?? omses.find(({ isDefault }) => isDefault)?.id } : {}),
    ...(internal && Object.keys(omsParams).length > 0 ? { oms_params: omsParams } : {}),
    ...(led.length > 0
      ? {
          bundled_offers: led.map((bundle) => ({
            [String(bundle.iid)]: offersOfBundle(bundle)
              .filter(({ id }) => id !== offer.id)
              .map(refOf),
          })),
        }
      : {}),
  };
}

// The published schema knows constants as text alone, fractions among values too, and demands the mode of a choice.
function toForeignParameter(parameter: Parameter): object {
  switch (parameter.type) {
    case 'attribute':
      return { ...parameter, value: String(parameter.value) };
    case 'select':
    case 'multiselect': {
      const values = parameter.config.values.map((value) =>
        typeof value === 'string' || Number.isInteger(value) ? value : String(value),
      );
      const mode = parameter.type === 'select' ? { mode: 'dropdown' } : {};
      return { ...parameter, config: { ...mode, ...parameter.config, values } };
    }
    default:
      return parameter;
  }
}

/**
 * The entry that a body makes of an offer, or of none. `internal` is false unless said, as upstream. An order system
 * without parameters of its own takes those of the one before away. Throws 400 with the texts of the model.
 */
export function toEntry(
  body: ForeignOfferInput,
  known: OfferInput | undefined,
  omses: readonly OmsRecord[],
): OfferInput {
  const entry = {
    ...(known ?? { internal: false, status: 'published' }),
    ...given({
      name: body.name,
      description: body.description,
      orderType: body.order_type,
      offerCategory: body.offer_category?.slice(categoryPrefix.length),
      primaryOms: body.primary_oms_id,
      omsParams: body.oms_params && readOmsParams(body.oms_params),
      orderUrl: body.order_url === null ? '' : body.order_url,
      internal: body.internal,
      parameters: body.parameters?.map(readParameter),
    }),
  };
  const isDesk = entry.internal && (body.order_type ?? known?.orderType) === 'order_required';
  const named = omses.find(({ id }) => id === body.primary_oms_id);
  const isBare = named !== undefined && Object.keys(named.customParams).length === 0;
  const settled = isDesk
    ? { ...entry, ...(isBare && body.oms_params === undefined ? { omsParams: {} } : {}) }
    : { ...entry, primaryOms: null, omsParams: {} };
  const parsed = OfferFields.safeParse(settled);
  const blank = (['name', 'description'] as const).filter((key) => (body[key] ?? known?.[key] ?? '').trim() === '');
  if (parsed.success && blank.length === 0) return parsed.data;
  const issues = parsed.success ? [] : parsed.error.issues.map(faultOf);
  throw modelError([...blank.map((path) => ({ path, message: "can't be blank" })), ...issues]);
}

/** 400 with what is wrong at each field. */
export function modelError(faults: readonly FieldError[]): ForeignError {
  const found: Record<string, string[]> = {};
  for (const { path, message } of faults) {
    const field = fieldNames[path] ?? path;
    const texts = (found[field] ??= []);
    if (!texts.includes(message) && !texts.includes("can't be blank")) texts.push(message);
  }
  return new ForeignError(400, found);
}

const fieldNames: Readonly<Record<string, string>> = {
  primaryOms: 'primary_oms',
  omsParams: 'oms_params',
  orderType: 'order_type',
  orderUrl: 'order_url',
  offerCategory: 'offer_category',
};

function faultOf({ path: [field], code, message }: z.core.$ZodIssue): FieldError {
  switch (field) {
    case 'parameters':
    case 'omsParams':
      return { path: field, message: 'is invalid' };
    case 'primaryOms':
      return { path: field, message: "doesn't exist" };
    case 'orderUrl':
      return { path: field, message: 'is not a valid URL' };
    default:
      return { path: String(field), message: code === 'too_big' ? 'is too long' : message };
  }
}

// Parameters of an order system are texts; programs send numbers as well.
function readOmsParams(params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => [
      key,
      value === null ? '' : typeof value === 'number' || typeof value === 'boolean' ? String(value) : value,
    ]),
  );
}

/** Constants and choices that count are numbers with us, whatever the body writes them as. */
function readParameter(parameter: Readonly<Record<string, unknown>>): object {
  if (parameter['value_type'] !== 'integer') return parameter;
  const { config } = parameter;
  const number = (value: unknown) =>
    typeof value === 'string' && /^-?\d{1,15}(\.\d{1,9})?$/.test(value) ? Number(value) : value;
  if ('value' in parameter) return { ...parameter, value: number(parameter['value']) };
  if (typeof config !== 'object' || config === null || !('values' in config)) return parameter;
  const { values } = config;
  return { ...parameter, config: { ...config, values: Array.isArray(values) ? values.map(number) : values } };
}

function given(values: Readonly<Record<string, unknown>>): Partial<Record<keyof OfferInput, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
