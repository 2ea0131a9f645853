import { orderStateWords } from '#contracts/ordering/lifecycle';
import type { OrderState } from '#contracts/ordering/lifecycle';
import { procedureStepWords } from '#contracts/ordering/procedures';

import type { MarkName } from './shapes.tsx';

export type Tone = 'neutral' | 'blue' | 'sea' | 'amber' | 'violet' | 'green' | 'red';

export interface StateLook {
  readonly mark: MarkName;
  readonly tone: Tone;
  readonly word: string;
  /** What a customer reads, where it differs. */
  readonly customer?: string;
}

const orderMarks: Record<OrderState, { mark: MarkName; tone: Tone }> = {
  created: { mark: 'order-created', tone: 'neutral' },
  registered: { mark: 'order-registered', tone: 'blue' },
  in_progress: { mark: 'order-review', tone: 'sea' },
  waiting_for_response: { mark: 'order-waiting', tone: 'amber' },
  approved: { mark: 'order-approved', tone: 'violet' },
  ready: { mark: 'order-ready', tone: 'green' },
  closed: { mark: 'order-closed', tone: 'neutral' },
  rejected: { mark: 'order-rejected', tone: 'red' },
};

function order(state: OrderState): StateLook {
  const words = orderStateWords[state];
  return { ...orderMarks[state], word: words.desk, customer: words.customer };
}

/** The semantic table: thing and state to mark, tone and word. Foreign words may be laid over it, marks and tones may not. */
export const states = {
  order: {
    created: order('created'),
    registered: order('registered'),
    in_progress: order('in_progress'),
    waiting_for_response: order('waiting_for_response'),
    approved: order('approved'),
    ready: order('ready'),
    closed: order('closed'),
    rejected: order('rejected'),
    held: { mark: 'order-held', tone: 'amber', word: 'Held', customer: 'Being set up' },
    spam: { mark: 'order-spam', tone: 'neutral', word: 'Suspected spam', customer: 'Received' },
    partial: { mark: 'order-partial', tone: 'sea', word: 'Partly ready' },
  },
  question: {
    open: { mark: 'order-registered', tone: 'blue', word: 'Open', customer: 'Waits for the desk' },
    answered: { mark: 'order-ready', tone: 'green', word: 'Answered' },
    closed: { mark: 'order-closed', tone: 'neutral', word: 'Closed' },
  },
  share: {
    proposed: { mark: 'share-proposed', tone: 'neutral', word: 'Draft' },
    sent: { mark: 'share-sent', tone: 'blue', word: 'Sent' },
    countered: { mark: 'share-countered', tone: 'amber', word: 'Countered' },
    validated: { mark: 'share-validated', tone: 'green', word: 'Validated' },
    rejected: { mark: 'share-rejected', tone: 'red', word: 'Rejected' },
    withdrawn: { mark: 'share-withdrawn', tone: 'neutral', word: 'Withdrawn' },
    superseded: { mark: 'share-superseded', tone: 'neutral', word: 'Superseded' },
    expired: { mark: 'share-expired', tone: 'amber', word: 'Expired' },
  },
  agreement: {
    draft: { mark: 'agreement-draft', tone: 'neutral', word: 'Draft' },
    proposed: { mark: 'agreement-proposed', tone: 'blue', word: 'Proposed' },
    agreed: { mark: 'agreement-agreed', tone: 'violet', word: 'Agreed' },
    active: { mark: 'agreement-active', tone: 'green', word: 'Active' },
    in_review: { mark: 'agreement-review', tone: 'sea', word: 'In review' },
    expired: { mark: 'agreement-expired', tone: 'amber', word: 'Expired' },
    terminated: { mark: 'agreement-terminated', tone: 'red', word: 'Terminated' },
    superseded: { mark: 'agreement-superseded', tone: 'neutral', word: 'Superseded' },
    withdrawn: { mark: 'agreement-withdrawn', tone: 'neutral', word: 'Withdrawn' },
  },
  procedure: {
    waiting: { mark: 'order-created', tone: 'neutral', word: procedureStepWords.waiting },
    running: { mark: 'order-review', tone: 'sea', word: procedureStepWords.running },
    waiting_person: { mark: 'order-waiting', tone: 'amber', word: procedureStepWords.waiting_person },
    waiting_answer: { mark: 'share-sent', tone: 'blue', word: procedureStepWords.waiting_answer },
    done: { mark: 'order-ready', tone: 'green', word: procedureStepWords.done },
    failed: { mark: 'octagon', tone: 'red', word: procedureStepWords.failed },
    skipped: { mark: 'share-superseded', tone: 'neutral', word: procedureStepWords.skipped },
  },
  evaluation: {
    met: { mark: 'tick', tone: 'green', word: 'Met' },
    violated: { mark: 'octagon', tone: 'red', word: 'Violated' },
    doubtful: { mark: 'diamond', tone: 'violet', word: 'Doubtful' },
    'not-evaluated': { mark: 'order-created', tone: 'neutral', word: 'Not evaluated' },
  },
  monitoring: {
    OK: { mark: 'order-ready', tone: 'green', word: 'OK' },
    WARNING: { mark: 'triangle', tone: 'amber', word: 'Warning' },
    CRITICAL: { mark: 'octagon', tone: 'red', word: 'Critical' },
    UNKNOWN: { mark: 'diamond', tone: 'violet', word: 'Unknown' },
    MISSING: { mark: 'monitoring-missing', tone: 'neutral', word: 'Missing' },
    DOWNTIME: { mark: 'monitoring-downtime', tone: 'blue', word: 'Downtime' },
  },
  priority: {
    'less urgent': { mark: 'priority-less', tone: 'neutral', word: 'Less urgent' },
    urgent: { mark: 'priority-urgent', tone: 'neutral', word: 'Urgent' },
    'very urgent': { mark: 'priority-very', tone: 'amber', word: 'Very urgent' },
    'top priority': { mark: 'priority-top', tone: 'red', word: 'Top priority' },
  },
  ticket: {
    new: { mark: 'order-registered', tone: 'blue', word: 'New' },
    open: { mark: 'order-review', tone: 'sea', word: 'Open' },
    pending: { mark: 'order-waiting', tone: 'amber', word: 'Pending' },
    solved: { mark: 'order-ready', tone: 'green', word: 'Solved' },
    closed: { mark: 'order-ready', tone: 'green', word: 'Closed' },
    merged: { mark: 'ticket-merged', tone: 'neutral', word: 'Merged' },
  },
  certification: {
    candidate: { mark: 'shield-candidate', tone: 'neutral', word: 'Candidate' },
    uncertified: { mark: 'shield-uncertified', tone: 'amber', word: 'Uncertified' },
    certified: { mark: 'shield-certified', tone: 'green', word: 'Certified' },
    suspended: { mark: 'shield-suspended', tone: 'red', word: 'Suspended' },
    closed: { mark: 'shield-closed', tone: 'neutral', word: 'Closed' },
  },
} as const satisfies Record<string, Record<string, StateLook>>;

export type Thing = keyof typeof states;
export type StateOf<T extends Thing> = keyof (typeof states)[T] & string;

const unknownLook: StateLook = { mark: 'order-created', tone: 'neutral', word: '' };

/** The look of a state; a word that the table does not know is shown as it came, without colour. */
export function lookOf(thing: Thing, state: string): StateLook {
  const known: Readonly<Record<string, StateLook>> = states[thing];
  return known[state] ?? { ...unknownLook, word: state.replaceAll('_', ' ') };
}
