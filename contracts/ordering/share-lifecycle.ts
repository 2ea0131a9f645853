/**
 * The lifecycle of a share, the part of an order that one resource centre is asked for (ordering.md 4.7): the one
 * table that the server enforces, the API explains (`actions`) and the screens draw.
 */
import { type OrderState, orderStateWords } from './lifecycle.ts';
import { type ShareAction, type ShareState, shareStates } from './share-schemas.ts';

export { shareStates };

/** What people do, and what the house does by itself. */
export type ShareStep = ShareAction | 'expire' | 'supersede';

/** Role in which somebody acts on one share. */
export type ShareRole = 'shifter' | 'provider' | 'system';

/** What has to be given along with an action. */
export type ShareNeed = 'comment' | 'counter' | 'access';

/** The facts that guards look at. */
export interface ShareFacts {
  readonly orderState: OrderState;
  readonly isDelivered: boolean;
}

export interface ShareEdge {
  readonly action: ShareStep;
  readonly from: readonly ShareState[];
  readonly to: ShareState;
  readonly by: readonly ShareRole[];
  readonly label: string;
  readonly needs: readonly ShareNeed[];
  /** Who hears about it, what stops or starts; shown under the button before it is pressed. */
  readonly effect: string;
  readonly refuse?: (facts: ShareFacts) => string | undefined;
}

/** Order states in which shares are prepared, and those in which providers are asked and answer. */
export const draftingStates: readonly OrderState[] = ['registered', 'in_progress', 'waiting_for_response'];
const negotiatingStates: readonly OrderState[] = ['in_progress', 'waiting_for_response'];

/** Why providers cannot be asked, or answer, in this state of the order. */
export function negotiationRefusal(orderState: OrderState): string | undefined {
  if (negotiatingStates.includes(orderState)) return undefined;
  switch (orderState) {
    case 'created':
    case 'registered':
      return 'Take the order first';
    case 'approved':
      return 'The order is approved. Withdraw the approval first';
    default:
      return `The order is in the state ${orderStateWords[orderState].desk}`;
  }
}

const whileNegotiating = (facts: ShareFacts) => negotiationRefusal(facts.orderState);

function mayWithdraw({ orderState, isDelivered }: ShareFacts): string | undefined {
  if (isDelivered) return 'It is delivered already';
  return draftingStates.includes(orderState) ? undefined : negotiationRefusal(orderState);
}

function mayDeliver({ orderState, isDelivered }: ShareFacts): string | undefined {
  if (isDelivered) return 'It is delivered already';
  return orderState === 'approved' ? undefined : 'The order is not approved yet';
}

const live: readonly ShareState[] = ['proposed', 'sent', 'countered', 'validated', 'rejected', 'expired'];

