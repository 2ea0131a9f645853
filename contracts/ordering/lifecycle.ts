/**
 * The lifecycle of an order: the one table that the server enforces, the API explains (`actions`),
 * the web draws and the documentation shows. Source of the edges: ordering.md 4.1,
 * `cyfronet-fid/marketplace:app/assets/images/api_docs/project_item_workflow.png` for those marked published.
 */
export const orderStates = [
  'created',
  'registered',
  'in_progress',
  'waiting_for_response',
  'approved',
  'ready',
  'closed',
  'rejected',
] as const;
export type OrderState = (typeof orderStates)[number];

/** Role in which somebody acts on one order. */
export type OrderRole = 'customer' | 'shifter' | 'provider' | 'system';

export const orderActions = [
  'register',
  'open',
  'take',
  'ask',
  'resume',
  'approve',
  'withdraw_approval',
  'deliver',
  'reject',
  'close',
  'cancel',
  'reopen',
] as const;
export type OrderAction = (typeof orderActions)[number];

/** What has to be given along with an action. */
export type OrderInput = 'message' | 'reason' | 'category' | 'access';

/** The facts that guards look at; the server gathers them, the rules stay pure. */
export interface OrderFacts {
  readonly orderClass: 'simple' | 'complex' | 'joint';
  readonly hasAssignee: boolean;
  /** Live shares (neither withdrawn nor superseded) that wait for a provider or the desk. */
  readonly unansweredShares: number;
  readonly liveShares: number;
  /** State of the agreement that stands for this order; `unknown` where no agreements module answers. */
  readonly agreement: 'none' | 'draft' | 'proposed' | 'agreed' | 'waived' | 'unknown';
  /** Text, address or secret by which the customer gets in. */
  readonly hasAccess: boolean;
  readonly singleProvider: boolean;
  /** The project was put away: nothing in it is open. */
  readonly projectArchived: boolean;
  /** What the levels of approval lack, in words; undefined where all have agreed or none is demanded. */
  readonly missingApproval?: string | undefined;
}

export interface OrderEdge {
  readonly action: OrderAction;
  readonly from: readonly OrderState[];
  readonly to: OrderState;
  readonly by: readonly OrderRole[];
  readonly label: string;
  /** What the timeline says of it, after the name of who did it. */
  readonly told: string;
  readonly needs: readonly OrderInput[];
  /** Who hears about it, what stops or starts; shown under the button before it is pressed. */
  readonly effect: string;
  readonly refuse?: (facts: OrderFacts, role: OrderRole) => string | undefined;
}

const onlySingleProvider = (facts: OrderFacts, role: OrderRole) =>
  role === 'provider' && !facts.singleProvider
    ? 'Several providers are asked: the desk decides for all of them'
    : undefined;

function mayApprove(facts: OrderFacts, role: OrderRole): string | undefined {
  const single = onlySingleProvider(facts, role);
  if (single) return single;
  // Who was asked, and who refused, stays on the desk.
  if (facts.missingApproval !== undefined)
    return role === 'shifter' ? facts.missingApproval : 'The order desk waits for an approval of its own';
  if (facts.unansweredShares > 0) {
    return facts.unansweredShares === 1
      ? '1 share has no answer yet'
      : `${facts.unansweredShares} shares have no answer yet`;
  }
  if (facts.orderClass === 'simple') return undefined;
  switch (facts.agreement) {
    case 'agreed':
    case 'waived':
      return undefined;
    case 'none':
    case 'unknown':
      return 'Prepare the agreement first, or state that none is needed';
    case 'draft':
      return 'The SLA is a draft: propose it and have it signed, or state that none is needed';
    case 'proposed':
      return 'The SLA waits for signatures';
  }
}

