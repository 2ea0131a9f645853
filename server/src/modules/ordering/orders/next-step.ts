import type { NextStep } from '#contracts/ordering/schemas';
import type { OrderRow } from './order.ts';
import { shortDay } from '../shares/share-words.ts';

export interface NextStepFacts {
  readonly order: Pick<OrderRow, 'state' | 'waiting_for' | 'starts_on' | 'ends_on'>;
  /** An agreement waits for signatures. */
  readonly isProposed: boolean;
  readonly firstReplyDueAt: string | null;
  readonly decisionDueAt: string | null;
  /** Who acts, and who signs, for the customer side: `You`, or else a name. */
  readonly acts: string;
  readonly signs: string;
}

/** What happens next to an order, by whom and until when, as its customer reads it. */
export function nextStep(facts: NextStepFacts): NextStep {
  const { order, isProposed, firstReplyDueAt, decisionDueAt, acts, signs } = facts;
  switch (order.state) {
    case 'created':
    case 'registered':
      return { text: 'The order desk looks at your order and answers you.', by: 'Order desk', until: firstReplyDueAt };
    case 'in_progress':
      if (isProposed) return { text: 'The agreement is ready to be read and signed.', by: signs, until: null };
      return order.waiting_for === 'provider'
        ? {
            text: 'Resource centres are asked whether they can provide what you need.',
            by: 'Resource centres',
            until: decisionDueAt,
          }
        : { text: 'The order desk checks your order and decides.', by: 'Order desk', until: decisionDueAt };
    case 'waiting_for_response':
      return { text: 'Answer the question of the order desk, so that it can go on.', by: acts, until: null };
    case 'approved': {
      const start = order.starts_on === null ? '' : `, to start on ${shortDay(order.starts_on)}`;
      return {
        text: `Your order is approved. The providers set the service up${start}.`,
        by: 'Providers',
        until: null,
      };
    }
    case 'ready':
      return {
        text:
          order.ends_on === null
            ? 'You can use the service.'
            : 'You can use the service until its end. Ask for a change if you need more, less or longer.',
        by: acts,
        until: null,
      };
    case 'closed':
      return { text: 'This order is over. You can order again with the same values.', by: '', until: null };
    case 'rejected':
      return { text: 'This order was rejected. You can order again with other values.', by: '', until: null };
  }
}
