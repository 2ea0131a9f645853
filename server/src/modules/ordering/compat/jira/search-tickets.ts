import { sql } from 'kysely';
import { JqlError, parseJql, type JqlQuery } from '#libs/jql';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { created, inWords, issueOrder, priority, state, updated, type BySide, type Expression } from './jql-columns.ts';
import { compileJql, fieldOf, namesIn, type CompileContext, type Condition } from './compile-jql.ts';
import { personNamed, seesAllTickets, technicalId, type JiraContext } from './jira-context.ts';
import { badRequest, JiraError } from './jira-error.ts';
import { issueTypes, type TicketKind, type TicketRef } from './jira-names.ts';
import { projectsOf } from '../../projects/sql-project-store.ts';

export interface TicketPage {
  /** Numbers of the tickets found, in order. */
  readonly issueIds: readonly number[];
  readonly total: number;
}

export interface TicketSearch {
  readonly jql: string;
  readonly startAt: number;
  readonly maxResults: number;
}

/** What the rows of one side are read from, with the ticket's own words beside them. */
const rows = {
  order: sql`ordering.orders o left join ordering.jira_tickets t on t.issue_id = o.number * 2`,
  project: sql`ordering.projects p left join ordering.jira_tickets t on t.issue_id = p.number * 2 + 1`,
} as const;
const sides: readonly TicketKind[] = ['order', 'project'];

const isThere = sql<boolean>`t.deleted_at is null`;
/** In a form that an index serves: those that were deleted are few. */
const isDeleted: Readonly<Record<TicketKind, Condition>> = {
  order: sql<boolean>`o.number = any(array(select gone.issue_id / 2 from ordering.jira_tickets gone
    where gone.deleted_at is not null and gone.issue_id % 2 = 0))`,
  project: sql<boolean>`p.number = any(array(select gone.issue_id / 2 from ordering.jira_tickets gone
    where gone.deleted_at is not null and gone.issue_id % 2 = 1))`,
};

/** Finds tickets by a query of Jira's language, those that the reader may see. Throws `JiraError` for a query that is wrong. */
export async function searchTickets(
  context: JiraContext,
  read: Read,
  actor: Actor,
  { jql, startAt, maxResults }: TicketSearch,
): Promise<TicketPage> {
  const query = readQuery(jql);
  const compiling = await compileContext(context, read, actor, query);
  const conditions = (side: TicketKind): Condition => {
    const wanted = query.where ? compileJql(query.where, side, compiling) : sql<boolean>`true`;
    return sql<boolean>`${visible(read, side, actor)} and ${wanted}`;
  };
  const where = { order: conditions('order'), project: conditions('project') };
  const sort = sortOf(query, compiling);
  // All without those that were deleted: where nothing is asked of the ticket's own words, none is looked up for counting.
  const counts = await sql<{ total: number }>`select (${sql.join(
    sides.map(
      (side) => sql`(select count(*) from ${rows[side]} where ${where[side]})
        - (select count(*) from ${rows[side]} where ${where[side]} and ${isDeleted[side]})`,
    ),
    sql` + `,
  )})::int as total`.execute(read);
  const total = counts.rows[0]?.total ?? 0;
  if (maxResults === 0 || startAt >= total) return { issueIds: [], total };
  const most = startAt + maxResults;
  const branch = (side: TicketKind) => sql`(
    select ${side === 'order' ? sql`o.number * 2` : sql`p.number * 2 + 1`} as issue_id,
      ${sql.join(sort.map(({ value }, index) => sql`${value[side]} as ${sql.ref(`s${index}`)}`))}
    from ${rows[side]} where ${isThere} and ${where[side]}
    order by ${sql.join(sort.map((one) => directed(one.inner[side], one)))} limit ${most})`;
  const found = await sql<{
    issue_id: number;
  }>`select issue_id from (${branch('order')} union all ${branch('project')}) found
    order by ${sql.join(sort.map((one, index) => directed(sql.ref(`s${index}`), one)))}
    limit ${maxResults} offset ${startAt}`.execute(read);
  return { issueIds: found.rows.map((row) => row.issue_id), total };
}

/**
 * Whether a ticket, deleted or not, is among those that a query finds; `currentUser()` is the person given. The order of
 * the query has no part in it. Throws `JiraError` for a query that is wrong.
 */
export async function ticketMatches(
  context: JiraContext,
  read: Read,
  personId: string,
  jql: string,
  { kind, number }: TicketRef,
): Promise<boolean> {
  const { where } = readQuery(jql);
  if (!where) return true;
  const actor: Actor = {
    kind: 'person',
    id: personId,
    name: '',
    email: null,
    roles: [{ role: 'administrator', scope: '*' }],
    tokenScopes: null,
  };
  const compiling = await compileContext(context, read, actor, { where, orderBy: [] });
  const named = kind === 'order' ? sql`o.number` : sql`p.number`;
  const found = await sql`select 1 from ${rows[kind]}
    where ${named} = ${number} and ${compileJql(where, kind, compiling)}`.execute(read);
  return found.rows.length > 0;
}

