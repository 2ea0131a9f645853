import { sql } from 'kysely';
import { z } from 'zod';
import {
  agreementViewQuery,
  agreementViews,
  type AgreementQuery,
  type AgreementView,
} from '#contracts/agreements/endpoints';
import { agreementStates } from '#contracts/agreements/lifecycle';
import type { AgreementSummary } from '#contracts/agreements/schemas';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { cursorInstant, decodeCursor, encodeCursor } from '#kernel/http';
import { providedSites, seesAll, takesPart } from '../policies.ts';
import type { AgreementRow } from './sql-agreement-store.ts';
import { tables } from '../tables.ts';

/** A row as lists show it. */
export function toSummary(actor: Actor, row: AgreementRow): AgreementSummary {
  // A version that is drafted beside the one that holds is no matter of the other side yet.
  const open = seesAll(actor) || (takesPart(actor, row) && row.waiting_for !== 'nobody') ? row.open_version : null;
  return {
    name: row.name,
    kind: row.kind,
    type: row.type,
    orderNumber: row.order_number,
    version: row.shown_version,
    state: row.state,
    openVersion: open === row.shown_version ? null : open,
    customer: row.customer_name,
    party: row.party_name,
    site: row.site,
    project: row.project_name,
    service: row.service_name,
    validity: { startsOn: row.starts_on, endsOn: row.ends_on },
    waitingFor: row.waiting_for,
    lastResult: null,
    changedAt: row.changed_at,
  };
}

function visible(read: Read, actor: Actor) {
  const query = tables(read).selectFrom('agreements.agreements');
  if (seesAll(actor)) return query;
  const sites = providedSites(actor);
  const mine = JSON.stringify([actor.id ?? '']);
  return query.where((is) => {
    const wasProposed = is.exists(
      is
        .selectFrom('agreements.versions as v')
        .select('v.id')
        .whereRef('v.agreement_id', '=', 'agreements.agreements.id')
        .where('v.proposed_at', 'is not', null)
        .where('v.state', '!=', 'draft'),
    );
    const ofMine = is.or([
      is.and([is('kind', '=', 'SLA'), sql<boolean>`reader_ids @> ${mine}::jsonb`]),
      is.and([is('kind', '!=', 'SLA'), is('contact_id', '=', actor.id)]),
      ...(sites.includes('*') ? [is.and([is('kind', '!=', 'SLA'), is('site', 'is not', null)])] : []),
      ...(sites.length > 0 ? [is.and([is('kind', '!=', 'SLA'), is('site', 'in', sites)])] : []),
    ]);
    return is.or([is.and([wasProposed, ofMine]), sql<boolean>`(${coversEveryone(actor)})`]);
  });
}

const stands = sql<boolean>`state in ('agreed', 'active', 'in_review')`;

/** What holds for somebody where nothing of their own is agreed; `isCovered` says the same of one agreement. */
function coversEveryone(actor: Actor) {
  if (actor.id === null) return sql<boolean>`false`;
  const general = sql<boolean>`type = 'resource_centre_ola' and site is null`;
  return providedSites(actor).length > 0 || seesAll(actor)
    ? sql<boolean>`${stands} and (type = 'corporate_sla' or ${general})`
    : sql<boolean>`${stands} and type = 'corporate_sla'`;
}

/** The agreements that hold where nothing of one's own is agreed, as far as they cover somebody. */
export async function listDefaults(read: Read, actor: Actor): Promise<AgreementSummary[]> {
  const rows = await tables(read)
    .selectFrom('agreements.agreements')
    .selectAll()
    .where(sql<boolean>`(${coversEveryone(actor)})`)
    .orderBy('name')
    .limit(50)
    .execute();
  return rows.map((row) => toSummary(actor, row));
}

// An SLA has the violations of the OLAs under it, too.
const hasOpenViolation = sql<boolean>`exists (
  select 1 from agreements.violations v
  join agreements.agreements of_it on of_it.id = v.agreement_id
  where v.settled_at is null and (of_it.id = agreements.agreements.id or of_it.parent_id = agreements.agreements.id
    or exists (select 1 from agreements.supports s where s.sla_id = agreements.agreements.id and s.under_id = of_it.id)))`;

