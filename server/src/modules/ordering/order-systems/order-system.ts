import type { OrderRow } from '../orders/order.ts';
import type { OrderSystem } from '../ports.ts';

/** The order system that works an order: the one its offer names, else the default one. */
export function omsOf(
  { oms_id: id }: Pick<OrderRow, 'oms_id'>,
  omses: readonly OrderSystem[],
): OrderSystem | undefined {
  return omses.find((oms) => (id === null ? oms.isDefault : oms.id === id));
}

/** Does an order system see this order? The default one sees all (ordering.md 3.2). */
export function reaches(oms: OrderSystem, { oms_id: id }: Pick<OrderRow, 'oms_id'>): boolean {
  return oms.isDefault || id === oms.id;
}

export type MessageRole = 'user' | 'provider' | 'mediator';
export type ForeignScope = 'public' | 'internal' | 'user_direct';

/**
 * May this order system write such a message (`vectors/message-permissions.json`)? A provider speaks by the order system
 * of the order, or by any with an order in the project; a mediator by the default one; nobody speaks for a customer.
 */
export function mayWriteMessage(
  message: { readonly role: MessageRole; readonly scope: ForeignScope },
  /** `worksIt`: works the order; of a message on a project, one of its orders. */
  { isDefault, worksIt, onOrder }: { isDefault: boolean; worksIt: boolean; onOrder: boolean },
): boolean {
  switch (message.role) {
    case 'user':
      return false;
    case 'provider':
      return worksIt && (onOrder || message.scope !== 'user_direct');
    case 'mediator':
      return isDefault && (!onOrder || message.scope !== 'user_direct');
  }
}
