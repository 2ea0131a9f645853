import { type Expression, type ExpressionBuilder, sql, type SqlBool } from 'kysely';
import { z } from 'zod';
import type { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { ShareRow } from '#contracts/ordering/share-schemas';
import type { Actor } from '#kernel/access';
import type { KernelTables, Read } from '#kernel/database';
import { cursorInstant, decodeCursor, encodeCursor } from '#kernel/http';
import { sitesOf } from './share-access.ts';
import type { CalendarOf } from '../calendar/desk-calendars.ts';
import { groupsOf, mayWorkOrder, seesDesk } from '../orders/order-access.ts';
import { shareView } from './share-view.ts';
import { searchQuery } from '../desk/sql-order-list-view.ts';
import { type OrderingTables, type OrdersTable, type SharesTable, tables } from '../tables.ts';

type Query = z.output<NonNullable<(typeof orderingEndpoints.listShares)['query']>>;
type Joined = KernelTables & OrderingTables & { s: SharesTable; o: OrdersTable };
type Builder = ExpressionBuilder<Joined, 's' | 'o'>;

/** Stands for "never sent" in the order of the list, so that drafts come last. */
const neverSent = '9999-01-01T00:00:00.000Z';

interface ShareListSettings {
  readonly calendarOf: CalendarOf;
  readonly now: string;
}

/** Which shares the actor reads: every one on the desk; elsewhere those that were sent to them or to their sites. */
function visible(where: Builder, actor: Actor): Expression<SqlBool> {
  if (seesDesk(actor)) return where('o.spam', '!=', 'yes');
  const email = (actor.email ?? '').toLowerCase();
  const sites = sitesOf(actor);
  return where.and([
    where('s.sent_at', 'is not', null),
    where.or([
      where('s.contact_person_id', '=', actor.id),
      sql<SqlBool>`${email} = any (string_to_array(replace(lower(s.contact_email), ' ', ''), ','))`,
      ...(sites.length > 0 ? [where('s.site_name', 'in', sites)] : []),
    ]),
  ]);
}

function conditions(where: Builder, query: Query, actor: Actor): Expression<SqlBool>[] {
  const found = [visible(where, actor)];
  const unlike = (values: readonly string[] | undefined) =>
    values?.filter((value) => value.startsWith('-')).map((value) => value.slice(1)) ?? [];
  const like = (values: readonly string[] | undefined) => values?.filter((value) => !value.startsWith('-')) ?? [];
  if (query.state !== undefined) found.push(where('s.state', 'in', query.state));
  if (like(query.site).length > 0) found.push(where('s.site_name', 'in', like(query.site)));
  if (unlike(query.site).length > 0) found.push(where('s.site_name', 'not in', unlike(query.site)));
  const mine = groupsOf(actor);
  const groups = like(query.group).flatMap((group) => (group === 'mine' ? mine : [group]));
  if (like(query.group).length > 0 && !groups.includes('*')) {
    found.push(groups.length === 0 ? sql<SqlBool>`false` : where('o.group_id', 'in', groups));
  }
  if (unlike(query.group).length > 0) found.push(where('o.group_id', 'not in', unlike(query.group)));
  if (query.q !== undefined && query.q !== '') found.push(searched(where, query.q, seesDesk(actor)));
  return found;
}

/** `1284`, `1284-3`, or words of site, contact and what is shown of the order; the desk searches the order's text too. */
function searched(where: Builder, text: string, wholeOrder: boolean): Expression<SqlBool> {
  const at = /^#?(\d{1,9})(?:-(\d{1,4}))?$/.exec(text);
  if (at?.[2] !== undefined)
    return where.and([where('o.number', '=', Number(at[1])), where('s.number', '=', Number(at[2]))]);
  const pattern = `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const search = searchQuery(text);
  return where.or([
    ...(at?.[1] === undefined ? [] : [where('o.number', '=', Number(at[1]))]),
    ...(['s.site_name', 's.contact_email', 's.contact_name', 'o.service_name', 'o.project_name'] as const).map(
      (column) => where(column, 'ilike', pattern),
    ),
    ...(wholeOrder && search !== undefined
      ? [sql<SqlBool>`o.search @@ to_tsquery('simple', unaccent(${search}))`]
      : []),
  ]);
}

/** One page of shares, the longest waiting first, by keyset; one query. */
export async function shareList(read: Read, actor: Actor, query: Query, { calendarOf, now }: ShareListSettings) {
  const since = sql<string>`coalesce(s.sent_at, ${neverSent}::timestamptz)`;
  let page = tables(read)
    .selectFrom('ordering.shares as s')
    .innerJoin('ordering.orders as o', 'o.id', 's.order_id')
    .selectAll('s')
    .select([
      'o.number as order_number',
      'o.state as order_state',
      'o.group_id',
      'o.service_name',
      'o.offer_name',
      'o.project_name',
      'o.customer_name',
    ])
    .where((where) => where.and(conditions(where as unknown as Builder, query, actor)))
    .orderBy(since)
    .orderBy('s.id')
    .limit(query.limit + 1);
  if (query.after !== undefined) {
    const [at, id] = decodeCursor(query.after, z.tuple([cursorInstant, z.string()]));
    page = page.where(sql<SqlBool>`(${since}, s.id) > (${at}::timestamptz, ${id})`);
  }
  const rows = await page.execute();
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row): ShareRow => {
      const mayWork = mayWorkOrder(actor, { groupId: row.group_id }).allowed;
      return {
        ...shareView(
          row,
          { number: row.order_number, state: row.order_state },
          { actor, mayWork, calendar: calendarOf(row.group_id), now },
        ),
        service: row.service_name,
        offer: row.offer_name,
        project: row.project_name,
        customer: row.customer_name,
        group: row.group_id,
        orderState: row.order_state,
      };
    }),
    next: rows.length > query.limit && last ? encodeCursor([last.sent_at ?? neverSent, last.id]) : null,
    total: null,
  };
}
