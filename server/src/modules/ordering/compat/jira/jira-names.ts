import type { OrderState } from '#contracts/ordering/lifecycle';
import type { OrderRow } from '../../orders/order.ts';
import type { ProjectRecord } from '../../projects/project.ts';

/** Where the ticket surface lives; its clients are told it as the context path. */
export const contextPath = '/jira';
/** Id of the one project of tickets. */
export const ticketProjectId = '10000';
export const ticketProjectName = 'Service orders';

export type TicketKind = 'order' | 'project';

export const issueTypes = {
  project: { id: '10000', name: 'Epic', description: 'A project of a customer, which holds orders' },
  order: { id: '10204', name: 'Service order', description: 'An order of a service' },
} as const satisfies Record<TicketKind, unknown>;

type CategoryKey = 'new' | 'indeterminate' | 'done';
export const statusCategories = {
  new: { id: 2, key: 'new', colorName: 'blue-gray', name: 'To Do' },
  indeterminate: { id: 4, key: 'indeterminate', colorName: 'yellow', name: 'In Progress' },
  done: { id: 3, key: 'done', colorName: 'green', name: 'Done' },
} as const satisfies Record<CategoryKey, unknown>;

export interface TicketStatus {
  readonly id: string;
  readonly name: string;
  readonly category: CategoryKey;
  /** State of an order that it stands for; none for those of projects alone. */
  readonly state?: Exclude<OrderState, 'created'>;
}

/** Ids as the marketplace's connector expects them (ordering.md 3.5.1). */
export const statuses: readonly TicketStatus[] = [
  { id: '1', name: 'Todo', category: 'new', state: 'registered' },
  { id: '2', name: 'In progress', category: 'indeterminate', state: 'in_progress' },
  { id: '3', name: 'Waiting for response', category: 'indeterminate', state: 'waiting_for_response' },
  { id: '4', name: 'Approved', category: 'indeterminate', state: 'approved' },
  { id: '5', name: 'Rejected', category: 'done', state: 'rejected' },
  { id: '6', name: 'Closed', category: 'done', state: 'closed' },
  { id: '7', name: 'Ready', category: 'done', state: 'ready' },
  { id: '8', name: 'Archived', category: 'done' },
];
const [todo, , , , , , , archived] = statuses as readonly [TicketStatus, ...TicketStatus[]];

export function statusOfState(state: OrderState): TicketStatus {
  return statuses.find((status) => status.state === state) ?? todo;
}

export function statusOfProject(status: ProjectRecord['status']): TicketStatus {
  return status === 'archived' && archived ? archived : todo;
}

export const statusesOf = (kind: TicketKind): readonly TicketStatus[] =>
  statuses.filter((status) => (kind === 'order' ? status.state !== undefined : ['1', '8'].includes(status.id)));

export interface TicketPriority {
  readonly id: string;
  readonly name: string;
  readonly ours: OrderRow['priority'];
  readonly statusColor: string;
  /** Names by which older tickets call it. */
  readonly also: readonly string[];
}

export const priorities: readonly TicketPriority[] = [
  { id: '1', name: 'Top priority', ours: 'top priority', statusColor: '#cc0000', also: ['blocker', 'highest'] },
  { id: '2', name: 'Very urgent', ours: 'very urgent', statusColor: '#ff0000', also: ['critical', 'high'] },
  { id: '3', name: 'Urgent', ours: 'urgent', statusColor: '#f79232', also: ['major', 'medium'] },
  {
    id: '4',
    name: 'Less urgent',
    ours: 'less urgent',
    statusColor: '#009900',
    also: ['minor', 'trivial', 'low', 'lowest'],
  },
];

export const resolutions = [
  { id: '1', name: 'Done', description: 'What was asked for was done.' },
  { id: '2', name: "Won't Do", description: 'It was decided not to do it.' },
] as const;

/** The resolution of a ticket in this status; none while it is open. */
export function resolutionOf(status: TicketStatus): (typeof resolutions)[number] | null {
  if (status.category !== 'done') return null;
  return status.state === 'rejected' ? resolutions[1] : resolutions[0];
}

/** The number of a ticket is that of its order, doubled, or of its project, doubled and one more: both count apart and never meet. */
export function issueIdOf(kind: TicketKind, number: number): number {
  return number * 2 + (kind === 'project' ? 1 : 0);
}

export interface TicketRef {
  readonly kind: TicketKind;
  /** Of the order or the project. */
  readonly number: number;
  readonly issueId: number;
}

const largest = 2 ** 31 - 1;

export function ticketOf(issueId: number): TicketRef {
  return { kind: issueId % 2 === 1 ? 'project' : 'order', number: Math.floor(issueId / 2), issueId };
}

/** Reads `EOSCSO-2004` or `2004`; undefined where it names no ticket of this project. */
export function readIssueRef(text: string, projectKey: string): TicketRef | undefined {
  const [, key, digits] = /^(?:([A-Za-z][A-Za-z0-9_]*)-)?(\d{1,10})$/.exec(text.trim()) ?? [];
  if (digits === undefined || (key !== undefined && key.toUpperCase() !== projectKey)) return undefined;
  const issueId = Number(digits);
  return issueId > 0 && issueId <= largest ? ticketOf(issueId) : undefined;
}
