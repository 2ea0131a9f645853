import { z } from 'zod';

/** What a field of this name, or of this name in that record, holds in an example: people, sites and orders of the demo. */
const values: Readonly<Record<string, unknown>> = {
  id: '0199a5b0-7c1e-7d3a-9b1f-2f6f0f6c2a11',
  number: 1284,
  version: 3,
  limit: 50,
  name: 'Aegean Coastal Forecast',
  'service.name': 'EGI Cloud compute',
  'offer.name': 'General purpose',
  'provider.name': 'EGI Foundation',
  'person.name': 'Eleni Papadaki',
  'people.name': 'Eleni Papadaki',
  'customer.name': 'Eleni Papadaki',
  'assignee.name': 'Anna de Wit',
  'members.name': 'Eleni Papadaki',
  'contact.name': 'Cloud team',
  'contacts.name': 'Cloud team',
  'site.name': 'CESNET-MCC',
  'secrets.name': 'Password',
  provider: 'EGI Foundation',
  overview: 'Hourly wave and current ensemble for 14 harbours.',
  scientificDomains: ['Earth sciences'],
  partnerCountries: ['Italy'],
  currency: 'EUR',
  value: '40',
  shown: '40 cores',
  word: 'submitted',
  expected: 'within 2 working days',
  from: 'CESNET-MCC',
  expiresInDays: 90,
  availability: 90,
  reliability: 95,
  title: 'EGI Cloud compute, general purpose',
  label: 'Number of CPU cores',
  email: 'eleni@hcmr.example',
  mail: 'eleni@hcmr.example',
  to: 'eleni@hcmr.example',
  person: 'Eleni Papadaki',
  customer: 'Eleni Papadaki',
  assignee: 'Anna de Wit',
  by: 'Anna de Wit',
  organisation: 'HCMR',
  institution: 'Hellenic Centre for Marine Research',
  initials: 'EP',
  country: 'Greece',
  ngi: 'NGI_GRNET',
  site: 'CESNET-MCC',
  slug: 'egi-cloud-compute',
  offer: 'egi-cloud-compute/1',
  ref: 'egi-cloud-compute/1',
  group: 'cloud-compute',
  category: 'compute',
  federation: 'EGI Federation',
  metric: 'cores',
  unit: 'cores',
  quantity: 40,
  action: 'take',
  role: 'shifter',
  scope: 'group:cloud-compute',
  scopes: ['orders'],
  subject: '[1284] Your order was taken up',
  text: 'Two sites are fine.',
  body: 'Two sites are fine.',
  comment: 'Two sites are fine.',
  message: 'Two sites are fine.',
  reason: 'The group has no budget for this year',
  about: 'order:1284',
  aggregate: 'order:1284',
  type: 'ordering.order_submitted',
  url: 'https://orders.example.org/orders/1284',
  website: 'https://hcmr.example',
  timeZone: 'Europe/Athens',
  entitlement: 'urn:mace:egi.eu:group:cloud-compute:role=shifter#aai.egi.eu',
  next: null,
  reviewOn: null,
  refusal: null,
  failure: null,
  month: '2026-11',
  code: 'order_transition_refused',
};

interface Shape {
  readonly [keyword: string]: unknown;
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly propertyNames?: Shape;
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly prefixItems?: readonly Shape[];
  readonly minimum?: number;
  readonly $defs?: Readonly<Record<string, Shape>>;
}

const formats: Readonly<Record<string, string>> = {
  'date-time': '2026-11-23T09:30:00.000Z',
  date: '2026-12-01',
  email: 'eleni@hcmr.example',
  uri: 'https://orders.example.org/orders/1284',
  uuid: '0199a5b0-7c1e-7d3a-9b1f-2f6f0f6c2a11',
};

const deepest = 12;

/** An example of what a schema describes, with the values of the demo; nothing where these do not meet the schema. */
export function exampleOf(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const shape = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Shape;
  const made = compose(shape, { name: '', record: '', depth: 0 }, shape.$defs ?? {});
  return schema.safeParse(made).success ? made : undefined;
}

interface Place {
  readonly name: string;
  /** The record that holds the field. */
  readonly record: string;
  readonly depth: number;
}

function compose(shape: Shape, place: Place, known: Readonly<Record<string, Shape>>): unknown {
  const { name, record, depth } = place;
  const go = (next: Shape) => compose(next, { ...place, depth: depth + 1 }, known);
  if (shape.$ref !== undefined) {
    const named = known[shape.$ref.replace('#/$defs/', '')];
    return named === undefined || depth > deepest ? null : go(named);
  }
  if (shape.examples !== undefined) return shape.examples[0];
  if ('const' in shape) return shape['const'];
  const value = values[`${record}.${name}`] ?? values[name];
  if (shape.enum !== undefined) return shape.enum.includes(value) ? value : shape.enum[0];
  const options = shape.anyOf ?? shape.oneOf;
  if (options !== undefined) {
    if (value === null && options.some((option) => option.type === 'null')) return null;
    const option = options.find((one) => one.type !== 'null');
    return option === undefined ? null : go(option);
  }
  if (shape.allOf !== undefined) return Object.assign({}, ...shape.allOf.map((part) => go(part)));
  const types = [shape.type ?? []].flat();
  if (value === null && types.includes('null')) return null;
  switch (types.find((type) => type !== 'null') ?? types[0]) {
    case 'object':
      return composeObject(shape, place, known);
    case 'array':
      if (Array.isArray(value)) return value;
      if (shape.prefixItems !== undefined) return shape.prefixItems.map(go);
      return shape.items === undefined || depth > deepest ? [] : [go(shape.items)];
    case 'string':
      if (shape.format !== undefined && shape.format in formats) return formats[shape.format];
      return typeof value === 'string' ? value : name;
    case 'integer':
    case 'number':
      return typeof value === 'number' ? value : Math.max(shape.minimum ?? 1, 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return {};
  }
}

function composeObject(shape: Shape, { name, depth }: Place, known: Readonly<Record<string, Shape>>): unknown {
  const go = (next: Shape, key: string) => compose(next, { name: key, record: name, depth: depth + 1 }, known);
  const named = Object.entries(shape.properties ?? {}).map(([key, part]) => [key, go(part, key)]);
  const open = typeof shape.additionalProperties === 'object' ? shape.additionalProperties : undefined;
  const every = open === undefined ? [] : (shape.propertyNames?.enum ?? []);
  const keyed = open === undefined ? [] : every.map((key) => [key, go(open, String(key))]);
  return Object.fromEntries([...named, ...keyed]);
}
