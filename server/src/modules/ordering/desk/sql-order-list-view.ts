import { sql, type ExpressionBuilder, type Expression, type SqlBool } from 'kysely';
import { z } from 'zod';
import type { OrderQuery } from '#contracts/ordering/order-list';
import type { OrderSummary } from '#contracts/ordering/order-schemas';
import type { Clock } from '#contracts/ordering/schemas';
import type { Actor } from '#kernel/access';
import type { KernelTables, Read } from '#kernel/database';
import { cursorInstant, cursorNumber, decodeCursor, encodeCursor } from '#kernel/http';
import { remaining, workingDaySeconds, type WorkingCalendar } from '#libs/working-time';
import { decisionDays, defaultClockTargets, warningShare } from './clocks.ts';
import { requireDeskFilters } from './desk-filters.ts';
import { unreadOfFurther } from '../bundles/refresh-lines.ts';
import { groupsOf, seesDesk } from '../orders/order-access.ts';
import type { AskedApprovers } from '../levels/asked-approvers.ts';
import { projectsOf } from '../projects/sql-project-store.ts';
import { tables, type OrderingTables } from '../tables.ts';
import type { CalendarOf } from '../calendar/desk-calendars.ts';

type Query = z.output<typeof OrderQuery>;
type Builder = ExpressionBuilder<KernelTables & OrderingTables, 'ordering.orders'>;

const sorts = {
  decision: { column: 'decision_due_at', nullable: true, part: cursorInstant.nullable() },
  number: { column: 'number', nullable: false, part: cursorNumber },
  submitted: { column: 'submitted_at', nullable: false, part: cursorInstant },
  lastPublic: { column: 'last_public_at', nullable: true, part: cursorInstant.nullable() },
} as const;

/** How many matches are counted; of more, the list does not say how many. */
const countLimit = 500;

export interface ListSettings {
  readonly calendar: WorkingCalendar;
  readonly calendarOf: CalendarOf;
  readonly now: string;
  readonly groupNames: ReadonlyMap<string, string>;
  readonly people: (ids: readonly string[]) => Promise<ReadonlyMap<string, { readonly name: string }>>;
  readonly approvers: (actor: Actor, orderIds: readonly string[]) => Promise<ReadonlyMap<string, AskedApprovers>>;
}

/** Parts a repeatable filter into what is wanted and, with a leading `-`, what is not. */
function parts(values: readonly string[] | undefined): { wanted: string[]; unwanted: string[] } {
  const all = values ?? [];
  return {
    wanted: all.filter((value) => !value.startsWith('-')),
    unwanted: all.filter((value) => value.startsWith('-')).map((value) => value.slice(1)),
  };
}

/** A search text as a query that also finds the beginnings of words; undefined when nothing in it can be searched. */
export function searchQuery(text: string): string | undefined {
  const words =
    text
      .normalize('NFKC')
      .match(/[\p{L}\p{N}@._-]+/gu)
      ?.map((word) => word.replaceAll(/[._-]+$|^[._-]+/g, '')) ?? [];
  const kept = words.filter((word) => word !== '').slice(0, 8);
  return kept.length === 0 ? undefined : kept.map((word) => `'${word.replaceAll("'", "''")}':*`).join(' & ');
}

