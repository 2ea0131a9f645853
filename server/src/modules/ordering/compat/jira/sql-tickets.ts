import type { Actor } from '#kernel/access';
import { json, type Read, type Tx } from '#kernel/database';
import type { OrderRow } from '../../orders/order.ts';
import { projectsOf } from '../../projects/sql-project-store.ts';
import { tables } from '../../tables.ts';
import { seesAllTickets } from './jira-context.ts';
import { noSuchIssue } from './jira-error.ts';
import { issueIdOf, readIssueRef, ticketOf } from './jira-names.ts';
import { orderTicket, projectTicket, type OwnWords, type Ticket, type TicketProject } from './ticket.ts';

/** The tickets of these numbers in the order given; those that are not there, or were deleted (before `asOf`), are left out. */
export async function ticketsOf(
  read: Read,
  issueIds: readonly number[],
  { asOf }: { asOf?: string } = {},
): Promise<Ticket[]> {
  const refs = issueIds.map(ticketOf);
  const numbers = (kind: 'order' | 'project') => refs.filter((ref) => ref.kind === kind).map(({ number }) => number);
  const [orders, projects, own] = [
    await ordersByNumber(read, numbers('order')),
    await projectsByNumber(read, numbers('project')),
    await ownWords(read, issueIds),
  ];
  const isThere = (words: { deleted_at: string | null } | undefined) =>
    words?.deleted_at === undefined || words.deleted_at === null || (asOf !== undefined && words.deleted_at >= asOf);
  const found = new Map<number, Ticket>();
  for (const order of orders) {
    const words = own.get(issueIdOf('order', order.number));
    if (isThere(words)) found.set(issueIdOf('order', order.number), orderTicket(order, words));
  }
  for (const project of projects) {
    const words = own.get(issueIdOf('project', project.number));
    if (isThere(words)) found.set(issueIdOf('project', project.number), projectTicket(project, words));
  }
  return issueIds.flatMap((id) => found.get(id) ?? []);
}

/** The ticket that a path names; "does not exist" for everybody who may not see it. */
export async function ticketFor(read: Read | Tx, actor: Actor, idOrKey: string, projectKey: string): Promise<Ticket> {
  const ref = readIssueRef(idOrKey, projectKey);
  const [ticket] = ref ? await ticketsOf(read, [ref.issueId]) : [];
  if (!ticket || !(await mayRead(read, actor, ticket))) throw noSuchIssue();
  return ticket;
}

async function mayRead(read: Read, actor: Actor, ticket: Ticket): Promise<boolean> {
  if (seesAllTickets(actor)) return true;
  if (actor.id === null) return false;
  const projectId = ticket.kind === 'order' ? ticket.order.project_id : ticket.project.id;
  const rows = await projectsOf(read, actor.id).execute();
  return rows.some((row) => row.project_id === projectId);
}

async function ordersByNumber(read: Read, numbers: readonly number[]): Promise<OrderRow[]> {
  if (numbers.length === 0) return [];
  return tables(read).selectFrom('ordering.orders').selectAll().where('number', 'in', numbers).execute();
}

async function projectsByNumber(read: Read, numbers: readonly number[]): Promise<TicketProject[]> {
  if (numbers.length === 0) return [];
  const rows = await tables(read).selectFrom('ordering.projects').selectAll().where('number', 'in', numbers).execute();
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    ownerId: row.owner_id,
    name: row.name,
    typology: row.typology,
    status: row.status,
    details: row.details,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  }));
}

async function ownWords(read: Read, issueIds: readonly number[]) {
  if (issueIds.length === 0) return new Map<number, OwnWords & { deleted_at: string | null }>();
  const rows = await tables(read)
    .selectFrom('ordering.jira_tickets')
    .selectAll()
    .where('issue_id', 'in', issueIds)
    .execute();
  return new Map(rows.map((row) => [row.issue_id, row]));
}

/** Keeps what a ticket says of its own; a field that is null is forgotten. */
export async function keepOwnWords(tx: Tx, issueId: number, words: Partial<OwnWords>): Promise<void> {
  const before = await tables(tx)
    .selectFrom('ordering.jira_tickets')
    .selectAll()
    .where('issue_id', '=', issueId)
    .forUpdate()
    .executeTakeFirst();
  const fields = Object.fromEntries(
    Object.entries({ ...before?.fields, ...words.fields }).filter(([, value]) => value !== null),
  );
  const values = {
    summary: words.summary === undefined ? (before?.summary ?? null) : words.summary,
    description: words.description === undefined ? (before?.description ?? null) : words.description,
    fields: json(fields),
  };
  await tables(tx)
    .insertInto('ordering.jira_tickets')
    .values({ issue_id: issueId, deleted_at: null, ...values })
    .onConflict((conflict) => conflict.column('issue_id').doUpdateSet(values))
    .execute();
}

