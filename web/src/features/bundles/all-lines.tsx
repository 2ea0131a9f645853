import { useState } from 'react';

import type { Order } from '#contracts/ordering/order-schemas';

import { t } from '../../app/messages.ts';
import { TickField } from '../../ui/form/fields.tsx';

/** Actions that people mean for the whole order, unless they say otherwise. */
const usuallyAll: ReadonlySet<string> = new Set(['take', 'cancel']);

/** How many other lines of its bundle an action on this order can move as well. */
export function linesBeside({ bundle }: Pick<Order, 'bundle'>, action: string): number {
  return bundle?.together.find((one) => one.action === action)?.lines ?? 0;
}

/** The choice whether an action is done for the other lines too: what is sent, and its field. */
export function useAllLines(order: Pick<Order, 'bundle'>, action: string | undefined) {
  const [chosen, setChosen] = useState<Readonly<Record<string, boolean>>>({});
  const lines = action === undefined ? 0 : linesBeside(order, action);
  const isOn = action !== undefined && lines > 0 && (chosen[action] ?? usuallyAll.has(action));
  return {
    given: isOn ? { allLines: true as const } : {},
    field:
      lines === 0 || action === undefined ? null : (
        <TickField
          label={t({ one: 'For the other line too', other: 'For the {n} other lines too' }, { n: lines })}
          hint={t('Where it is possible now. What is over stays as it is.')}
          field={{
            id: `all-lines-${action}`,
            path: 'allLines',
            value: isOn,
            error: undefined,
            onChange: (value) => setChosen((before) => ({ ...before, [action]: value === true })),
            onLeave: () => undefined,
          }}
        />
      ),
  };
}
