import {
  type ShareEdge,
  type ShareFacts,
  type ShareRole,
  type ShareStep,
  shareEdges,
  shareStates,
  shareStateWords,
} from '#contracts/ordering/share-lifecycle';
import type { ShareState } from '#contracts/ordering/share-schemas';
import { type Attempt, stateMachine } from '#libs/state-machine';
import type { OrderRow, ShareRecord } from '../orders/order.ts';

const roleWords: Record<ShareRole, string> = {
  shifter: 'the order desk',
  provider: 'the provider',
  system: 'the system',
};

function explain({ state, action, othersMay }: Attempt<ShareState, ShareStep, ShareRole, ShareEdge>): string {
  const label = shareEdges.find((edge) => edge.action === action)?.label ?? action;
  const [other] = othersMay.flatMap((edge) => edge.by);
  if (other === undefined) return `${label}: not possible while the share is in the state ${shareStateWords[state]}`;
  return `${label}: only ${roleWords[other]} can do this now`;
}

/** The lifecycle of a share, as `contracts/ordering/share-lifecycle.ts` tells it. */
export const shareMachine = stateMachine<ShareState, ShareStep, ShareFacts, ShareRole, ShareEdge>({
  states: shareStates,
  initial: 'proposed',
  edges: shareEdges,
  explain,
});

/** Gathers what the guards look at. */
export function shareFacts(order: Pick<OrderRow, 'state'>, share: Pick<ShareRecord, 'delivered_at'>): ShareFacts {
  return { orderState: order.state, isDelivered: share.delivered_at !== null };
}