function found(read: Read, actor: Actor, query: Omit<AgreementQuery, 'after' | 'limit'>) {
  let rows = visible(read, actor);
  const { q = '', state = [], kind = [], customer = [], site = [], order = [], endsBefore } = query;
  const { service = [], type = [], violation } = query;
  for (const word of q.split(/\s+/).filter((part) => part !== '')) {
    const literal = `%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    rows = rows.where(sql<boolean>`search like lower(unaccent(${literal}::text))`);
  }
  const wanted = agreementStates.filter((one) => state.includes(one));
  const unwanted = agreementStates.filter((one) => state.includes(`-${one}`));
  if (wanted.length > 0) rows = rows.where('state', 'in', wanted);
  if (unwanted.length > 0) rows = rows.where('state', 'not in', unwanted);
  if (kind.length > 0) rows = rows.where('kind', 'in', kind);
  if (customer.length > 0) rows = rows.where('customer_name', 'in', customer);
  if (site.length > 0) rows = rows.where('site', 'in', site);
  if (order.length > 0) rows = rows.where('order_number', 'in', order);
  if (service.length > 0) rows = rows.where('service_name', 'in', service);
  if (type.length > 0) rows = rows.where('type', 'in', type);
  if (violation === 'open') rows = rows.where(hasOpenViolation);
  if (endsBefore !== undefined) rows = rows.where('ends_on', '<', endsBefore);
  return rows;
}

/** One page of the agreements that somebody may see, newest change first. */
export async function listAgreements(
  read: Read,
  actor: Actor,
  query: AgreementQuery,
): Promise<{ items: AgreementSummary[]; next: string | null; total: number }> {
  let page = found(read, actor, query).selectAll();
  if (query.after !== undefined) {
    const [changedAt, id] = decodeCursor(query.after, z.tuple([cursorInstant, z.string()]));
    page = page.where(sql<boolean>`(changed_at, id) < (${changedAt}::timestamptz, ${id})`);
  }
  const [rows, counted] = await Promise.all([
    page
      .orderBy('changed_at', 'desc')
      .orderBy('id', 'desc')
      .limit(query.limit + 1)
      .execute(),
    found(read, actor, query)
      .select(sql<number>`count(*)::int`.as('total'))
      .executeTakeFirstOrThrow(),
  ]);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => toSummary(actor, row)),
    next: rows.length > shown.length && last ? encodeCursor([last.changed_at, last.id]) : null,
    total: counted.total,
  };
}

/** How many agreements each view of the list holds for somebody; `soon` is the day before which an end is near. */
export async function countViews(
  read: Read,
  actor: Actor,
  soon: string,
): Promise<{ id: AgreementView; query: string; count: number }[]> {
  const counts = await visible(read, actor)
    .select([
      sql<number>`count(*)::int`.as('all'),
      sql<number>`(count(*) filter (where state in ('draft', 'proposed')))::int`.as('preparing'),
      sql<number>`(count(*) filter (where state = 'proposed'))::int`.as('unsigned'),
      sql<number>`(count(*) filter (where ${stands}))::int`.as('standing'),
      sql<number>`(count(*) filter (where ${stands} and ends_on < ${soon}))::int`.as('ending'),
      sql<number>`(count(*) filter (where ${hasOpenViolation}))::int`.as('violated'),
    ])
    .executeTakeFirstOrThrow();
  return agreementViews.map((id) => ({ id, query: agreementViewQuery(id, soon), count: counts[id] }));
}

const csvHead = ['name', 'kind', 'type', 'version', 'state', 'open_version', 'customer', 'party', 'site', 'project'];

/** The head of the list as a file. */
export const agreementCsvHead = [...csvHead, 'service', 'order', 'starts_on', 'ends_on', 'waiting_for', 'changed_at'];

/** A row of the list as a file, in the order of the head. */
export function agreementCsvRow(row: AgreementSummary) {
  return [
    row.name,
    row.kind,
    row.type,
    row.version,
    row.state,
    row.openVersion,
    row.customer,
    row.party,
    row.site,
    row.project,
    row.service,
    row.orderNumber,
    row.validity.startsOn,
    row.validity.endsOn,
    row.waitingFor,
    row.changedAt,
  ];
}
