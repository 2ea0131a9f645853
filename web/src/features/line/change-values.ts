import { isoDay } from '#contracts/catalogue/parameter-days';
import { readParameterValue, showParameterValue } from '#contracts/catalogue/parameter-rules';
import type { Parameter } from '#contracts/catalogue/parameters';
import type { Order } from '#contracts/ordering/order-schemas';

import { fieldValue } from '../wizard/answers.ts';

export interface Changed {
  readonly id: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** The parameters of an order that can be changed, as its offer describes them now. */
export function changeableOf(order: Pick<Order, 'parameters'>, parameters: readonly Parameter[]): readonly Parameter[] {
  const ordered = new Set(order.parameters.map(({ id }) => id));
  return parameters.filter(({ id, type }) => type !== 'attribute' && ordered.has(id));
}

/** The values that run, as they stand in the fields. */
export function runningValues(
  order: Pick<Order, 'parameters'>,
  parameters: readonly Parameter[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    parameters.map((parameter) => [
      parameter.id,
      fieldValue(parameter, order.parameters.find(({ id }) => id === parameter.id)?.value),
    ]),
  );
}

/** Only what differs from what runs. */
export function differences(
  order: Pick<Order, 'parameters'>,
  parameters: readonly Parameter[],
  values: Readonly<Record<string, unknown>>,
): readonly Changed[] {
  return parameters.flatMap((parameter) => {
    const before = order.parameters.find(({ id }) => id === parameter.id);
    const { value } = readParameterValue(parameter, values[parameter.id]);
    if (!before || same(before.value, value)) return [];
    return [
      { id: parameter.id, label: parameter.label, before: before.shown, after: showParameterValue(parameter, value) },
    ];
  });
}

/** Two spellings of a day are the same day; nothing and an empty text are both nothing. */
function same(one: unknown, other: unknown): boolean {
  const plain = (value: unknown) =>
    typeof value === 'string' ? (isoDay(value) ?? value) : JSON.stringify(value ?? '');
  return plain(one) === plain(other);
}
