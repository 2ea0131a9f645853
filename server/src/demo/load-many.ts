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
 * Fills a database with orders, messages, agreements and events for measuring: of every state, most of them over, spread
 * over two years, with words that a search finds often, sometimes and once.
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
      agreementsOf(first, last, groups),
      versionsOf(first, last),
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
      last_public_at, category, service_name, offer_name, customer_name, customer_email, project_number, project_name, provider_label, waiting_for, waiting_why, was_ready, search)
    select 'load-order-' || n, p.id, n, ${literal(customerId)}, 'marketplace', 'egi-cloud-compute/1', 'order',
      '{"serviceSlug":"egi-cloud-compute","provider":"EGI","url":"","light":false,"needsAgreement":true,"labels":{},"activationText":""}',
      '[{"id":"id1","label":"Number of VM instances","type":"range","value_type":"integer","config":{"minimum":1,"maximum":50},"value":20}]',
      '[{"metric":"vm","label":"Virtual machines","quantity":20,"unit":null}]',
      '2026-12-01', '2027-05-29', 'Loaded for measuring, rare' || n || ' ' || subject,
      case when n / 7 % 3 = 0 then 'simple' else 'complex' end, 'loaded', (array[${groups.map(literal).join(',')}])[1 + n % ${groups.length}],
      s.state, 'loaded', at, at, at + interval '2 hours', at + interval '8 hours',
      case when s.state in ('registered', 'in_progress', 'waiting_for_response') then null else at + interval '3 days' end, at + interval '10 days',
      case when s.state in ('closed', 'rejected') then at + interval '90 days' end,
      at + interval '2 days', 'Compute', (array['EGI Cloud compute', 'EGI Online Storage', 'EGI Notebooks', 'B2DROP'])[1 + n % 4], 'Offer ' || n % 30,
      'Customer ' || n % 997, 'customer' || n % 997 || '@load.example', p.number, p.name, 'CESNET-MCC',
      case s.state when 'waiting_for_response' then 'customer' when 'in_progress' then 'provider' when 'registered' then 'nobody' else 'none' end, '',
      s.state in ('ready', 'closed'),
      to_tsvector('simple', 'customer' || n % 997 || ' campaign' || n / ${ordersPerProject} || ' rare' || n || ' ' || subject || ' compute')
    from generate_series(${from}, ${to}) n
    join ordering.projects p on p.id = 'load-project-' || (1 + (n - 1) / ${ordersPerProject})
    cross join lateral (select case when n % 100 < 4 then 'registered' when n % 100 < 8 then 'in_progress' when n % 100 < 10 then 'waiting_for_response'
      when n % 100 < 12 then 'approved' when n % 100 < 25 then 'ready' when n % 100 < 35 then 'rejected' else 'closed' end as state) s
    cross join lateral (select now() - interval '2 years' + n * interval '2 years' / ${orders}.0 as at,
      (array['coastal', 'genome', 'climate', 'plasma', 'seismic'])[1 + n % 5] as subject) t`;
}

function entriesOf(from: number, to: number): string {
  return `
    insert into ordering.status_entries (id, order_id, at, action, from_state, to_state, value, by_name, by_role)
    select 'load-entry-' || o.id || '-' || e.k, o.id, o.submitted_at + e.k * interval '1 hour', (array['place', 'register', 'take', 'deliver'])[e.k],
      (array[null, 'created', 'registered', 'in_progress'])[e.k], (array['created', 'registered', 'in_progress', 'ready'])[e.k], 'loaded', 'Loader', 'system'
    from ordering.orders o cross join lateral generate_series(1, case when o.was_ready then 4 else 3 end) e(k)
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

/** An SLA with every tenth order, and under every second of them an OLA. */
function agreementsOf(from: number, to: number, groups: readonly string[]): string {
  return `
    insert into agreements.agreements (id, name, kind, type, order_id, order_number, parent_id, customer_id, customer_name, project_number,
      project_name, service_name, party_name, site, reader_ids, group_id, shown_version, state, starts_on, ends_on, waiting_for, search,
      created_at, changed_at)
    select 'load-' || k.kind || '-' || o.iid, k.kind || '-LOAD-' || o.iid, k.kind, k.type, o.id, o.number,
      case when k.kind = 'OLA' then 'load-SLA-' || o.iid end, o.customer_id, o.customer_name, o.project_number, o.project_name, o.service_name,
      case when k.kind = 'SLA' then o.customer_name else 'CESNET-MCC' end, case when k.kind = 'OLA' then 'CESNET-MCC' end,
      jsonb_build_array(o.customer_id), ${literal(groups[0] ?? '')}, 1,
      (array['active', 'active', 'active', 'expired', 'expired', 'proposed', 'agreed', 'in_review', 'terminated', 'draft'])[1 + o.iid / 10 % 10],
      o.submitted_at::date, o.submitted_at::date + 365 + o.iid / 10 % 700, case o.iid / 10 % 10 when 5 then 'both' when 9 then 'desk' else 'nobody' end,
      lower(k.kind || '-load-' || o.iid || ' ' || o.customer_name || ' ' || o.project_name || ' ' || o.service_name || ' cesnet-mcc'),
      o.submitted_at, o.submitted_at + interval '5 days'
    from ordering.orders o join (values ('SLA', 'vo_sla'), ('OLA', 'vo_ola')) k(kind, type) on k.kind = 'SLA' or o.iid % 20 = 0
    where o.iid % 10 = 0 and o.id in (select 'load-order-' || n from generate_series(${from}, ${to}) n)
    order by o.iid, k.kind desc`;
}

function versionsOf(from: number, to: number): string {
  return `
    insert into agreements.versions (id, agreement_id, number, state, order_id, order_number, starts_on, ends_on, party_name, party_email,
      party_organisation, matter, sections, changes, template_id, template_name, template_version, text_changed_at, prepared_at, proposed_at,
      agreed_at, changed_at)
    select a.id || '-1', a.id, 1, a.state, a.order_id, a.order_number, a.starts_on, a.ends_on, a.party_name, 'party@load.example', '',
      jsonb_build_object('orderNumber', a.order_number, 'shares', jsonb_build_array(jsonb_build_object('id', 'load-share', 'number', 1,
        'orderNumber', a.order_number, 'site', 'CESNET-MCC', 'country', 'CZ', 'availability', 95, 'reliability', 97,
        'startsOn', a.starts_on, 'endsOn', a.ends_on, 'resources', '[]'::jsonb, 'note', ''))),
      '[]', '[]', 'loaded', 'Loaded', 1, a.created_at, a.created_at, case when a.state = 'draft' then null else a.created_at end,
      case when a.state in ('draft', 'proposed') then null else a.changed_at end, a.changed_at
    from agreements.agreements a where a.order_id in (select 'load-order-' || n from generate_series(${from}, ${to}) n)`;
}
