import { showParameterValue } from './parameter-rules.ts';
import { highest, lowest, type Parameter } from './parameters.ts';

/** What can be chosen for a parameter, in a few words: `1, 2, 4 or 8`, `1 to 50`, `from 1000 EUR`. */
export function rangeOf(parameter: Parameter): string {
  switch (parameter.type) {
    case 'attribute':
      return showParameterValue(parameter, parameter.value);
    case 'input':
      return parameter.value_type === 'integer' ? numberOf(parameter.unit) : 'a text';
    case 'select':
    case 'multiselect':
      return withUnit(listed(parameter.config.values.map(String), parameter.type === 'multiselect'), parameter.unit);
    case 'date':
      return 'a day';
    case 'range':
      return withUnit(`${grouped(lowest(parameter.config))} to ${grouped(highest(parameter.config))}`, parameter.unit);
    case 'quantity_price':
      return `from ${grouped(parameter.config.start_price)} ${parameter.config.currency}`;
  }
}

const numberOf = (unit: string | null | undefined) => (unit ? `a number of ${unit}` : 'a number');
const grouped = (value: number) => new Intl.NumberFormat('en-GB', { useGrouping: value >= 10_000 }).format(value);

/** A text with its unit behind it, where there is one. */
export function withUnit(text: string, unit: string | null | undefined): string {
  return unit ? `${text} ${unit}` : text;
}

function listed(values: readonly string[], several: boolean): string {
  if (values.length > 5) return `${values.length} to choose from`;
  if (values.length < 2) return values.join('');
  const [some, last] = [values.slice(0, -1).join(', '), values.at(-1) ?? ''];
  return `${some} ${several ? 'and' : 'or'} ${last}`;
}