function conditions(
  where: Builder,
  query: Query,
  actor: Actor,
  { now, calendar }: Pick<ListSettings, 'now' | 'calendar'>,
  read: Read,
  matched: readonly string[] | undefined,
): Expression<SqlBool>[] {
  const found: Expression<SqlBool>[] = [];
  const anyOf = <
    Column extends
      | 'state'
      | 'class'
      | 'service_name'
      | 'provider_label'
      | 'priority'
      | 'spam'
      | 'waiting_for'
      | 'procedure'
      | 'group_id',
  >(
    column: Column,
    values: readonly string[] | undefined,
  ) => {
    const { wanted, unwanted } = parts(values);
    if (wanted.length > 0) found.push(where(sql.ref(`ordering.orders.${column}`), 'in', wanted));
    if (unwanted.length === 0) return;
    // Only provider and procedure may be missing; elsewhere the bare column lets the planner use the indexes of open orders.
    const compared =
      column === 'provider_label' || column === 'procedure'
        ? sql`coalesce(${sql.ref(`ordering.orders.${column}`)}, '')`
        : sql.ref(`ordering.orders.${column}`);
    found.push(where(compared, 'not in', unwanted));
  };
  if (!seesDesk(actor)) found.push(where('ordering.orders.project_id', 'in', projectsOf(read, actor.id ?? '')));
  else if (query.spam === undefined) found.push(where('ordering.orders.spam', '=', 'no'));
  const { wanted: groups, unwanted: otherGroups } = parts(query.group);
  const mine = groupsOf(actor);
  const wantedGroups = groups.flatMap((group) => (group === 'mine' ? (mine.includes('*') ? [] : mine) : [group]));
  anyOf('group_id', [...wantedGroups, ...otherGroups.map((group) => `-${group}`)]);
  anyOf('state', query.state);
  anyOf('class', query.class);
  anyOf('service_name', query.service);
  anyOf('provider_label', query.provider);
  anyOf('priority', query.priority);
  anyOf('spam', query.spam);
  anyOf('waiting_for', query.waiting);
  anyOf('procedure', query.procedure);
  const assignees = query.assignee?.map((value) => (value === 'me' ? (actor.id ?? '') : value));
  if (assignees !== undefined) {
    const ids = assignees.filter((value) => value !== 'nobody');
    found.push(
      where.or([
        ...(ids.length > 0 ? [where('ordering.orders.assignee_id', 'in', ids)] : []),
        ...(assignees.includes('nobody') ? [where('ordering.orders.assignee_id', 'is', null)] : []),
      ]),
    );
  }
  if (query.project !== undefined) found.push(where('ordering.orders.project_number', 'in', query.project));
  if (query.tag !== undefined) found.push(sql<SqlBool>`ordering.orders.tags && ${query.tag}::text[]`);
  if (query.due !== undefined) found.push(where.or(query.due.map((lane) => dueCondition(lane, now, calendar))));
  if (query.submittedAfter !== undefined) found.push(where('ordering.orders.submitted_at', '>=', query.submittedAfter));
  if (query.submittedBefore !== undefined)
    found.push(where('ordering.orders.submitted_at', '<', query.submittedBefore));
  found.push(listedCondition(where, query.q));
  if (query.q !== undefined && query.q !== '') found.push(textCondition(where, query.q, matched, seesDesk(actor)));
  return found;
}

/** Fewer matches than this are looked up by id; of more, the order of the list finds the first page sooner. */
const fewMatches = 500;

/**
 * Ids that full-text search finds, when they are few; for the desk alone, whose search knows internal notes. A planner
 * that sees text and order in one query reads the whole index backwards for a rare word.
 */
async function fewMatching(read: Read, text: string): Promise<string[] | undefined> {
  const search = searchQuery(text);
  if (search === undefined) return [];
  const rows = await tables(read)
    .selectFrom('ordering.orders')
    .select('id')
    .where(sql<SqlBool>`search @@ to_tsquery('simple', unaccent(${search}))`)
    .limit(fewMatches + 1)
    .execute();
  return rows.length > fewMatches ? undefined : rows.map((row) => row.id);
}

const numberIn = (text: string): number | undefined =>
  /^#?\d{1,9}$/.test(text) ? Number(text.replace('#', '')) : undefined;

/** A bundle stands in lists once; who asks for a line by its number gets the line. */
function listedCondition(where: Builder, text: string | undefined): Expression<SqlBool> {
  const number = numberIn(text ?? '');
  const listed = where('ordering.orders.is_listed', '=', true);
  return number === undefined ? listed : where.or([listed, where('ordering.orders.number', '=', number)]);
}

