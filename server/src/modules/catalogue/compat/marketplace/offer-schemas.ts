import type { Schema } from '#libs/schema-texts';

// Bodies of the Offering API as the marketplace publishes them (`swagger/v1/offer`). Keys are in the order in which faults are told.

const text: Schema = { type: 'string' };
const orNull = (type: 'string' | 'integer' | 'boolean'): Schema => ({ oneOf: [{ type }, { type: 'null' }] });
const unit = orNull('string');
const values: Schema = {
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  items: { oneOf: [{ type: 'string' }, { type: 'integer' }] },
};
const stringOrInteger: Schema = { type: 'string', enum: ['string', 'integer'] };
const integer: Schema = { type: 'string', enum: ['integer'] };

function parameter(type: string, properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema {
  return {
    type: 'object',
    properties: {
      id: text,
      label: text,
      description: orNull('string'),
      type: { type: 'string', enum: [type] },
      ...properties,
    },
    required: ['id', 'label', 'type', ...required],
  };
}

const parameters: readonly Schema[] = [
  parameter('attribute', { value: text, value_type: stringOrInteger }, ['value', 'value_type']),
  parameter('input', { unit, value_type: stringOrInteger }, ['value_type']),
  parameter(
    'select',
    {
      config: {
        type: 'object',
        properties: { values, mode: { type: 'string', enum: ['dropdown', 'buttons'] } },
        required: ['values', 'mode'],
      },
      value_type: text,
      unit,
    },
    ['config', 'value_type'],
  ),
  parameter(
    'multiselect',
    {
      config: {
        type: 'object',
        properties: { values, minItems: orNull('integer'), maxItems: orNull('integer') },
        required: ['values'],
      },
      value_type: stringOrInteger,
      unit,
    },
    ['config', 'value_type'],
  ),
  parameter('date', { value_type: { type: 'string', enum: ['string'] } }, ['value_type']),
  parameter(
    'range',
    {
      unit,
      value_type: integer,
      config: {
        type: 'object',
        properties: {
          minimum: { type: 'integer' },
          maximum: { type: 'integer' },
          exclusiveMinimum: orNull('boolean'),
          exclusiveMaximum: orNull('boolean'),
        },
        required: ['minimum', 'maximum'],
      },
    },
    ['value_type', 'config'],
  ),
  parameter(
    'quantity_price',
    {
      unit,
      value_type: integer,
      config: {
        type: 'object',
        properties: {
          start_price: { type: 'integer' },
          step_price: { type: 'integer' },
          max: orNull('integer'),
          currency: text,
        },
        required: ['start_price', 'step_price', 'currency'],
      },
    },
    ['value_type', 'config'],
  ),
];

/** What `PATCH` takes: any part of an offer, never its status. */
export const offerUpdate: Schema = {
  type: 'object',
  properties: {
    name: text,
    description: text,
    order_type: { type: 'string', enum: ['open_access', 'fully_open_access', 'order_required', 'other'] },
    offer_category: {
      type: 'string',
      enum: [
        'service_category-compute',
        'service_category-data_source',
        'service_category-storage',
        'service_category-training',
        'service_category-other',
      ],
    },
    primary_oms_id: { type: 'integer' },
    oms_params: { type: 'object' },
    order_url: orNull('string'),
    internal: { type: 'boolean' },
    bundled_offers: { type: 'array', uniqueItems: true, items: { oneOf: [{ type: 'object' }] } },
    parameters: { type: 'array', uniqueItems: true, items: { oneOf: parameters } },
  },
  not: { required: ['status'] },
};

/** What `POST` takes. */
export const offerWrite: Schema = { ...offerUpdate, required: ['name', 'description', 'order_type'] };

/** A body that fits `offerUpdate`. */
export interface ForeignOfferInput {
  readonly name?: string;
  readonly description?: string;
  readonly order_type?: string;
  readonly offer_category?: string;
  readonly primary_oms_id?: number;
  readonly oms_params?: Readonly<Record<string, unknown>>;
  readonly order_url?: string | null;
  readonly internal?: boolean;
  readonly parameters?: readonly Readonly<Record<string, unknown>>[];
  readonly main_bundles?: unknown;
}
