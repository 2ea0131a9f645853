import { sql, type RawBuilder } from 'kysely';
import type { OrderState } from '#contracts/ordering/lifecycle';
import type { Read } from '#kernel/database';
import type { OrderFacts, Outcome, ShareFacts } from './facts.ts';

/** Orders read at once. */
const pageSize = 2000;

export interface FactsWanted {
  /** Instants, from included and to excluded. */
  readonly from: string;
  readonly to: string;
  /** Only orders of which a share was sent to one of these resource centres; null for all. */
  readonly sites: readonly string[] | null;
}

/** One order with all that it did, as a page holds it: a page is one value, because values are dear to read and text is not. */
type OrderLine = readonly [
  id: string,
  number: number,
  /** Exact to the microsecond, as the keyset needs it. */
  submittedKey: string,
  submitted: number,
  firstResponse: number | null,
  decided: number | null,
  state: OrderState,
  stateSince: number,
  spam: boolean,
  test: boolean,
  orderClass: OrderFacts['orderClass'],
  service: string,
  category: string,
  country: string | null,
  typology: string,
  disciplines: readonly string[] | null,
  provider: string | null,
  asked: boolean,
  ratedService: number | null,
  ratedOrdering: number | null,
  /** At most 2: more than one is all that is asked. */
  comments: number,
  entries: readonly Entry[] | null,
  shares: readonly ShareLine[] | null,
];
type Entry = readonly [state: OrderState, at: number];
type ShareLine = readonly [site: string, state: string, sent: number, answered: number | null];

/** An instant as milliseconds. */
const ms = (column: string) => sql`round(date_part('epoch', ${sql.raw(column)}) * 1000)`;

const ofSites = (sites: readonly string[] | null) =>
  sites === null
    ? sql`true`
    : sql`exists (select 1 from ordering.shares share where share.order_id = o.id and share.sent_at is not null
        and share.site_name = any(${sites}::text[]))`;

/** The orders of the desk that were submitted in this time, page by page, so that memory does not grow with them. */
export async function* orderFacts(read: Read, wanted: FactsWanted): AsyncGenerator<OrderFacts[]> {
  let after = { at: wanted.from, number: 0 };
  while (true) {
    const lines = await linesAfter(read, wanted, after);
    const last = lines.at(-1);
    if (!last) return;
    yield lines.map(factsOf);
    if (lines.length < pageSize) return;
    after = { number: last[1], at: last[2] };
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

/** The facts of these orders of the desk, with their ids. */
export async function orderFactsOf(read: Read, ids: readonly string[]): Promise<[id: string, facts: OrderFacts][]> {
  if (ids.length === 0) return [];
  const lines = await linesOf(
    read,
    sql`select * from ordering.orders o where o.id = any(${ids}::text[]) and o.kind = 'order'`,
  );
  return lines.map((line) => [line[0], factsOf(line)]);
}

/** The next page. */
const linesAfter = (read: Read, { to, sites }: FactsWanted, after: { at: string; number: number }) =>
  linesOf(
    read,
    sql`select * from ordering.orders o
      where (o.submitted_at, o.number) > (${after.at}::timestamptz, ${after.number}::int) and o.submitted_at < ${to}
        and o.kind = 'order' and ${ofSites(sites)}
      order by o.submitted_at, o.number limit ${sql.lit(pageSize)}`,
  );

/** What the orders chosen did is read by its index; ids tell the sequence of what happened at one moment. */
async function linesOf(read: Read, chosen: RawBuilder<unknown>) {
  const { rows } = await sql<{ lines: readonly OrderLine[] | null }>`
    select json_agg(json_build_array(
      o.id, o.number, o.submitted_at::text, ${ms('o.submitted_at')}, ${ms('o.first_reply_at')}, ${ms('o.decided_at')},
      o.state, ${ms('o.state_since')}, o.spam = 'yes', 'test' = any(o.tags), o.class, o.service_name, o.category,
      project.details ->> 'country', project.typology, project.details -> 'scientificDomains', o.provider_label,
      exists (select 1 from ordering.rating_links link where link.order_id = o.id),
      coalesce(later.service, rating.service), rating.ordering,
      (select count(*) from (select 1 from ordering.messages message
        where message.order_id = o.id and message.scope = 'public' limit 2) written),
      (select json_agg(json_build_array(entry.to_state, ${ms('entry.at')}) order by entry.at, entry.id)
        from ordering.status_entries entry where entry.order_id = o.id),
      (select json_agg(json_build_array(share.site_name, share.state, ${ms('share.sent_at')}, ${ms('share.answered_at')}))
        from ordering.shares share where share.order_id = o.id and share.sent_at is not null)
      ) order by o.submitted_at, o.number) as lines
    from (${chosen}) o
    join ordering.projects project on project.id = o.project_id
    left join ordering.ratings rating on rating.order_id = o.id
    left join ordering.service_ratings later on later.order_id = o.id`.execute(read);
  return rows[0]?.lines ?? [];
}

const isNew = (state: OrderState) => state === 'created' || state === 'registered';

function factsOf(line: OrderLine): OrderFacts {
  const [
    ,
    ,
    ,
    submitted,
    firstResponse,
    decided,
    state,
    stateSince,
    spam,
    test,
    orderClass,
    service,
    category,
    ...more
  ] = line;
  const [country, typology, disciplines, provider, asked, ratedService, ratedOrdering, comments, did, asks] = more;
  const entries = did ?? [];
  const shares = asks ?? [];
  const sites = [...new Set(shares.map(([site]) => site))];
  // What was imported has a state and no history of how it got there.
  const last = entries.at(-1);
  const isKnown = last?.[0] === state;
  const states = [...changesOf(entries), ...(isKnown ? [] : [{ state, since: Math.max(stateSince, last?.[1] ?? 0) }])];
  return {
    submitted,
    firstResponse,
    firstChange: states.find((one) => !isNew(one.state))?.since ?? null,
    decided,
    ready: states.find((one) => one.state === 'ready')?.since ?? null,
    outcome: outcomeOf(state, decided, entries),
    spam,
    test,
    orderClass,
    service,
    category,
    country: country ?? '',
    typology,
    disciplines: disciplines ?? [],
    providers: sites.length > 0 || provider === null ? sites : [provider],
    states,
    comments,
    shares: shares.map(shareFacts),
    rating: { asked, service: ratedService, ordering: ratedOrdering },
  };
}

/** Entries that kept the state, as those that only change its words, are no change. */
function changesOf(entries: readonly Entry[]): { state: OrderState; since: number }[] {
  return entries
    .filter(([state], index) => state !== entries[index - 1]?.[0])
    .map(([state, since]) => ({ state, since }));
}

function outcomeOf(state: OrderState, decided: number | null, entries: readonly Entry[]): Outcome {
  if (state === 'rejected') return 'rejected';
  if (state === 'approved' || state === 'ready') return 'approved';
  if (state !== 'closed') return null;
  if (decided === null) return 'cancelled';
  const decision = entries.findLast(([to]) => to === 'approved' || to === 'ready' || to === 'rejected');
  return decision?.[0] === 'rejected' ? 'rejected' : 'approved';
}

function shareFacts([provider, state, sent, answered]: ShareLine): ShareFacts {
  if (answered === null) return { provider, sent, answered, answer: null };
  return { provider, sent, answered, answer: state === 'validated' || state === 'rejected' ? state : 'other' };
}
