import type { Selectable } from 'kysely';
import type { FollowedTicket } from '#contracts/ordering/link-schemas';
import type { Read, Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import { tables, type OrderingTables } from '../tables.ts';

export type ForeignTicket = Selectable<OrderingTables['ordering.jira_foreign_tickets']>;

/** Tickets of other Jiras that an order follows. */
export async function followedTickets(read: Read | Tx, orderId: string): Promise<FollowedTicket[]> {
  const rows = await tables(read)
    .selectFrom('ordering.jira_foreign_tickets')
    .selectAll()
    .where('order_id', '=', orderId)
    .where('unlinked_at', 'is', null)
    .orderBy('linked_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    key: row.issue_key,
    source: row.source,
    url: `${row.source}/browse/${row.issue_key}`,
    linkedAt: row.linked_at,
    imported: row.imported_at !== null,
  }));
}

/** Addresses of the Jiras of which something is here. */
export async function knownSources(tx: Tx): Promise<string[]> {
  const rows = await tables(tx)
    .selectFrom('ordering.jira_foreign_tickets')
    .select('source')
    .union(tables(tx).selectFrom('ordering.jira_foreign_projects').select('source'))
    .orderBy('source')
    .execute();
  return rows.map(({ source }) => source);
}

/** What is kept of a ticket, linked or not: by its id, else by its key. */
export async function ticketNamed(
  tx: Tx,
  { source, issueId, issueKey }: { source: string; issueId: string | null; issueKey: string },
): Promise<ForeignTicket | undefined> {
  const rows = await tables(tx)
    .selectFrom('ordering.jira_foreign_tickets')
    .selectAll()
    .where('source', '=', source)
    .where((where) => where.or([where('issue_id', '=', issueId), where('issue_key', '=', issueKey)]))
    .orderBy('linked_at', 'desc')
    .forUpdate()
    .execute();
  return rows.find((row) => row.issue_id === issueId) ?? rows.find((row) => issueId === null || row.issue_id === null);
}

export async function keepLinkedTicket(
  tx: Tx,
  link: {
    readonly known: ForeignTicket | undefined;
    readonly ticket: { readonly source: string; readonly issueId: string | null; readonly issueKey: string };
    readonly orderId: string;
    readonly now: string;
  },
): Promise<void> {
  const { known, ticket, orderId, now } = link;
  const values = {
    issue_id: ticket.issueId ?? known?.issue_id ?? null,
    issue_key: ticket.issueKey,
    order_id: orderId,
    last_change: known?.order_id === orderId ? known.last_change : null,
    linked_at: now,
    unlinked_at: null,
  };
  if (known)
    await tables(tx).updateTable('ordering.jira_foreign_tickets').set(values).where('id', '=', known.id).execute();
  else
    await tables(tx)
      .insertInto('ordering.jira_foreign_tickets')
      .values({ id: nextId(), source: ticket.source, ...values })
      .execute();
}

export async function unlinkTicket(tx: Tx, id: string, now: string): Promise<void> {
  await tables(tx)
    .updateTable('ordering.jira_foreign_tickets')
    .set({ unlinked_at: now })
    .where('id', '=', id)
    .execute();
}

/** From now on those of these tickets that were linked by their keys are known by their ids too. */
export async function nameTickets(
  tx: Tx,
  source: string,
  tickets: readonly { readonly id: string; readonly key: string }[],
): Promise<void> {
  if (tickets.length === 0) return;
  const named = await tables(tx)
    .selectFrom('ordering.jira_foreign_tickets')
    .select(['issue_id', 'issue_key'])
    .where('source', '=', source)
    .where((where) =>
      where.or([
        where(
          'issue_id',
          'in',
          tickets.map(({ id }) => id),
        ),
        where.and([
          where('issue_id', 'is', null),
          where(
            'issue_key',
            'in',
            tickets.map(({ key }) => key),
          ),
        ]),
      ]),
    )
    .execute();
  for (const { id, key } of tickets)
    if (named.some((row) => row.issue_key === key) && !named.some((row) => row.issue_id === id))
      await tables(tx)
        .updateTable('ordering.jira_foreign_tickets')
        .set({ issue_id: id })
        .where('source', '=', source)
        .where('issue_key', '=', key)
        .where('issue_id', 'is', null)
        .execute();
}
