import { z } from 'zod';
import { finalOrderStates, orderStates, orderStateWords, type OrderState } from './lifecycle.ts';

export const bundleStates = [
  'new',
  'in_progress',
  'pending',
  'approved',
  'partial',
  'ready',
  'rejected',
  'closed',
] as const;
export type BundleState = (typeof bundleStates)[number];

/** A line in one of these states waits for nobody any more. */
export const settledLineStates: readonly OrderState[] = ['ready', ...finalOrderStates];

/** How the states of its lines add up to the one of a bundle (ordering.md 4.2). */
export function bundleStateOf(states: readonly OrderState[]): BundleState {
  const all = (...wanted: readonly OrderState[]) => states.every((state) => wanted.includes(state));
  if (all('ready')) return 'ready';
  if (all('rejected')) return 'rejected';
  if (all('closed', 'rejected')) return 'closed';
  if (all(...settledLineStates)) return 'partial';
  if (states.includes('waiting_for_response')) return 'pending';
  if (all('created', 'registered')) return 'new';
  return all('approved', ...settledLineStates) ? 'approved' : 'in_progress';
}

/** Words of the desk and words of the customer. */
export const bundleStateWords: Record<BundleState, { desk: string; customer: string }> = {
  new: orderStateWords.registered,
  in_progress: { desk: 'In progress', customer: 'Under review' },
  pending: { desk: 'Pending: the customer is asked', customer: orderStateWords.waiting_for_response.customer },
  approved: orderStateWords.approved,
  partial: { desk: 'Partial: some ready, others not', customer: 'Partly ready to use' },
  ready: orderStateWords.ready,
  rejected: orderStateWords.rejected,
  closed: orderStateWords.closed,
};

/** One line of an order of a bundle. */
export const OrderLine = z
  .object({
    number: z.number().int(),
    iid: z.number().int().describe('Counted per project'),
    service: z.string(),
    offer: z.string(),
    offerRef: z.string(),
    provider: z.string(),
    state: z.enum(orderStates),
    /** The state in the reader's words. */
    word: z.string(),
    value: z.string(),
    /** Whose turn it is; empty for those who are not of the desk. */
    waiting: z.string(),
    shares: z
      .object({ live: z.number().int(), validated: z.number().int(), waiting: z.number().int() })
      .nullable()
      .describe('How many resource centres take part and have answered; null for those who are not of the desk'),
    price: z.object({ amount: z.number(), currency: z.string() }).nullable(),
    newMessages: z.number().int(),
  })
  .meta({ id: 'OrderLine' });
export type OrderLine = z.infer<typeof OrderLine>;

/** The bundle of which an order is a line. */
export const OrderBundle = z
  .object({
    ref: z.string(),
    name: z.string(),
    state: z.enum(bundleStates),
    word: z.string(),
    root: z.number().int().describe('Number of its first line, the main offer'),
    lines: z.array(OrderLine).describe('The first line first'),
    together: z
      .array(z.object({ action: z.string(), lines: z.number().int() }))
      .describe('Actions on this first line that can be done for so many of the other lines as well'),
  })
  .meta({ id: 'OrderBundle' });
export type OrderBundle = z.infer<typeof OrderBundle>;