function textCondition(
  where: Builder,
  text: string,
  matched: readonly string[] | undefined,
  desk: boolean,
): Expression<SqlBool> {
  const asked = numberIn(text);
  const number = asked === undefined ? [] : [where('ordering.orders.number', '=', asked)];
  if (!desk) {
    const like = `%${text.replaceAll(/[%_\\]/g, String.raw`\$&`)}%`;
    const names = ['service_name', 'offer_name', 'project_name', 'customer_name'] as const;
    return where.or([...number, ...names.map((name) => where(`ordering.orders.${name}`, 'ilike', like))]);
  }
  if (matched === undefined)
    return where.or([
      ...number,
      sql<SqlBool>`ordering.orders.search @@ to_tsquery('simple', unaccent(${searchQuery(text) ?? ''}))`,
    ]);
  return where.or([...number, sql<SqlBool>`ordering.orders.id = any(${matched}::text[])`]);
}

function dueCondition(
  lane: NonNullable<Query['due']>[number],
  now: string,
  calendar: WorkingCalendar,
): Expression<SqlBool> {
  const open = sql`ordering.orders.state in ('registered', 'in_progress') and ordering.orders.decided_at is null`;
  const first = sql`(ordering.orders.first_reply_at is null and ordering.orders.first_reply_due_at`;
  const end = endOfDay(now, calendar);
  switch (lane) {
    case 'overdue':
      return sql<SqlBool>`(${open} and (ordering.orders.decision_due_at < ${now} or ${first} < ${now})))`;
    case 'today':
      return sql<SqlBool>`(${open} and (ordering.orders.decision_due_at between ${now} and ${end} or ${first} between ${now} and ${end})))`;
    case 'later':
      return sql<SqlBool>`(${open} and ordering.orders.decision_due_at > ${end})`;
  }
}

function endOfDay(now: string, { timezone }: WorkingCalendar): string {
  return Temporal.Instant.from(now)
    .toZonedDateTimeISO(timezone)
    .startOfDay()
    .add({ days: 1 })
    .toInstant()
    .toString({ smallestUnit: 'millisecond' });
}

