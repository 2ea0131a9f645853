import { sql } from 'kysely';
import type { OrderState } from '#contracts/ordering/lifecycle';
import type { Read } from '#kernel/database';
import type { OrderFacts, Outcome, ShareFacts } from './facts.ts';

/** Orders read at once; what they did is read with them, each table once. */
const pageSize = 5000;

export interface FactsWanted {
  /** Instants, from included and to excluded. */
  readonly from: string;
  readonly to: string;
  /** Only orders of which a share was sent to one of these resource centres; null for all. */
  readonly sites: readonly string[] | null;
}

interface OrderLine {
  readonly id: string;
  readonly number: number;
  /** Exact to the microsecond, as the keyset needs it. */
  readonly submitted_key: string;
  readonly submitted: number;
  readonly first_response: number | null;
  readonly decided: number | null;
  readonly state: OrderState;
  readonly state_since: number;
  readonly spam: boolean;
  readonly test: boolean;
  readonly class: OrderFacts['orderClass'];
  readonly service: string;
  readonly category: string;
  readonly country: string;
  readonly typology: string;
  readonly disciplines: readonly string[] | null;
  readonly provider: string | null;
  readonly asked: boolean;
  readonly rated_service: number | null;
  readonly rated_ordering: number | null;
}

interface EntryLine {
  readonly order_id: string;
  readonly at: number;
  readonly to_state: OrderState;
}

interface ShareLine {
  readonly order_id: string;
  readonly site_name: string;
  readonly state: string;
  readonly sent: number;
  readonly answered: number | null;
}

/** An instant as milliseconds: a number is read much faster than a date. */
const ms = (column: string) => sql`(extract(epoch from ${sql.raw(column)}) * 1000)::float8`;

const ofSites = (sites: readonly string[] | null) =>
  sites === null
    ? sql`true`
    : sql`exists (select 1 from ordering.shares share where share.order_id = o.id and share.sent_at is not null
        and share.site_name = any(${sites}::text[]))`;

/** The orders of the desk that were submitted in this time, page by page, so that memory does not grow with them. */
export async function* orderFacts(read: Read, wanted: FactsWanted): AsyncGenerator<OrderFacts[]> {
  let after = { at: wanted.from, number: 0 };
  while (true) {
    const orders = await ordersAfter(read, wanted, after);
    const last = orders.at(-1);
    if (!last) return;
    const ids = orders.map(({ id }) => id);
    const entries = groupById(await entriesOf(read, ids));
    const shares = groupById(await sharesOf(read, ids));
    const comments = await commentsOf(read, ids);
    yield orders.map((order) =>
      factsOf(order, entries.get(order.id) ?? [], shares.get(order.id) ?? [], comments.get(order.id) ?? 0),
    );
    if (orders.length < pageSize) return;
    after = { at: last.submitted_key, number: last.number };
  }
}

