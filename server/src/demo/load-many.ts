import { sql } from 'kysely';
import type { Database } from '#kernel/database';
import type { Progress } from './seed-sites.ts';

export interface Load {
  readonly orders: number;
  /** Of these, the ones to load now: from the first to the last unless given. */
  readonly from?: number;
  readonly to?: number;
  readonly messagesPerOrder: number;
  /** Somebody who owns the projects. */
  readonly customerId: string;
  /** Groups among which the orders are spread. */
  readonly groups: readonly string[];
}

const CHUNK = 5000;
const ordersPerProject = 50;

/**
 * Fills a database with orders, messages and events for measuring: of every state, most of them over, spread over two
 * years, with words that a search finds often, sometimes and once.
 */
export async function loadMany(
  database: Database,
  { orders, from = 1, to = orders, messagesPerOrder, customerId, groups }: Load,
  progress: Progress,
): Promise<void> {
  const projectOf = (order: number) => Math.ceil(order / ordersPerProject);
  await sql`
    insert into ordering.projects (id, owner_id, name, typology, status, last_iid, details, created_at, changed_at)
    select 'load-project-' || n, ${customerId}, 'Campaign ' || n, 'research', 'active', ${sql.lit(orders)},
      '{"name":"Campaign","typology":"research","overview":"Measured","scientificDomains":[],"partnerCountries":[]}',
      now() - interval '2 years', now() - interval '1 day'
    from generate_series(${sql.lit(projectOf(from - 1) + 1)}, ${sql.lit(projectOf(to))}) n`.execute(database.read());
  for (let first = from; first <= to; first += CHUNK) {
    const last = Math.min(to, first + CHUNK - 1);
    for (const statement of [
      ordersOf(first, last, { orders, customerId, groups }),
      entriesOf(first, last),
      messagesOf(first, last, messagesPerOrder, customerId),
      eventsOf(first, last),
      feedOf(first, last),
    ])
      await sql.raw(statement).execute(database.read());
    progress('orders', last, orders);
  }
  // As a database is that has been in use for a while.
  await sql`vacuum (analyze)`.execute(database.read());
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

function ordersOf(
  from: number,
  to: number,
  { orders, customerId, groups }: Pick<Load, 'orders' | 'customerId' | 'groups'>,
): string {
  return `
    insert into ordering.orders (
      id, project_id, iid, customer_id, source, offer_ref, kind, snapshot, parameters, requested, starts_on, ends_on, comment,
      class, class_because, group_id, state, value, state_since, submitted_at, first_reply_at, first_reply_due_at, decided_at, decision_due_at, ended_at,
      last_public_at, category, service_name, offer_name, customer_name, customer_email, project_number, project_name, provider_label, waiting_for, waiting_why, search)
    select 'load-order-' || n, p.id, n, ${literal(customerId)}, 'marketplace', 'egi-cloud-compute/1', 'order',
      '{"serviceSlug":"egi-cloud-compute","provider":"EGI","url":"","light":false,"needsAgreement":true,"labels":{},"activationText":""}',
      '[{"id":"id1","label":"Number of VM instances","type":"range","value_type":"integer","config":{"minimum":1,"maximum":50},"value":20}]',
      '[{"metric":"vm","label":"Virtual machines","quantity":20,"unit":null}]',
      '2026-12-01', '2027-05-29', 'Loaded for measuring',
      case when n / 7 % 3 = 0 then 'simple' else 'complex' end, 'loaded', (array[${groups.map(literal).join(',')}])[1 + n % ${groups.length}],
      s.state, 'loaded', at, at, at + interval '2 hours', at + interval '8 hours',
      case when s.state in ('registered', 'in_progress', 'waiting_for_response') then null else at + interval '3 days' end, at + interval '10 days',
      case when s.state in ('closed', 'rejected') then at + interval '90 days' end,
      at + interval '2 days', 'Compute', (array['EGI Cloud compute', 'EGI Online Storage', 'EGI Notebooks', 'B2DROP'])[1 + n % 4], 'Offer ' || n % 30,
      'Customer ' || n % 997, 'customer' || n % 997 || '@load.example', p.number, p.name, 'CESNET-MCC',
      case s.state when 'waiting_for_response' then 'customer' when 'in_progress' then 'provider' when 'registered' then 'nobody' else 'none' end, '',
      to_tsvector('simple', 'customer' || n % 997 || ' campaign' || n / ${ordersPerProject} || ' rare' || n || ' ' || (array['coastal', 'genome', 'climate', 'plasma', 'seismic'])[1 + n % 5] || ' compute')
    from generate_series(${from}, ${to}) n
    join ordering.projects p on p.id = 'load-project-' || (1 + (n - 1) / ${ordersPerProject})
    cross join lateral (select case when n % 100 < 4 then 'registered' when n % 100 < 8 then 'in_progress' when n % 100 < 10 then 'waiting_for_response'
      when n % 100 < 12 then 'approved' when n % 100 < 25 then 'ready' when n % 100 < 35 then 'rejected' else 'closed' end as state) s
    cross join lateral (select now() - interval '2 years' + n * interval '2 years' / ${orders}.0 as at) t`;
}

function entriesOf(from: number, to: number): string {
  return `
    insert into ordering.status_entries (id, order_id, at, action, from_state, to_state, value, by_name, by_role)
    select 'load-entry-' || o.id || '-' || e.k, o.id, o.submitted_at + e.k * interval '1 hour', (array['place', 'register', 'take'])[e.k],
      (array[null, 'created', 'registered'])[e.k], (array['created', 'registered', 'in_progress'])[e.k], 'loaded', 'Loader', 'system'
    from ordering.orders o cross join generate_series(1, 3) e(k)
    where o.id in (select 'load-order-' || n from generate_series(${from}, ${to}) n)`;
}

function messagesOf(from: number, to: number, each: number, customerId: string): string {
  return `
    insert into ordering.messages (id, order_id, project_id, at, scope, author_role, author_id, author_name, body)
    select 'load-message-' || o.id || '-' || k, o.id, o.project_id, o.submitted_at + k * interval '3 hours',
      case when k % 4 = 0 then 'internal' else 'public' end, case when k % 2 = 0 then 'shifter' else 'customer' end, ${literal(customerId)}, 'Somebody',
      'Message ' || k || ' of an order that was loaded for measuring. It is about as long as people write, two sentences or so.'
    from ordering.orders o cross join generate_series(1, ${each}) k
    where o.id in (select 'load-order-' || n from generate_series(${from}, ${to}) n)`;
}

/** What its orders left in the log, delivered long ago. */
function eventsOf(from: number, to: number): string {
  return `
    insert into kernel.events (id, type, aggregate, payload, occurred_at, delivered_at)
    select 'load-event-' || o.id || '-' || e.k, 'ordering.order_' || (array['placed', 'registered', 'taken'])[e.k], 'order:' || o.number,
      jsonb_build_object('orderId', o.id, 'orderNumber', o.number), o.submitted_at + e.k * interval '1 hour', o.submitted_at + e.k * interval '1 hour'
    from ordering.orders o cross join generate_series(1, 3) e(k)
    where o.id in (select 'load-order-' || n from generate_series(${from}, ${to}) n)
    order by o.submitted_at, e.k`;
}

/** Ten events of the Ordering API for each order, a microsecond apart from the beginning of 2025. */
function feedOf(from: number, to: number): string {
  return `
    insert into ordering.oms_events (at, type, resource, project_number, project_item_iid, message_number)
    select '2025-01-01T00:00:00Z'::timestamptz + ((o.iid - 1) * 10 + e.k) * interval '1 microsecond', 'create',
      case when e.k = 1 then 'project_item' else 'message' end, o.project_number, o.iid, case when e.k = 1 then null else o.iid * 10 + e.k end
    from ordering.orders o cross join generate_series(1, 10) e(k)
    where o.id in (select 'load-order-' || n from generate_series(${from}, ${to}) n)`;
}