/** One page of the desk list: every column from one table, by keyset. Customers get the orders of their projects. */
export async function orderList(read: Read, actor: Actor, query: Query, settings: ListSettings) {
  requireDeskFilters(actor, query);
  const descending = query.sort.startsWith('-');
  const sort = sorts[query.sort.replace('-', '') as keyof typeof sorts];
  const column = sql.ref<string | number>(`ordering.orders.${sort.column}`);
  const direction = descending ? 'desc' : 'asc';
  const matched =
    query.q !== undefined && query.q !== '' && seesDesk(actor) ? await fewMatching(read, query.q) : undefined;
  // Counting what a common word finds would cost more than the page itself.
  const isBroad = query.q !== undefined && query.q !== '' && seesDesk(actor) && matched === undefined;
  const matching = tables(read)
    .selectFrom('ordering.orders')
    .where((where) => where.and(conditions(where, query, actor, settings, read, matched)));
  let page = matching
    .select([
      'id',
      'number',
      'version',
      'class',
      'service_name',
      'offer_name',
      'customer_name',
      'project_number',
      'project_name',
      'desk_unread',
      'customer_unread',
      'state',
      'value',
      'provider_label',
      'provider_more',
      'waiting_for',
      'waiting_why',
      'assignee_id',
      'group_id',
      'priority',
      'tags',
      'spam',
      'change_of',
      'parent_id',
      'line_count',
      'last_public_at',
      'submitted_at',
      'first_reply_at',
      'first_reply_due_at',
      'decided_at',
      'decision_due_at',
      'paused_at',
      'ended_at',
      'kind',
    ])
    .orderBy(column, (order) => (descending ? (sort.nullable ? order.desc().nullsLast() : order.desc()) : order.asc()))
    .orderBy('number', direction)
    .limit(query.limit + 1);
  if (query.after !== undefined) {
    const [key, number] = decodeCursor(query.after, z.tuple([sort.part, cursorNumber]));
    const after = descending ? sql.raw('<') : sql.raw('>');
    page =
      key === null
        ? page.where(sql<SqlBool>`(${column} is null and ordering.orders.number ${after} ${number})`)
        : page.where(
            sql<SqlBool>`((${column}, ordering.orders.number) ${after} (${key}, ${number}) or ${column} is null)`,
          );
  }
  const counted = tables(read)
    .selectFrom(
      matching
        .select('number')
        .limit(countLimit + 1)
        .as('found'),
    )
    .select(sql<number>`count(*)::int`.as('count'));
  const [rows, total] = await Promise.all([
    page.execute(),
    query.after === undefined && !isBroad ? counted.executeTakeFirstOrThrow() : undefined,
  ]);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const people = await settings.people([...new Set(shown.flatMap((row) => row.assignee_id ?? []))]);
  const desk = seesDesk(actor);
  const approvers = await settings.approvers(
    actor,
    desk ? shown.flatMap((row) => (row.waiting_for === 'approver' ? row.id : [])) : [],
  );
  const numbers = await numbersOf(read, [
    ...new Set(shown.flatMap((row) => [row.change_of ?? [], row.parent_id ?? []].flat())),
  ]);
  const unread = await unreadOfFurther(
    read,
    shown.flatMap((row) => (row.line_count > 0 ? row.id : [])),
  );
  const end = endOfDay(settings.now, settings.calendar);
  return {
    items: shown.map((row): OrderSummary => {
      const assignee = row.assignee_id === null ? undefined : people.get(row.assignee_id);
      const clocks = listClocks(row, { calendar: settings.calendarOf(row.group_id), now: settings.now });
      return {
        number: row.number,
        version: row.version,
        class: row.class,
        service: row.service_name,
        offer: row.offer_name,
        customer: row.customer_name,
        project: { number: row.project_number, name: row.project_name },
        newMessages:
          (desk ? row.desk_unread : row.customer_unread) + (unread.get(row.id)?.[desk ? 'desk' : 'customer'] ?? 0),
        state: row.state,
        value: desk ? row.value : '',
        provider: desk ? { name: row.provider_label, more: row.provider_more } : { name: null, more: 0 },
        waiting: desk
          ? waitingOf(row, actor, assignee?.name, approvers.get(row.id))
          : { ...waitingOf(row, actor, undefined), why: '' },
        firstReply: clocks.firstReply,
        decision: clocks.decision,
        due: dueOf(row, clocks, end),
        assignee: desk && row.assignee_id !== null && assignee ? { id: row.assignee_id, name: assignee.name } : null,
        group: { id: row.group_id, name: settings.groupNames.get(row.group_id) ?? row.group_id },
        priority: desk ? row.priority : 'less urgent',
        tags: desk ? row.tags : [],
        spam: desk ? row.spam : 'no',
        changeOf: row.change_of === null ? null : (numbers.get(row.change_of) ?? null),
        lines: row.line_count,
        partOf: row.parent_id === null ? null : (numbers.get(row.parent_id) ?? null),
        lastPublicAt: row.last_public_at,
        submittedAt: row.submitted_at,
      };
    }),
    next: rows.length > query.limit && last ? encodeCursor([last[sort.column], last.number]) : null,
    total: total === undefined || total.count > countLimit ? null : total.count,
  };
}

async function numbersOf(read: Read, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await tables(read)
    .selectFrom('ordering.orders')
    .select(['id', 'number'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row.number]));
}

