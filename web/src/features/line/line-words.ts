import { orderStateWords } from '#contracts/ordering/lifecycle';
import type { Order } from '#contracts/ordering/order-schemas';

import { t } from '../../app/messages.ts';
import type { Port } from '../../ui/record/route.tsx';

/** Grades from 1 to 5. */
export const gradeWords = ['Very poor', 'Poor', 'Fair', 'Good', 'Very good'] as const;

/** Service and offer, once where both have one name. */
export function titleOf({ service, offer }: Pick<Order, 'service' | 'offer'>): string {
  return service.name.toLowerCase() === offer.name.toLowerCase() ? service.name : `${service.name}, ${offer.name}`;
}

/** The route in the customer's words; a service that nobody decides about has none. */
export function customerPorts(order: Pick<Order, 'route' | 'state' | 'kind'>): readonly Port[] {
  if (order.kind !== 'order') return [];
  return order.route.map((port) => {
    const shown = port.passage === 'now' ? order.state : port.state;
    return { ...port, state: shown, word: t(orderStateWords[shown].customer) };
  });
}

/** Waits and returns as the customer reads them; what only the desk minds is left out. */
export function customerDetours(detours: readonly string[]): readonly string[] {
  return detours
    .filter((detour) => !detour.startsWith('Irregular'))
    .map((detour) => detour.replace('Waited for the customer', t('Waited for your answer')));
}

/** What the desk wrote when it rejected the order. */
export function reasonOfRejection(order: Pick<Order, 'state' | 'timeline'>): Order['timeline'][number] | undefined {
  if (order.state !== 'rejected') return undefined;
  return order.timeline.find(({ kind, by }) => kind === 'message' && by.role !== 'customer');
}

/** What the desk or a provider asked last, while it waits for the answer. */
export function openQuestion(order: Pick<Order, 'state' | 'timeline'>): Order['timeline'][number] | undefined {
  if (order.state !== 'waiting_for_response') return undefined;
  return order.timeline.find(({ kind, by }) => kind === 'message' && by.role !== 'customer');
}
