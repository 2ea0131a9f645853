import { z } from 'zod';

export const parameterTypes = [
  'attribute',
  'input',
  'select',
  'multiselect',
  'date',
  'range',
  'quantity_price',
] as const;
export type ParameterType = (typeof parameterTypes)[number];

/**
 * What a parameter may hold once an order is filled in. `null` stands for nothing given; a text where a number is
 * expected is what somebody wrote instead, kept so that they can correct it.
 */
export const ParameterValue = z
  .union([z.string(), z.number(), z.array(z.union([z.string(), z.number()])), z.null()])
  .meta({ id: 'ParameterValue' });
export type ParameterValue = z.infer<typeof ParameterValue>;

const Scalar = z.union([z.string().max(2000), z.number()]);
const ValueType = z.enum(['string', 'integer']);
const Unit = z.string().max(40).nullable().optional();
const DateLimit = z
  .string()
  .regex(/^(now|\d{4}-\d{2}-\d{2}|\d{2}-\d{2}-\d{4})$/, 'must be a day such as 2026-12-01, or `now`')
  .nullable()
  .optional();
const Price = z.number().nonnegative().max(1e9);

const Values = z
  .array(Scalar)
  .min(1, 'Offer at least 1 value')
  .max(500)
  .refine((values) => new Set(values.map(String)).size === values.length, 'A value is offered twice');

const common = {
  id: z.string().min(1).max(100),
  label: z.string().min(1).max(255),
  description: z.string().max(4000).nullable().optional(),
};

const Attribute = z.object({
  ...common,
  type: z.literal('attribute'),
  value_type: ValueType,
  value: Scalar,
  unit: Unit,
});

const Input = z.object({
  ...common,
  type: z.literal('input'),
  value_type: ValueType,
  unit: Unit,
  sensitive: z.boolean().optional(),
  value: Scalar.nullable().optional().describe('Stands in the field at first'),
});

const Select = z.object({
  ...common,
  type: z.literal('select'),
  value_type: ValueType,
  unit: Unit,
  config: z.object({ values: Values, mode: z.enum(['dropdown', 'buttons']).optional() }),
});

const Multiselect = z.object({
  ...common,
  type: z.literal('multiselect'),
  value_type: ValueType,
  unit: Unit,
  config: z
    .object({
      values: Values,
      minItems: z.number().int().nonnegative().nullable().optional().describe('1 unless said'),
      maxItems: z.number().int().positive().nullable().optional().describe('The number of values unless said'),
    })
    .refine(({ values, minItems, maxItems }) => (minItems ?? 1) <= Math.min(maxItems ?? values.length, values.length), {
      message: 'More values are demanded than may be chosen',
      path: ['minItems'],
    }),
});

const DateParameter = z.object({
  ...common,
  type: z.literal('date'),
  value_type: z.literal('string'),
  config: z.object({ min: DateLimit, max: DateLimit }).nullable().optional(),
});

const Range = z.object({
  ...common,
  type: z.literal('range'),
  value_type: z.literal('integer'),
  unit: Unit,
  config: z
    .object({
      minimum: z.number().int(),
      maximum: z.number().int(),
      exclusiveMinimum: z.boolean().nullable().optional(),
      exclusiveMaximum: z.boolean().nullable().optional(),
    })
    .refine((config) => lowest(config) <= highest(config), {
      message: 'No number lies in this range',
      path: ['maximum'],
    }),
});

const QuantityPrice = z.object({
  ...common,
  type: z.literal('quantity_price'),
  value_type: z.literal('integer'),
  unit: Unit,
  config: z.object({
    start_price: Price.describe('Price of the first'),
    step_price: Price.describe('Price of each further one'),
    currency: z.string().min(1).max(10),
    max: z.number().int().positive().nullable().optional(),
  }),
});

/** One question that an offer asks of its customer: the seven types of the marketplace (ordering.md 2.3). */
export const Parameter = z
  .discriminatedUnion('type', [Attribute, Input, Select, Multiselect, DateParameter, Range, QuantityPrice])
  .superRefine((parameter, context) => {
    for (const { path, value } of constants(parameter)) {
      if ((typeof value === 'string') !== (parameter.value_type === 'string')) {
        const wanted = parameter.value_type === 'string' ? 'a text' : 'a number';
        context.addIssue({
          code: 'custom',
          path,
          message: `${JSON.stringify(value)} is not ${wanted}, as value_type says`,
        });
      }
    }
  })
  .meta({ id: 'Parameter' });
export type Parameter = z.infer<typeof Parameter>;

/** A parameter with the answer of one order; the definition is frozen beside it. */
export const FilledParameter = z
  .discriminatedUnion('type', [
    Attribute.extend({ value: ParameterValue }),
    Input.extend({ value: ParameterValue }),
    Select.extend({ value: ParameterValue }),
    Multiselect.extend({ value: ParameterValue }),
    DateParameter.extend({ value: ParameterValue }),
    Range.extend({ value: ParameterValue }),
    QuantityPrice.extend({ value: ParameterValue }),
  ])
  .meta({ id: 'FilledParameter' });
export type FilledParameter = z.infer<typeof FilledParameter>;

/** All parameters of one offer. Ids are unique; upstream only checks that whole entries differ. */
export const ParameterList = z
  .array(Parameter)
  .max(100)
  .superRefine((parameters, context) => {
    const ids = new Set<string>();
    for (const [index, { id }] of parameters.entries()) {
      if (ids.has(id))
        context.addIssue({ code: 'custom', path: [index, 'id'], message: `The id ${id} is used twice in this offer` });
      ids.add(id);
    }
    const currencies = new Set(
      parameters.flatMap((parameter) => (parameter.type === 'quantity_price' ? [parameter.config.currency] : [])),
    );
    if (currencies.size > 1) {
      context.addIssue({
        code: 'custom',
        path: [],
        message: `All prices of an offer are in one currency, not in ${[...currencies].join(' and ')}`,
      });
    }
  });

/** The smallest number of a range that may be chosen. */
export function lowest(config: { minimum: number; exclusiveMinimum?: boolean | null | undefined }): number {
  return config.exclusiveMinimum ? config.minimum + 1 : config.minimum;
}

/** The largest number of a range that may be chosen. */
export function highest(config: { maximum: number; exclusiveMaximum?: boolean | null | undefined }): number {
  return config.exclusiveMaximum ? config.maximum - 1 : config.maximum;
}

type AnyParameter =
  | z.infer<typeof Attribute>
  | z.infer<typeof Input>
  | z.infer<typeof Select>
  | z.infer<typeof Multiselect>
  | z.infer<typeof DateParameter>
  | z.infer<typeof Range>
  | z.infer<typeof QuantityPrice>;

function constants(parameter: AnyParameter): { path: (string | number)[]; value: string | number }[] {
  switch (parameter.type) {
    case 'select':
    case 'multiselect':
      return parameter.config.values.map((value, index) => ({ path: ['config', 'values', index], value }));
    case 'attribute':
    case 'input':
      return parameter.value === undefined || parameter.value === null
        ? []
        : [{ path: ['value'], value: parameter.value }];
    case 'date':
    case 'range':
    case 'quantity_price':
      return [];
  }
}
