import type { Read } from '#kernel/database';
import type { PastStep } from '../../../orders/bring-past.ts';
import { systemDeed, type OrderRow } from '../../../orders/order.ts';
import type { PersonCard } from '../../../ports.ts';
import { isConnector, somebodyOf, type JiraImport } from './import-context.ts';
import type { ForeignIssue, ForeignStatus } from './read-issue.ts';

/** Changes of state, oldest first, and what is in doubt about them. */
interface TicketPast {
  readonly steps: readonly PastStep[];
  readonly doubts: readonly string[];
  /** The newest change among them. */
  readonly lastChange: string | null;
}

type Customer = Pick<PersonCard, 'id' | 'name' | 'email'>;

/** The changes of a ticket's status after the one that was read last, as steps of its order; all of them where none was read. */
export async function pastOfTicket(
  imported: JiraImport,
  read: Read,
  issue: ForeignIssue,
  { kind, customer, after }: { kind: OrderRow['kind']; customer: Customer; after: string | null | undefined },
): Promise<TicketPast> {
  const { dictionary } = imported;
  const doubts = new Set<string>();
  const steps: PastStep[] = [];
  const counted = issue.changes.filter(({ id }) => /^\d{1,20}$/.test(id));
  if (counted.length < issue.changes.length) doubts.add('changes of the status without a number are left out');
  const changes = counted.filter(({ id }) => typeof after !== 'string' || BigInt(id) > BigInt(after));

  // What is open at once stands on the desk of nobody: only what ends it counts.
  const add = (at: string, status: ForeignStatus, deed: PastStep['deed']) => {
    const { state, word, guessed } = dictionary.stateOf(status);
    if (state === undefined) doubts.add(`the status "${status.name}" is not known: the state is left as it was`);
    else if (guessed) doubts.add(`the status "${status.name}" is read as ${state} by its category`);
    if (state === undefined || (kind !== 'order' && state === 'registered')) return;
    const reason = state === 'closed' || state === 'rejected' ? issue.resolution || 'Closed in the ticket system' : '';
    steps.push({ at: at < issue.created ? issue.created : at, to: state, word, reason, deed });
  };

  if (after === undefined) {
    if (kind === 'order') steps.push({ at: issue.created, to: 'registered', deed: systemDeed });
    add(issue.created, counted[0]?.from ?? issue.status, systemDeed);
    if (counted.length === 0 && steps.at(-1)?.to !== 'registered' && kind === 'order')
      doubts.add(`how it came to the status "${issue.status.name}" is not told`);
  }
  for (const { at, by, to } of changes) {
    const { deed } = await somebodyOf(imported, read, by, customer);
    add(at, to, isConnector(imported, by) ? { byId: null, byName: by.displayName, byRole: 'system' } : deed);
  }
  const last = changes.at(-1);
  if (last && last.to.id !== issue.status.id) {
    doubts.add(`how it came to the status "${issue.status.name}" is not told`);
    add(issue.updatedAt, issue.status, systemDeed);
  }
  return { steps, doubts: [...doubts], lastChange: last?.id ?? after ?? null };
}
