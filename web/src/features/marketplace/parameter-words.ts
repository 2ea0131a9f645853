import { showParameterValue } from '#contracts/catalogue/parameter-rules';
import { highest, lowest } from '#contracts/catalogue/parameters';
import type { Parameter } from '#contracts/catalogue/parameters';

import { formatNumber, t } from '../../app/messages.ts';

/** What can be chosen for a parameter, in a few words: `1, 2, 4 or 8`, `1 to 50`, `from 1000 EUR`. */
export function rangeOf(parameter: Parameter): string {
  switch (parameter.type) {
    case 'attribute':
      return showParameterValue(parameter, parameter.value);
    case 'input':
      return parameter.value_type === 'integer' ? withUnit(t('a number'), parameter.unit) : t('a text');
    case 'select':
    case 'multiselect':
      return withUnit(listed(parameter.config.values.map(String), parameter.type === 'multiselect'), parameter.unit);
    case 'date':
      return t('a day');
    case 'range':
      return withUnit(
        t('{from} to {to}', { from: lowest(parameter.config), to: highest(parameter.config) }),
        parameter.unit,
      );
    case 'quantity_price':
      return t('from {price} {currency}', {
        price: formatNumber(parameter.config.start_price),
        currency: parameter.config.currency,
      });
  }
}

/** A text with its unit behind it, where there is one. */
export function withUnit(text: string, unit: string | null | undefined): string {
  return unit ? `${text} ${unit}` : text;
}

function listed(values: readonly string[], several: boolean): string {
  if (values.length > 5) return t('{n} to choose from', { n: values.length });
  if (values.length < 2) return values.join('');
  const [some, last] = [values.slice(0, -1).join(', '), values.at(-1) ?? ''];
  return several ? t('{some} and {last}', { some, last }) : t('{some} or {last}', { some, last });
}
