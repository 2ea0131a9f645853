import type { RoutingConditions } from '#contracts/ordering/desk-schemas';

import { t } from '../../app/messages.ts';
import { classWords, typologyWord } from '../desk/words.ts';

export const orderTypeWords = {
  order: 'Orders for the desk',
  open: 'Open access',
  external: 'Ordered elsewhere',
} as const;

/** Conditions as people read them: `Category: Compute or Storage`. */
export function conditionWords(conditions: RoutingConditions): readonly string[] {
  const listed: readonly (readonly [string, readonly string[]])[] = [
    [t('Category'), conditions.category],
    [t('Service'), conditions.service],
    [t('Offer'), conditions.offer],
    [t('Provider'), conditions.provider],
    [t('Order type'), conditions.orderType.map((type) => t(orderTypeWords[type]))],
    [t('Class'), conditions.class.map((one) => t(classWords[one]))],
    [t('Customer'), conditions.typology.map(typologyWord)],
    [t('Country'), conditions.country],
  ];
  return [
    ...listed.filter(([, values]) => values.length > 0).map(([label, values]) => `${label}: ${values.join(t(' or '))}`),
    ...conditions.parameters.map(({ label, value }) => `${label} = ${value}`),
  ];
}

/** `a, b` and one a line are lists of texts. */
export function listOf(text: string): string[] {
  return text
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Lines `label = value`; a line without `=` asks for a parameter of this label that is empty. */
export function parametersOf(text: string): RoutingConditions['parameters'] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [label = '', ...rest] = line.split('=');
      return { label: label.trim(), value: rest.join('=').trim() };
    });
}