function readQuery(jql: string): JqlQuery {
  try {
    return parseJql(jql);
  } catch (error) {
    if (error instanceof JqlError) throw new JiraError(400, [error.message]);
    throw error;
  }
}

async function compileContext(
  context: JiraContext,
  read: Read,
  actor: Actor,
  query: JqlQuery,
): Promise<CompileContext> {
  const people = new Map<string, string>();
  for (const name of new Set(namesIn(query.where))) {
    const id = await personNamed(context, read, name);
    if (id !== undefined) people.set(name, id);
  }
  return {
    projectKey: context.projectKey,
    now: context.kernel.clock.now(),
    timezone: context.calendar.timezone,
    technical: await technicalId(context),
    actorId: actor.id,
    people,
    words: wordsFor(actor),
  };
}

/** The desk sees all; others see the tickets of their projects. */
function visible(read: Read, side: TicketKind, actor: Actor): Condition {
  if (seesAllTickets(actor)) return sql<boolean>`true`;
  if (actor.id === null) return sql<boolean>`false`;
  const mine = projectsOf(read, actor.id);
  return side === 'order' ? sql<boolean>`o.project_id in ${mine}` : sql<boolean>`p.id in ${mine}`;
}

/**
 * Finds words, whole ones in orders. The desk's index of an order holds its notes as well; others are answered by the
 * words of what the customer side may read.
 */
function wordsFor(actor: Actor): CompileContext['words'] {
  const desk = seesAllTickets(actor);
  return (side, within, text) => {
    const parts = text
      .replaceAll('"', ' ')
      .split(/\s+/)
      .map((part) => part.replace(/[*?]+$/, ''))
      .filter((part) => part !== '');
    const like = (column: Expression) =>
      parts.length === 0
        ? sql<boolean>`true`
        : sql<boolean>`(${sql.join(
            parts.map((part) => sql`${column} ilike ${`%${part.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`}`),
            sql` and `,
          )})`;
    const among = side === 'order' ? sql`m.order_id = o.id` : sql`m.project_id = p.id and m.order_id is null`;
    const readable = desk ? sql`m.scope != 'direct'` : sql`m.scope = 'public'`;
    const commented = sql<boolean>`exists (select 1 from ordering.messages m
      where ${among} and m.hidden_at is null and ${readable} and ${like(sql`m.body`)})`;
    if (side === 'project')
      return within === 'comments'
        ? commented
        : sql<boolean>`(${like(sql`concat_ws(' ', t.summary, t.description, p.name, p.details->>'overview', t.fields::text)`)} or ${commented})`;
    const query = sql`plainto_tsquery('simple', unaccent(${parts.join(' ')}))`;
    const found = (also: (number: Expression) => Condition) =>
      desk
        ? sql<boolean>`(o.search @@ ${query} or ${also(sql`o.number`)})`
        : inWords(sql<boolean>`(w.public_words @@ ${query} or ${also(sql`w.number`)})`);
    if (within === 'comments') return sql<boolean>`(${found(() => sql<boolean>`false`)} and ${commented})`;
    const own = like(
      sql`concat_ws(' ', t.summary, t.description, o.service_name, o.offer_name, o.comment, t.fields::text)`,
    );
    // Those with words of their own are few and found at once: then both sides of `or` are served by an index.
    return found(
      (number) => sql<boolean>`${number} = any(array(
        select o.number from ordering.jira_tickets t join ordering.orders o on t.issue_id = o.number * 2 where ${own}))`,
    );
  };
}

interface Sort {
  /** What the rows of one side are put in order by, in a form that an index serves. */
  readonly inner: BySide;
  /** What both sides are then merged by. */
  readonly value: BySide;
  readonly descending: boolean;
}

/** Never null: an index in either direction serves them. */
const always: readonly BySide[] = [created, updated, issueOrder, state, priority];

const issueValue: BySide = { order: sql`o.number * 2`, project: sql`p.number * 2 + 1` };
const kinds: BySide = { order: sql`${issueTypes.order.name}::text`, project: sql`${issueTypes.project.name}::text` };

function sortOf({ orderBy }: JqlQuery, context: CompileContext): Sort[] {
  const sorts = orderBy.flatMap(({ field: named, descending }): Sort[] => {
    const field = fieldOf({ field: named }, context);
    if (field.kind === 'issuetype') return [{ inner: kinds, value: kinds, descending }];
    if (field.kind === 'project') return [];
    if (!('sort' in field)) throw badRequest(`Not able to sort using field '${named.name}'.`);
    if (field.kind === 'issue') return [{ inner: issueOrder, value: issueValue, descending }];
    return [{ inner: field.sort, value: field.sort, descending }];
  });
  const last = sorts.at(-1);
  return [...sorts, { inner: issueOrder, value: issueValue, descending: last?.descending ?? true }];
}

function directed(by: Expression, { inner, descending }: Sort) {
  if (!descending) return sql`${by} asc`;
  return always.includes(inner) ? sql`${by} desc` : sql`${by} desc nulls last`;
}
