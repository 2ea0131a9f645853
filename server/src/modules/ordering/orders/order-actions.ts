import type { OrderFacts, OrderRole } from '#contracts/ordering/lifecycle';
import type { Action } from '#contracts/kernel/schemas';
import type { Actor } from '#kernel/access';
import { changeRefusal } from './change-order.ts';
import { orderMachine } from './order-machine.ts';
import type { OrderRow, ShareRecord } from './order.ts';
import type { Standing } from '../ports.ts';
import { mayRate, type RatingFacts } from '../ratings/rating.ts';
import { agreementRefusal } from '../shares/share-rollup.ts';

interface Situation {
  readonly actor: Actor;
  readonly roles: readonly OrderRole[];
  readonly order: OrderRow;
  readonly facts: OrderFacts;
  readonly shares: readonly ShareRecord[];
  readonly standing: Standing | undefined;
  /** The change of this order that is not decided yet. */
  readonly openChange: { readonly number: number } | undefined;
  readonly rating: Omit<RatingFacts, 'state'>;
}

/**
 * What the actor can do with an order now, with refusals. Besides the edges of the lifecycle: `share:<n>:decide`,
 * `share:<n>:remind`, `shares:send`, `agreement:prepare`, `change`, `again`, `rate`, which the screens lead to the use case of that name.
 */
export function orderActionsFor(situation: Situation): Action[] {
  const { roles, order, facts } = situation;
  const seen = new Set<string>();
  const edges = roles
    .flatMap((role) => orderMachine.available(order.state, { ...facts, hasAccess: true }, role))
    .filter(
      ({ edge }) =>
        edge.by.some((role) => role !== 'system') &&
        !(edge.action === 'resume' && !roles.includes('shifter')) &&
        !seen.has(edge.action) &&
        seen.add(edge.action),
    )
    .map(({ edge, refusal }): Action => ({
      action: edge.action,
      label: edge.label,
      refusal: refusal ?? null,
      effect: edge.effect,
      needs: [...edge.needs],
      primary: false,
    }));
  const all = [...besides(situation), ...edges];
  const due = dueNext(situation, all);
  return all.map((action) => ({ ...action, primary: action.action === due }));
}

const plain = { refusal: null, needs: [] as string[], primary: false };

function besides({ roles, order, shares, standing, facts, openChange, rating }: Situation): Action[] {
  const found: Action[] = [];
  if (roles.includes('shifter')) {
    const drafts = shares.filter((share) => share.state === 'proposed' || share.state === 'expired');
    if (drafts.length > 0 && order.state === 'in_progress') {
      found.push({
        ...plain,
        action: 'shares:send',
        label:
          drafts.length === 1
            ? `Send the share to ${drafts[0]?.site_name ?? 'its contact'}`
            : `Send ${drafts.length} shares`,
        effect: `Mail to ${drafts.length === 1 ? '1 contact' : `${drafts.length} contacts`} with a link to answer`,
      });
    }
    for (const share of shares.filter((candidate) => candidate.state === 'countered')) {
      found.push({
        ...plain,
        action: `share:${share.number}:decide`,
        label: 'Decide the counter',
        effect: `${share.site_name} offers other terms. Mail to the contact when you accept or refuse`,
      });
    }
    for (const share of shares.filter((candidate) => candidate.state === 'sent')) {
      found.push({
        ...plain,
        action: `share:${share.number}:remind`,
        label: `Remind ${share.site_name}`,
        effect: 'Mail to the contact with the same link',
      });
    }
    const wantsAgreement =
      order.kind === 'order' && facts.agreement === 'none' && ['in_progress', 'approved'].includes(order.state);
    if (wantsAgreement && (facts.orderClass !== 'simple' || facts.liveShares > 0)) {
      found.push({
        ...plain,
        action: 'agreement:prepare',
        label: 'Prepare the agreement',
        refusal: agreementRefusal({ orderClass: facts.orderClass, isChange: order.change_of !== null }, shares) ?? null,
        effect: 'Drafts of the SLA and of one OLA a share; nobody gets a mail',
      });
    }
    if (standing && ['draft', 'proposed'].includes(standing.state)) {
      found.push({
        ...plain,
        action: 'agreement:open',
        label: standing.state === 'draft' ? 'Review and propose the agreement' : 'Open the agreement',
        effect: standing.state === 'draft' ? 'Both sides sign after you propose it' : 'Shows who has signed',
      });
    }
  }
  if (roles.includes('customer')) {
    if (order.state === 'ready' && order.kind === 'order' && order.change_of === null) {
      found.push({
        ...plain,
        refusal: changeRefusal(order, openChange) ?? null,
        action: 'change',
        label: 'Ask for a change',
        effect: 'A new order with only the difference; this one keeps running',
      });
    }
    if (order.state === 'ready' && order.kind !== 'order')
      found.push({ ...plain, action: 'open_service', label: 'Go to the service', effect: null });
    const rate = mayRate({ state: order.state, ...rating });
    // What was rated says when it can be changed no more; what never will be rated offers nothing.
    if (rate.allowed || rating.ratedAt !== null) {
      found.push({
        ...plain,
        action: 'rate',
        label: 'Rate it',
        refusal: rate.allowed ? null : rate.reason,
        effect: 'The order desk reads your rating',
      });
    }
    if (standing?.state === 'proposed')
      found.push({
        ...plain,
        action: 'agreement:open',
        label: 'Read and sign the agreement',
        effect: 'The order goes on when both sides have signed',
      });
    // A further line of a bundle comes again with its bundle.
    if (order.parent_id === null)
      found.push({
        ...plain,
        action: 'again',
        label: 'Order again',
        effect: 'Opens the order form with the same values',
      });
  }
  return found;
}

/** The one that is due next: the answer everybody waits for, not the most common thing. */
function dueNext({ roles }: Situation, actions: readonly Action[]): string | undefined {
  const open = (name: string) => actions.find((action) => action.action === name && action.refusal === null)?.action;
  if (!roles.includes('shifter')) return open('agreement:open') ?? open('open_service');
  const onShare = (step: string) => actions.find((action) => action.action.endsWith(`:${step}`))?.action;
  return (
    open('take') ??
    open('shares:send') ??
    onShare('decide') ??
    onShare('remind') ??
    open('agreement:prepare') ??
    open('agreement:open') ??
    open('approve') ??
    open('deliver') ??
    open('ask') ??
    open('resume')
  );
}