export const shareEdges: readonly ShareEdge[] = [
  {
    action: 'send',
    from: ['proposed'],
    to: 'sent',
    by: ['shifter'],
    label: 'Send',
    needs: [],
    effect: 'Mail to each contact with a link to answer',
    refuse: whileNegotiating,
  },
  {
    action: 'send',
    from: ['expired'],
    to: 'sent',
    by: ['shifter'],
    label: 'Send again',
    needs: [],
    effect: 'Mail to each contact with a new link; the old one ends',
    refuse: whileNegotiating,
  },
  {
    action: 'remind',
    from: ['sent'],
    to: 'sent',
    by: ['shifter', 'system'],
    label: 'Remind',
    needs: [],
    effect: 'Mail to each contact with the same link',
    refuse: whileNegotiating,
  },
  {
    action: 'validate',
    from: ['sent'],
    to: 'validated',
    by: ['provider'],
    label: 'Yes, we provide this share',
    needs: [],
    effect: 'The order desk is told, you get a copy by mail',
    refuse: whileNegotiating,
  },
  {
    action: 'validate',
    from: ['sent', 'countered'],
    to: 'validated',
    by: ['shifter'],
    label: 'Validate for the provider',
    needs: ['comment'],
    effect: 'Mail to each contact that the answer was noted; your note says how it came',
    refuse: whileNegotiating,
  },
  {
    action: 'counter',
    from: ['sent'],
    to: 'countered',
    by: ['provider'],
    label: 'Yes, but with changes',
    needs: ['counter'],
    effect: 'The order desk decides and tells you',
    refuse: whileNegotiating,
  },
  {
    action: 'counter',
    from: ['sent'],
    to: 'countered',
    by: ['shifter'],
    label: 'Note a counter for the provider',
    needs: ['counter', 'comment'],
    effect: 'Mail to each contact that the answer was noted; the desk decides next',
    refuse: whileNegotiating,
  },
  {
    action: 'reject',
    from: ['sent'],
    to: 'rejected',
    by: ['provider'],
    label: 'No, we cannot',
    needs: ['comment'],
    effect: 'The order desk looks for another site, you get a copy by mail',
    refuse: whileNegotiating,
  },
  {
    action: 'reject',
    from: ['sent'],
    to: 'rejected',
    by: ['shifter'],
    label: 'Reject for the provider',
    needs: ['comment'],
    effect: 'Mail to each contact that the answer was noted',
    refuse: whileNegotiating,
  },
  {
    action: 'accept_counter',
    from: ['countered'],
    to: 'validated',
    by: ['shifter'],
    label: 'Accept the counter',
    needs: [],
    effect: 'The share takes the new terms. Mail to each contact',
    refuse: whileNegotiating,
  },
  {
    action: 'refuse_counter',
    from: ['countered'],
    to: 'sent',
    by: ['shifter'],
    label: 'Refuse the counter',
    needs: [],
    effect: 'The provider is asked again as before, by mail with a new link',
    refuse: whileNegotiating,
  },
  {
    action: 'reopen',
    from: ['validated', 'rejected'],
    to: 'sent',
    by: ['shifter'],
    label: 'Reopen the answer',
    needs: [],
    effect: 'The provider is asked again, by mail with a new link',
    refuse: (facts) => (facts.isDelivered ? 'It is delivered already' : negotiationRefusal(facts.orderState)),
  },
  {
    action: 'deliver',
    from: ['validated'],
    to: 'validated',
    by: ['provider', 'shifter'],
    label: 'Report ready',
    needs: ['access'],
    effect: 'The order desk is told. With the last share the order becomes ready, and the customer gets the access',
    refuse: mayDeliver,
  },
  {
    action: 'withdraw',
    from: live,
    to: 'withdrawn',
    by: ['shifter'],
    label: 'Withdraw',
    needs: [],
    effect: 'A provider who was asked gets a mail that it is no longer needed; the link ends',
    refuse: mayWithdraw,
  },
  {
    action: 'withdraw',
    from: live,
    to: 'withdrawn',
    by: ['system'],
    label: 'Withdraw',
    needs: [],
    effect: 'A provider who was asked gets a mail that it is no longer needed; the link ends',
  },
  {
    action: 'expire',
    from: ['sent'],
    to: 'expired',
    by: ['system'],
    label: 'Expire',
    needs: [],
    effect: 'The link ends; the desk can send the share again',
  },
  {
    action: 'supersede',
    from: ['sent', 'countered', 'rejected', 'expired'],
    to: 'superseded',
    by: ['system'],
    label: 'Supersede',
    needs: [],
    effect: 'Another share takes its place',
  },
];

/** Words of the states (ui.md 6.1). */
export const shareStateWords: Record<ShareState, string> = {
  proposed: 'Draft',
  sent: 'Sent',
  countered: 'Countered',
  validated: 'Validated',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  superseded: 'Superseded',
  expired: 'Expired',
};

/** States that nothing leads out of. */
export const finalShareStates: readonly ShareState[] = ['withdrawn', 'superseded'];