export const orderEdges: readonly OrderEdge[] = [
  {
    action: 'register',
    from: ['created'],
    to: 'registered',
    by: ['system'],
    label: 'Register',
    told: 'put the order on the desk',
    needs: [],
    effect: 'The order appears on the desk',
  },
  {
    action: 'open',
    from: ['created'],
    to: 'ready',
    by: ['system'],
    label: 'Open at once',
    told: 'opened the service',
    needs: [],
    effect: 'The customer can use it now',
  },
  {
    action: 'take',
    from: ['registered'],
    to: 'in_progress',
    by: ['shifter'],
    label: 'Take it',
    told: 'took the order',
    needs: [],
    effect: 'You become the assignee; nobody gets a mail',
  },
  {
    action: 'ask',
    from: ['in_progress'],
    to: 'waiting_for_response',
    by: ['shifter', 'provider'],
    label: 'Ask the customer',
    told: 'asked a question',
    needs: ['message'],
    effect: 'Mail to the customer. Clocks pause until they answer',
  },
  {
    action: 'resume',
    from: ['waiting_for_response'],
    to: 'in_progress',
    by: ['shifter', 'customer', 'system'],
    label: 'Go on without an answer',
    told: 'went on without an answer',
    needs: [],
    effect: 'Clocks run again; nobody gets a mail',
  },
  {
    action: 'approve',
    from: ['in_progress'],
    to: 'approved',
    by: ['shifter', 'provider', 'system'],
    label: 'Approve order',
    told: 'approved the order',
    needs: [],
    effect: 'Mail to the customer; the providers are asked to deliver',
    refuse: mayApprove,
  },
  {
    action: 'withdraw_approval',
    from: ['approved'],
    to: 'in_progress',
    by: ['shifter'],
    label: 'Withdraw approval',
    told: 'withdrew the approval',
    needs: ['reason'],
    effect: 'The order goes back under review; the reason is kept on the desk',
  },
  {
    action: 'deliver',
    from: ['approved'],
    to: 'ready',
    by: ['provider', 'shifter'],
    label: 'Report ready',
    told: 'reported the service ready',
    needs: ['access'],
    effect: 'Mail to the customer with text and address of the access; secrets stay on the page',
    refuse: (facts) =>
      facts.hasAccess ? undefined : 'Give a text, an address or a secret by which the customer gets in',
  },
  {
    action: 'reject',
    from: ['registered', 'in_progress', 'waiting_for_response', 'approved'],
    to: 'rejected',
    by: ['shifter', 'provider'],
    label: 'Reject order',
    told: 'rejected the order',
    needs: ['category', 'message'],
    effect: 'Mail to the customer with your text. Open shares are withdrawn',
    refuse: onlySingleProvider,
  },
  {
    action: 'close',
    from: ['registered', 'in_progress', 'waiting_for_response', 'approved', 'ready'],
    to: 'closed',
    by: ['shifter', 'provider', 'system'],
    label: 'Close order',
    told: 'closed the order',
    needs: ['reason'],
    effect: 'Mail to the customer with your reason; providers are asked to release the resources',
  },
  {
    action: 'cancel',
    from: ['registered', 'in_progress', 'waiting_for_response', 'approved', 'ready'],
    to: 'closed',
    by: ['customer'],
    label: 'Cancel order',
    told: 'cancelled the order',
    needs: ['reason'],
    effect: 'The desk and the providers are told; open shares are withdrawn',
  },
  {
    action: 'reopen',
    from: ['rejected', 'closed'],
    to: 'in_progress',
    by: ['shifter'],
    label: 'Re-open order',
    told: 're-opened the order',
    needs: ['reason'],
    effect: 'The order is under review again; the customer gets a mail',
    refuse: (facts) =>
      facts.projectArchived ? 'The project is archived: ask its owner to restore it first' : undefined,
  },
];

/** Providers reject only under review, and close only what runs (ordering.md 4.1). */
export function roleReaches(edge: OrderEdge, from: OrderState, role: OrderRole): boolean {
  if (!edge.by.includes(role) || !edge.from.includes(from)) return false;
  if (role === 'provider' && edge.action === 'reject') return from === 'in_progress';
  if ((role === 'provider' || role === 'system') && edge.action === 'close') return from === 'ready';
  return true;
}

/** Words of the desk and words of the customer (ui.md 6.1). */
export const orderStateWords: Record<OrderState, { desk: string; customer: string }> = {
  created: { desk: 'Created', customer: 'New' },
  registered: { desk: 'New', customer: 'New' },
  in_progress: { desk: 'Under review', customer: 'Under review' },
  waiting_for_response: { desk: 'Waiting for customer', customer: 'We need your answer' },
  approved: { desk: 'Approved', customer: 'Being set up' },
  ready: { desk: 'Ready', customer: 'Ready to use' },
  rejected: { desk: 'Rejected', customer: 'Rejected' },
  closed: { desk: 'Closed', customer: 'Closed' },
};

/** The ports of the route, in order; detours and ends are words beside it. */
export const orderRoute: readonly OrderState[] = ['registered', 'in_progress', 'approved', 'ready', 'closed'];

export const finalOrderStates: readonly OrderState[] = ['closed', 'rejected'];

export const rejectionCategories = [
  'spam',
  'duplicate',
  'not_eligible',
  'no_capacity',
  'no_answer',
  'cannot_be_delivered',
  'other',
] as const;
export type RejectionCategory = (typeof rejectionCategories)[number];