/** Whose turn it is, in the words of the reader. */
export function waitingOf(
  row: { waiting_for: OrderSummary['waiting']['for']; waiting_why: string; assignee_id: string | null },
  actor: Actor,
  assignee: string | undefined,
  approvers?: AskedApprovers,
): OrderSummary['waiting'] {
  switch (row.waiting_for) {
    case 'nobody':
      return { for: 'nobody', who: 'Nobody', why: row.waiting_why };
    case 'customer':
      return { for: 'customer', who: 'Customer', why: row.waiting_why };
    case 'provider':
      return { for: 'provider', who: 'Provider', why: row.waiting_why };
    case 'approver': {
      const deputies = approvers?.deputies ? `; deputy ${approvers.deputies}` : '';
      return approvers?.isReader === true
        ? { for: 'you', who: 'You', why: row.waiting_why }
        : { for: 'approver', who: approvers?.who ?? 'Approver', why: `${row.waiting_why}${deputies}` };
    }
    case 'desk':
    case 'you':
      return row.assignee_id === actor.id
        ? { for: 'you', who: 'You', why: row.waiting_why }
        : { for: 'desk', who: assignee ?? 'Desk', why: row.waiting_why };
    case 'none':
      return { for: 'none', who: '', why: '' };
  }
}

interface ClockRow {
  readonly class: OrderSummary['class'];
  readonly state: OrderSummary['state'];
  readonly submitted_at: string;
  readonly first_reply_at: string | null;
  readonly first_reply_due_at: string | null;
  readonly decided_at: string | null;
  readonly decision_due_at: string | null;
  readonly paused_at: string | null;
  readonly ended_at: string | null;
}

/** The two clocks of a row, from the deadlines kept with the order; the order page measures them from its history. */
export function listClocks(
  row: ClockRow,
  { calendar, now }: Pick<ListSettings, 'calendar' | 'now'>,
): { firstReply: Clock; decision: Clock } {
  const day = workingDaySeconds(calendar);
  const clock = (
    name: Clock['name'],
    dueAt: string | null,
    doneAt: string | null,
    days: number,
    pausedAt: string | null,
  ): Clock => {
    const targetSeconds = Math.round(days * day);
    const none = { name, dueAt: null, remainingSeconds: null, usedSeconds: 0, targetSeconds, because: null };
    if (dueAt === null || (doneAt === null && row.ended_at !== null)) return { ...none, state: 'not_applicable' };
    const left = remaining(calendar, doneAt ?? pausedAt ?? now, dueAt);
    const common = {
      name,
      dueAt,
      remainingSeconds: left,
      usedSeconds: targetSeconds - left,
      targetSeconds,
      because: null,
    };
    if (left < 0 || (left === 0 && Date.parse(dueAt) < Date.parse(doneAt ?? now) && pausedAt === null))
      return { ...common, state: 'over' };
    if (doneAt !== null) return { ...common, state: 'met' };
    if (pausedAt !== null) return { ...common, state: 'paused', because: 'Waiting for the customer' };
    return { ...common, state: common.usedSeconds >= targetSeconds * warningShare ? 'warning' : 'on_track' };
  };
  return {
    firstReply: clock(
      'first_reply',
      row.first_reply_due_at,
      row.first_reply_at,
      defaultClockTargets.firstReplyDays,
      null,
    ),
    decision: clock('decision', row.decision_due_at, row.decided_at, decisionDays(row.class), row.paused_at),
  };
}

function dueOf(
  row: ClockRow,
  { firstReply, decision }: { firstReply: Clock; decision: Clock },
  endOfToday: string,
): OrderSummary['due'] {
  const running = [
    ...(row.first_reply_at === null ? [firstReply] : []),
    ...(row.decided_at === null && row.paused_at === null ? [decision] : []),
  ].filter((clock) => clock.dueAt !== null);
  if (running.length === 0) return row.paused_at !== null && row.ended_at === null ? 'later' : 'none';
  if (running.some((clock) => clock.state === 'over')) return 'overdue';
  return running.some((clock) => clock.dueAt !== null && clock.dueAt <= endOfToday) ? 'today' : 'later';
}