/** How many orders of this time needed no desk. */
export async function countWithoutDesk(read: Read, { from, to, sites }: FactsWanted): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ordering.orders o
    where o.submitted_at >= ${from} and o.submitted_at < ${to} and o.kind <> 'order' and o.spam <> 'yes'
      and not 'test' = any(o.tags) and ${ofSites(sites)}`.execute(read);
  return rows[0]?.count ?? 0;
}

async function ordersAfter(read: Read, { to, sites }: FactsWanted, after: { at: string; number: number }) {
  const { rows } = await sql<OrderLine>`
    select o.id, o.number, o.submitted_at::text as submitted_key, ${ms('o.submitted_at')} as submitted, ${ms('o.first_reply_at')} as first_response,
      ${ms('o.decided_at')} as decided, o.state, ${ms('o.state_since')} as state_since,
      o.spam = 'yes' as spam, 'test' = any(o.tags) as test, o.class, o.service_name as service, o.category,
      coalesce(project.details ->> 'country', '') as country, project.typology,
      project.details -> 'scientificDomains' as disciplines, o.provider_label as provider,
      exists (select 1 from ordering.rating_links link where link.order_id = o.id) as asked,
      coalesce(later.service, rating.service) as rated_service, rating.ordering as rated_ordering
    from ordering.orders o
    join ordering.projects project on project.id = o.project_id
    left join ordering.ratings rating on rating.order_id = o.id
    left join ordering.service_ratings later on later.order_id = o.id
    where (o.submitted_at, o.number) > (${after.at}::timestamptz, ${after.number}::int) and o.submitted_at < ${to}
      and o.kind = 'order' and ${ofSites(sites)}
    order by o.submitted_at, o.number limit ${sql.lit(pageSize)}`.execute(read);
  return rows;
}

/** States in the order in which they were reached; ids tell it for those of one moment. */
async function entriesOf(read: Read, ids: readonly string[]): Promise<EntryLine[]> {
  const { rows } = await sql<EntryLine>`
    select order_id, ${ms('at')} as at, to_state from ordering.status_entries
    where order_id = any(${ids}::text[]) order by order_id, at, id`.execute(read);
  return rows;
}

async function sharesOf(read: Read, ids: readonly string[]): Promise<ShareLine[]> {
  const { rows } = await sql<ShareLine>`
    select order_id, site_name, state, ${ms('sent_at')} as sent, ${ms('answered_at')} as answered
    from ordering.shares where order_id = any(${ids}::text[]) and sent_at is not null`.execute(read);
  return rows;
}

async function commentsOf(read: Read, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ order_id: string; count: number }>`
    select order_id, count(*)::int as count from ordering.messages
    where order_id = any(${ids}::text[]) and scope = 'public' group by order_id having count(*) > 1`.execute(read);
  return new Map(rows.map(({ order_id, count }) => [order_id, count]));
}

function groupById<Line extends { readonly order_id: string }>(lines: readonly Line[]): Map<string, Line[]> {
  const found = new Map<string, Line[]>();
  for (const line of lines) {
    const known = found.get(line.order_id);
    if (known) known.push(line);
    else found.set(line.order_id, [line]);
  }
  return found;
}

const isNew = (state: OrderState) => state === 'created' || state === 'registered';

function factsOf(
  order: OrderLine,
  entries: readonly EntryLine[],
  shares: readonly ShareLine[],
  comments: number,
): OrderFacts {
  const sites = [...new Set(shares.map(({ site_name }) => site_name))];
  const readySince = order.state === 'ready' ? order.state_since : null;
  // What was imported has a state and no history of how it got there.
  const isKnown = entries.at(-1)?.to_state === order.state;
  const states = [
    ...changesOf(entries),
    ...(isKnown ? [] : [{ state: order.state, since: Math.max(order.state_since, entries.at(-1)?.at ?? 0) }]),
  ];
  return {
    submitted: order.submitted,
    firstResponse: order.first_response,
    firstChange: states.find(({ state }) => !isNew(state))?.since ?? null,
    decided: order.decided,
    ready: entries.find(({ to_state }) => to_state === 'ready')?.at ?? readySince,
    outcome: outcomeOf(order, entries),
    spam: order.spam,
    test: order.test,
    orderClass: order.class,
    service: order.service,
    category: order.category,
    country: order.country,
    typology: order.typology,
    disciplines: order.disciplines ?? [],
    providers: sites.length > 0 || order.provider === null ? sites : [order.provider],
    states,
    comments,
    shares: shares.map(shareFacts),
    rating: { asked: order.asked, service: order.rated_service, ordering: order.rated_ordering },
  };
}

/** Entries that kept the state, as those that only change its words, are no change. */
function changesOf(entries: readonly EntryLine[]): { state: OrderState; since: number }[] {
  return entries
    .filter(({ to_state }, index) => to_state !== entries[index - 1]?.to_state)
    .map(({ to_state: state, at: since }) => ({ state, since }));
}

function outcomeOf({ state, decided }: OrderLine, entries: readonly EntryLine[]): Outcome {
  if (state === 'rejected') return 'rejected';
  if (state === 'approved' || state === 'ready') return 'approved';
  if (state !== 'closed') return null;
  if (decided === null) return 'cancelled';
  const decision = entries.findLast(({ to_state: to }) => to === 'approved' || to === 'ready' || to === 'rejected');
  return decision?.to_state === 'rejected' ? 'rejected' : 'approved';
}

function shareFacts({ site_name: provider, state, sent, answered }: ShareLine): ShareFacts {
  if (answered === null) return { provider, sent, answered, answer: null };
  return { provider, sent, answered, answer: state === 'validated' || state === 'rejected' ? state : 'other' };
}