/** Hides a ticket from Jira's clients; order or project stay. */
export async function markDeleted(tx: Tx, issueId: number, now: string): Promise<void> {
  await tables(tx)
    .insertInto('ordering.jira_tickets')
    .values({ issue_id: issueId, summary: null, description: null, fields: json({}), deleted_at: now })
    .onConflict((conflict) => conflict.column('issue_id').doUpdateSet({ deleted_at: now }))
    .execute();
}

export interface CommentRow {
  readonly id: string;
  readonly number: number;
  readonly order_id: string | null;
  readonly project_id: string;
  readonly at: string;
  readonly edited_at: string | null;
  readonly scope: 'public' | 'internal' | 'direct';
  readonly author_id: string | null;
  readonly author_name: string;
  readonly author_uid: string | null;
  readonly author_email: string | null;
  readonly body: string;
}

const commentColumns = [
  'id',
  'number',
  'order_id',
  'project_id',
  'at',
  'edited_at',
  'scope',
  'author_id',
  'author_name',
  'author_uid',
  'author_email',
  'body',
] as const;

/** Comments of these tickets as far as the reader may know them, oldest first, by the number of the ticket. */
export async function commentsOf(
  read: Read,
  actor: Actor,
  found: readonly Ticket[],
): Promise<ReadonlyMap<number, CommentRow[]>> {
  const orders = new Map(found.flatMap((one) => (one.kind === 'order' ? [[one.order.id, one.issueId]] : [])));
  const projects = new Map(found.flatMap((one) => (one.kind === 'project' ? [[one.project.id, one.issueId]] : [])));
  if (found.length === 0) return new Map();
  const rows = await tables(read)
    .selectFrom('ordering.messages')
    .select(commentColumns)
    .where((is) =>
      is.or([
        ...(orders.size > 0 ? [is('order_id', 'in', [...orders.keys()])] : []),
        ...(projects.size > 0
          ? [is.and([is('order_id', 'is', null), is('project_id', 'in', [...projects.keys()])])]
          : []),
      ]),
    )
    .where('hidden_at', 'is', null)
    .where('scope', 'in', seesAllTickets(actor) ? ['public', 'internal'] : ['public'])
    .orderBy('number')
    .execute();
  const byTicket = new Map<number, CommentRow[]>();
  for (const row of rows) {
    const ticket = row.order_id === null ? projects.get(row.project_id) : orders.get(row.order_id);
    if (ticket !== undefined) byTicket.set(ticket, [...(byTicket.get(ticket) ?? []), row]);
  }
  return byTicket;
}

/** A comment by the id of its message; none where it is for the customer alone, or is taken back and not asked for as such. */
export async function messageById(read: Read, id: string, hiddenToo: boolean): Promise<CommentRow | undefined> {
  return tables(read)
    .selectFrom('ordering.messages')
    .select(commentColumns)
    .where('id', '=', id)
    .where('scope', 'in', ['public', 'internal'])
    .$if(!hiddenToo, (query) => query.where('hidden_at', 'is', null))
    .executeTakeFirst();
}

export interface AttachmentRow {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly at: string;
  readonly by: string;
}

/** Files that went with comments of an order which the reader may read. */
export async function attachmentsOf(read: Read, actor: Actor, ticket: Ticket): Promise<AttachmentRow[]> {
  if (ticket.kind === 'project') return [];
  return tables(read)
    .selectFrom('ordering.message_files')
    .innerJoin('kernel.files', 'kernel.files.id', 'ordering.message_files.file_id')
    .innerJoin('ordering.messages', 'ordering.messages.id', 'ordering.message_files.message_id')
    .select([
      'kernel.files.id',
      'kernel.files.name',
      'kernel.files.media_type as mediaType',
      'kernel.files.size_bytes as sizeBytes',
      'ordering.message_files.at',
      'ordering.message_files.uploaded_by as by',
    ])
    .where('ordering.message_files.order_id', '=', ticket.order.id)
    .where('ordering.messages.hidden_at', 'is', null)
    .where('ordering.messages.scope', 'in', seesAllTickets(actor) ? ['public', 'internal'] : ['public'])
    .orderBy('kernel.files.id')
    .execute();
}

export async function statusHistory(read: Read, orderId: string) {
  return tables(read)
    .selectFrom('ordering.status_entries')
    .select(['id', 'at', 'from_state', 'to_state', 'by_id', 'by_name'])
    .where('order_id', '=', orderId)
    .where('from_state', 'is not', null)
    .orderBy('id')
    .execute();
}

/** Number of the order that a file belongs to. */
export async function orderOfFile(read: Read, fileId: string): Promise<number | undefined> {
  const row = await tables(read)
    .selectFrom('ordering.message_files')
    .innerJoin('ordering.orders', 'ordering.orders.id', 'ordering.message_files.order_id')
    .select('ordering.orders.number')
    .where('ordering.message_files.file_id', '=', fileId)
    .executeTakeFirst();
  return row?.number;
}
