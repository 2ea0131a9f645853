import type { OrderState } from '#contracts/ordering/lifecycle';

/** States of a service order (TMF641 v4.1, `ServiceOrderStateType`). */
export const tmfStates = [
  'acknowledged',
  'rejected',
  'pending',
  'held',
  'inProgress',
  'cancelled',
  'completed',
  'failed',
  'partial',
  'assessingCancellation',
  'pendingCancellation',
] as const;
export type TmfState = (typeof tmfStates)[number];

export const finalTmfStates: readonly TmfState[] = ['completed', 'cancelled', 'rejected', 'failed', 'partial'];

/** What the state of an item depends on besides the state of the order line. */
export interface StateFacts {
  readonly state: OrderState;
  /** The service had been reported ready. */
  readonly wasReady: boolean;
  /** It was approved, and then rejected because it could not be delivered. */
  readonly undelivered: boolean;
  /** A provider was reminded in vain. */
  readonly held: boolean;
  /** A cancellation stands for a later moment. */
  readonly cancelling: boolean;
}

/** The state of one item (ordering.md 4.2): `pending` waits for the customer, `held` for a provider who is late. */
export function itemState({ state, wasReady, undelivered, held, cancelling }: StateFacts): TmfState {
  switch (state) {
    case 'closed':
      return wasReady ? 'completed' : 'cancelled';
    case 'rejected':
      return undelivered ? 'failed' : 'rejected';
    default:
      return cancelling ? 'pendingCancellation' : openState(state, held);
  }
}

function openState(state: Exclude<OrderState, 'closed' | 'rejected'>, held: boolean): TmfState {
  switch (state) {
    case 'created':
    case 'registered':
      return 'acknowledged';
    case 'waiting_for_response':
      return 'pending';
    case 'in_progress':
    case 'approved':
      return held ? 'held' : 'inProgress';
    case 'ready':
      return 'completed';
  }
}

/**
 * The state of an order from its items, which TM Forum leaves open; ours is the rule of ordering.md 4.2: all alike is
 * that state, all final but some not completed is partial, whoever waits decides what is open, else inProgress.
 */
export function orderState(items: readonly TmfState[]): TmfState {
  const [first = 'acknowledged'] = items;
  if (items.every((state) => state === first)) return first;
  if (items.every((state) => finalTmfStates.includes(state)))
    return items.includes('completed') || items.includes('partial') ? 'partial' : 'cancelled';
  return (['pending', 'held', 'pendingCancellation'] as const).find((state) => items.includes(state)) ?? 'inProgress';
}
