import {
  type OrderAction,
  type OrderEdge,
  type OrderFacts,
  type OrderRole,
  type OrderState,
  orderEdges,
  orderStates,
  orderStateWords,
  roleReaches,
} from '#contracts/ordering/lifecycle';
import { type Attempt, stateMachine } from '#libs/state-machine';

const roleWords: Record<OrderRole, string> = {
  customer: 'the customer',
  shifter: 'a shifter',
  provider: 'the provider',
  system: 'the system',
};

function explain({ state, action, othersMay }: Attempt<OrderState, OrderAction, OrderRole, OrderEdge>): string {
  const label = orderEdges.find((edge) => edge.action === action)?.label ?? action;
  if (othersMay.length === 0)
    return `${label}: not possible while the order is in the state ${orderStateWords[state].desk}`;
  const roles = [...new Set(othersMay.flatMap((edge) => edge.by.filter((role) => roleReaches(edge, state, role))))];
  return `${label}: only ${roles.map((role) => roleWords[role]).join(' or ')} can do this now`;
}

/** The lifecycle of an order, as `contracts/ordering/lifecycle.ts` tells it. */
export const orderMachine = stateMachine<OrderState, OrderAction, OrderFacts, OrderRole, OrderEdge>({
  states: orderStates,
  initial: 'created',
  edges: orderEdges,
  reaches: roleReaches,
  explain,
});

/** A change of state that a foreign surface made and that is no edge: stored, and marked on the desk (ordering.md 4.1). */
export function isIrregular(from: OrderState, to: OrderState): boolean {
  return from !== to && !orderMachine.leads(from, to);
}

/**
 * What the marketplace calls the states towards its customers
 * (`cyfronet-fid/marketplace:config/locales/views/project_items/en.yml`); our own words are `orderStateWords`.
 */
export const marketplaceStateLabels: Record<OrderState, string> = {
  created: 'New',
  registered: 'New',
  in_progress: 'Under review',
  waiting_for_response: 'Provide additional information',
  approved: 'Being processed',
  ready: 'Ready to use',
  closed: 'Closed',
  rejected: 'Rejected',
};
