import type { Selectable } from 'kysely';
import type { OrderFacts, OrderRole, OrderState } from '#contracts/ordering/lifecycle';
import type { OrderType } from '#contracts/catalogue/access';
import type { LabelMap } from '#contracts/ordering/resource-labels';
import { isLive, isUnanswered } from '../shares/share-rollup.ts';
import type { OrdersTable, SharesTable } from '../tables.ts';

export type OrderRow = Selectable<OrdersTable>;
export type ShareRecord = Selectable<SharesTable>;

/** The offer as it was when the order was placed; later changes of the catalogue do not reach the order. */
export interface OfferSnapshot {
  readonly serviceSlug: string;
  readonly provider: string;
  readonly url: string;
  readonly light: boolean;
  readonly needsAgreement: boolean;
  readonly labels: LabelMap;
  readonly activationText: string;
  /** Missing in orders from before it was kept. */
  readonly orderType?: OrderType;
}

/** Who did something, as the timeline tells it. */
export interface Deed {
  readonly byId: string | null;
  readonly byName: string;
  readonly byRole: OrderRole;
}

/** The word beside the state as the marketplace's API has it: what somebody gave, else the name of the state (ordering.md 4.18). */
export function marketplaceWord({ given_value: given, state }: Pick<OrderRow, 'given_value' | 'state'>): string {
  return given ?? state;
}

/** Of the payload of an event: that word before and after. */
export function wordChange(before: OrderRow, after: OrderRow) {
  return { wordBefore: marketplaceWord(before), wordAfter: marketplaceWord(after) };
}

/** States in which a change of an order is decided. */
export const settledChangeStates: readonly OrderState[] = ['ready', 'closed', 'rejected'];

export const systemDeed: Deed = { byId: null, byName: 'Portolan', byRole: 'system' };

/** Gathers what the guards of the lifecycle look at. */
export function orderFacts(
  order: Pick<OrderRow, 'class' | 'assignee_id' | 'no_agreement_reason'>,
  shares: readonly Pick<ShareRecord, 'state' | 'site_name'>[],
  standing: { readonly state: string } | undefined,
  {
    hasAccess,
    projectArchived,
    missingApproval,
  }: Pick<OrderFacts, 'hasAccess' | 'projectArchived' | 'missingApproval'>,
): OrderFacts {
  const live = shares.filter(isLive);
  return {
    orderClass: order.class,
    hasAssignee: order.assignee_id !== null,
    unansweredShares: live.filter(isUnanswered).length,
    liveShares: live.length,
    agreement: order.no_agreement_reason === null ? agreementFact(standing) : 'waived',
    hasAccess,
    projectArchived,
    missingApproval,
    singleProvider: new Set(live.map((share) => share.site_name)).size === 1,
  };
}

function agreementFact(standing: { readonly state: string } | undefined): OrderFacts['agreement'] {
  switch (standing?.state) {
    case 'draft':
      return 'draft';
    case 'proposed':
      return 'proposed';
    case 'agreed':
    case 'active':
    case 'in_review':
      return 'agreed';
    // Expired, terminated, superseded: nothing stands any more.
    default:
      return 'none';
  }
}

export interface ListFacts {
  readonly waiting_for: OrderRow['waiting_for'];
  readonly waiting_why: string;
  readonly provider_label: string | null;
  readonly provider_more: number;
}

const amountText = (share: ShareRecord) => {
  const [first] = share.resources;
  return first ? `${first.quantity} ${first.unit ?? first.label}` : 'the share';
};

/** What the desk list shows of an order: whose turn it is, why, and the provider that matters now (ui.md 7). */
export function listFacts(
  order: Pick<OrderRow, 'state' | 'assignee_id' | 'kind'> & Partial<Pick<OrderRow, 'procedure' | 'asked_level'>>,
  shares: readonly ShareRecord[],
): ListFacts {
  const live = shares.filter(isLive);
  const waiting = live.filter((share) => share.state === 'sent');
  const countered = live.filter((share) => share.state === 'countered');
  const shown = countered[0] ?? waiting[0] ?? live.find((share) => share.state === 'validated') ?? live[0];
  const provider = { provider_label: shown?.site_name ?? null, provider_more: Math.max(0, live.length - 1) };
  const turn = (waiting_for: ListFacts['waiting_for'], waiting_why: string): ListFacts => ({
    waiting_for,
    waiting_why,
    ...provider,
  });
  const desk = (why: string) =>
    turn(order.assignee_id === null ? 'nobody' : 'desk', order.assignee_id === null ? 'take it' : why);
  switch (order.state) {
    case 'created':
      return turn('nobody', 'arrives');
    case 'registered':
      return desk('first look');
    case 'waiting_for_response':
      return turn('customer', 'to answer');
    case 'in_progress':
      if (countered[0]) return turn('desk', 'decide a counter');
      if (waiting.length > 0) return turn('provider', `${waiting.length} of ${live.length} to answer`);
      if (live.some((share) => share.state === 'proposed')) return desk('send the shares');
      if (order.asked_level) return turn('approver', `agree for ${order.asked_level}`);
      return desk(live.length > 0 && live.every((share) => share.state === 'validated') ? 'approve' : 'decide');
    case 'approved': {
      if (order.procedure === 'stuck') return desk('the procedure is stuck');
      if (order.procedure === 'running') return turn('none', '');
      const due = live.filter((share) => share.state === 'validated' && share.delivered_at === null);
      return due.length > 0 ? turn('provider', 'to deliver') : desk('report ready');
    }
    case 'ready':
    case 'closed':
    case 'rejected':
      return turn('none', '');
  }
}

/** The desk's own word beside the state, where nobody gave one. */
export function defaultValue(state: OrderState, shares: readonly ShareRecord[]): string {
  const live = shares.filter(isLive);
  switch (state) {
    case 'created':
      return 'placed';
    case 'registered':
      return 'not looked at yet';
    case 'in_progress': {
      const countered = live.find((share) => share.state === 'countered');
      if (countered) return `${countered.site_name} countered ${amountText(countered)}`;
      const sent = live.filter((share) => share.state === 'sent');
      if (sent.length > 1) return 'shares sent';
      if (sent[0]) return `waiting for ${sent[0].site_name}`;
      if (live.some((share) => share.state === 'proposed')) return 'shares prepared';
      if (live.length > 0 && live.every((share) => share.state === 'validated')) return 'all shares validated';
      return live.some((share) => share.state === 'rejected') ? 'looking for capacity' : 'checking';
    }
    case 'waiting_for_response':
      return 'asked the customer';
    case 'approved':
      return 'being set up';
    case 'ready':
      return 'access sent';
    case 'closed':
      return 'over';
    case 'rejected':
      return 'refused';
  }
}
