import type { Parameter } from './parameters.ts';
import { resultsOf, type ProcedureStep } from './procedure.ts';

/** What the templates of a procedure may name: public facts of the order alone, and what earlier steps answered. */
export interface ProcedureFacts {
  readonly order: {
    readonly number: number;
    readonly service: string;
    readonly offer: string;
    readonly provider: string;
    readonly starts_on: string;
    readonly ends_on: string;
    readonly url: string;
  };
  readonly customer: {
    readonly name: string;
    readonly email: string;
    readonly institution: string;
    readonly country: string;
  };
  readonly project: { readonly number: number; readonly name: string };
  /** Value by the label of the parameter. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Results by the key of their step. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Where the answer to a call goes that is awaited; only in the step that makes the call. */
  readonly callback?: { readonly url: string };
}

function sampleValue(parameter: Parameter): unknown {
  switch (parameter.type) {
    case 'attribute':
      return parameter.value;
    case 'select':
      return parameter.config.values[0];
    case 'multiselect':
      return parameter.config.values.slice(0, 2);
    case 'date':
      return '2026-12-01';
    case 'range':
      return parameter.config.minimum;
    case 'quantity_price':
      return 1;
    case 'input':
      return parameter.value ?? (parameter.value_type === 'integer' ? 4 : 'text');
  }
}

/** The facts of an order that nobody placed, as a step of an offer would have them. */
export function sampleFacts(
  offer: { readonly service: string; readonly name: string; readonly provider: string },
  parameters: readonly Parameter[],
  steps: readonly ProcedureStep[],
  place: number,
): ProcedureFacts {
  const step = steps[place];
  const earlier = steps.slice(0, place).filter((one) => resultsOf(one).length > 0);
  return {
    order: {
      number: 1284,
      service: offer.service,
      offer: offer.name,
      provider: offer.provider,
      starts_on: '2026-12-01',
      ends_on: '2027-05-30',
      url: 'https://orders.example.org/projects/12/lines/1',
    },
    customer: {
      name: 'Eleni Papadaki',
      email: 'eleni@hcmr.example',
      institution: 'Hellenic Centre for Marine Research',
      country: 'Greece',
    },
    project: { number: 12, name: 'Aegean Coastal Forecast' },
    parameters: Object.fromEntries(parameters.map((parameter) => [parameter.label, sampleValue(parameter)])),
    answers: Object.fromEntries(
      earlier.map((one) => [
        one.key,
        Object.fromEntries(resultsOf(one).map(({ name, secret }) => [name, secret ? '(secret)' : `(${name})`])),
      ]),
    ),
    ...(step?.kind === 'webhook' && step.answer === 'callback'
      ? { callback: { url: 'https://orders.example.org/api/procedure-answers/(token)' } }
      : {}),
  };
}

/** The placeholders of an offer, as they are written. */
export function placeholdersOf(parameters: readonly Parameter[]): string[] {
  const fixed = ['number', 'service', 'offer', 'provider', 'starts_on', 'ends_on', 'url'].map(
    (name) => `order.${name}`,
  );
  const people = ['name', 'email', 'institution', 'country'].map((name) => `customer.${name}`);
  return [
    ...fixed,
    ...people,
    'project.number',
    'project.name',
    ...parameters.map(({ label }) => `parameters["${label.replaceAll('"', '\\"')}"]`),
  ];
}
