import type { OrderState } from '#contracts/ordering/lifecycle';
import type { Instant } from '#kernel/clock';
import type { Read, Tx } from '#kernel/database';
import { tables } from '../../../tables.ts';

/** Names an import: which project of which Jira, from which day on. */
export interface ImportName {
  readonly source: string;
  readonly project: string;
  readonly since: string;
}

/** Begins an import, or goes on with one that was broken off: then it answers how far that had come. */
export async function beginImport(
  tx: Tx,
  { source, project, since }: ImportName,
  now: Instant,
): Promise<string | null> {
  const there = await tables(tx)
    .selectFrom('ordering.jira_imports')
    .selectAll()
    .where('source', '=', source)
    .where('project', '=', project)
    .where('since', '=', since)
    .forUpdate()
    .executeTakeFirst();
  if (there && there.finished_at === null) return there.reached;
  const fresh = { started_at: now, reached: null, finished_at: null };
  await tables(tx)
    .insertInto('ordering.jira_imports')
    .values({ source, project, since, ...fresh })
    .onConflict((conflict) => conflict.columns(['source', 'project', 'since']).doUpdateSet(fresh))
    .execute();
  return null;
}

/** Keeps how far an import has come. */
export async function keepReached(
  tx: Tx,
  { source, project, since }: ImportName,
  reached: { readonly reached: string } | { readonly finished_at: Instant },
): Promise<void> {
  await tables(tx)
    .updateTable('ordering.jira_imports')
    .set(reached)
    .where('source', '=', source)
    .where('project', '=', project)
    .where('since', '=', since)
    .execute();
}

/** What a ticket of another Jira is here. */
export interface Standing {
  readonly kind: 'order' | 'project';
  /** Id of the order or the project. */
  readonly id: string;
  readonly number: number;
  /** Its `updated` when it was last read whole. */
  readonly updated: string | null;
  /** Of an order: the newest change that was applied, and the state in which the import left it. */
  readonly lastChange: string | null;
  readonly state: OrderState | null;
  /** The desk took the link back. */
  readonly unlinked: boolean;
}

/** What these tickets are here, by their ids; those that are not here are left out. */
export async function standingsOf(
  read: Read,
  source: string,
  issueIds: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  if (issueIds.length === 0) return new Map();
  const orders = await tables(read)
    .selectFrom('ordering.jira_foreign_tickets as ticket')
    .innerJoin('ordering.orders as order', 'order.id', 'ticket.order_id')
    .select([
      'ticket.issue_id',
      'order.id',
      'order.number',
      'ticket.updated',
      'ticket.last_change as lastChange',
      'ticket.state',
      'ticket.unlinked_at',
    ])
    .where('ticket.source', '=', source)
    .where('ticket.issue_id', 'in', [...issueIds])
    .execute();
  const projects = await tables(read)
    .selectFrom('ordering.jira_foreign_projects as ticket')
    .innerJoin('ordering.projects as project', 'project.id', 'ticket.project_id')
    .select(['ticket.issue_id', 'project.id', 'project.number', 'ticket.updated'])
    .where('ticket.source', '=', source)
    .where('ticket.issue_id', 'in', [...issueIds])
    .execute();
  return new Map<string, Standing>([
    ...orders.map(
      ({ issue_id: id, unlinked_at: unlinkedAt, ...order }) =>
        [id ?? '', { kind: 'order' as const, ...order, unlinked: unlinkedAt !== null }] as const,
    ),
    ...projects.map(
      ({ issue_id: id, ...project }) =>
        [id, { kind: 'project' as const, ...project, lastChange: null, state: null, unlinked: false }] as const,
    ),
  ]);
}

/** Id of the project for which the ticket of this key stands here. */
export async function projectOfKey(read: Read, source: string, key: string): Promise<string | undefined> {
  const row = await tables(read)
    .selectFrom('ordering.jira_foreign_projects')
    .select('project_id')
    .where('source', '=', source)
    .where('issue_key', '=', key)
    .executeTakeFirst();
  return row?.project_id;
}

/** The order for which the ticket of this key stands here. */
export async function orderOfKey(
  read: Read,
  source: string,
  key: string,
): Promise<{ id: string; number: number } | undefined> {
  return tables(read)
    .selectFrom('ordering.jira_foreign_tickets as ticket')
    .innerJoin('ordering.orders as order', 'order.id', 'ticket.order_id')
    .select(['order.id', 'order.number'])
    .where('ticket.source', '=', source)
    .where('ticket.issue_key', '=', key)
    .executeTakeFirst();
}

interface TicketRow {
  readonly source: string;
  readonly issueId: string;
  readonly issueKey: string;
  readonly orderId: string;
  readonly lastChange: string | null;
  readonly updated: string | null;
  readonly state: OrderState | null;
  readonly now: Instant;
}

/** Keeps which order a ticket is, and up to where it was read. When it came stays as it was. */
export async function keepTicket(tx: Tx, row: TicketRow): Promise<void> {
  const read = {
    issue_key: row.issueKey,
    last_change: row.lastChange,
    updated: row.updated,
    state: row.state,
  };
  await tables(tx)
    .insertInto('ordering.jira_foreign_tickets')
    .values({
      source: row.source,
      issue_id: row.issueId,
      order_id: row.orderId,
      linked_at: row.now,
      imported_at: row.now,
      ...read,
    })
    .onConflict((conflict) => conflict.columns(['source', 'issue_id']).doUpdateSet(read))
    .execute();
}

/** As `keepTicket`, of a project. */
export async function keepProject(
  tx: Tx,
  row: Omit<TicketRow, 'orderId' | 'lastChange' | 'state'> & { readonly projectId: string },
): Promise<void> {
  const read = { issue_key: row.issueKey, updated: row.updated };
  await tables(tx)
    .insertInto('ordering.jira_foreign_projects')
    .values({
      source: row.source,
      issue_id: row.issueId,
      project_id: row.projectId,
      imported_at: row.now,
      ...read,
    })
    .onConflict((conflict) => conflict.columns(['source', 'issue_id']).doUpdateSet(read))
    .execute();
}

/** Which of these comments are here already. */
export async function knownComments(read: Read, source: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tables(read)
    .selectFrom('ordering.jira_foreign_comments')
    .select('comment_id')
    .where('source', '=', source)
    .where('comment_id', 'in', [...ids])
    .execute();
  return new Set(rows.map((row) => row.comment_id));
}

export async function keepComments(
  tx: Tx,
  source: string,
  comments: readonly { readonly ref: string; readonly id: string }[],
): Promise<void> {
  if (comments.length === 0) return;
  await tables(tx)
    .insertInto('ordering.jira_foreign_comments')
    .values(comments.map(({ ref, id }) => ({ source, comment_id: ref, message_id: id })))
    .execute();
}

/** Which of these attachments are here already. */
export async function knownFiles(read: Read, source: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tables(read)
    .selectFrom('ordering.jira_foreign_files')
    .select('attachment_id')
    .where('source', '=', source)
    .where('attachment_id', 'in', [...ids])
    .execute();
  return new Set(rows.map((row) => row.attachment_id));
}

export async function keepFiles(
  tx: Tx,
  source: string,
  files: readonly { readonly ref: string; readonly id: string }[],
): Promise<void> {
  if (files.length === 0) return;
  await tables(tx)
    .insertInto('ordering.jira_foreign_files')
    .values(files.map(({ ref, id }) => ({ source, attachment_id: ref, file_id: id })))
    .execute();
}
