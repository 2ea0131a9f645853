import { sql } from 'kysely';
import type { OtherWork } from '#ordering';
import { holds, scopesOf, type Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { providedSites } from '../policies.ts';
import { resultWork } from '../results/result-work.ts';
import type { AgreementRow } from '../versions/sql-agreement-store.ts';
import { tables } from '../tables.ts';

const most = 50;

/** What waits for somebody in agreements: drafts to propose and signatures to give, the oldest first, then missed months. */
export async function agreementWork(
  read: Read,
  actor: Actor,
  now: string,
): Promise<{ items: OtherWork[]; navigation: { agreements: number } }> {
  const rows = [...(await toPropose(read, actor)), ...(await toSign(read, actor))].toSorted((a, b) =>
    a.changed_at < b.changed_at ? -1 : 1,
  );
  const missed = await resultWork(read, actor, { now, most });
  const items = [...rows.slice(0, most).map(toItem), ...missed].slice(0, most);
  return { items, navigation: { agreements: rows.length + missed.length } };
}

const mayPropose = (actor: Actor) => holds(actor, 'sla-coordinator') || holds(actor, 'shifter');

function ofMyGroups(actor: Actor) {
  const groups = scopesOf(actor, 'shifter').flatMap((scope) => (scope.startsWith('group:') ? [scope.slice(6)] : []));
  const everywhere = holds(actor, 'sla-coordinator') || scopesOf(actor, 'shifter').includes('*');
  return { groups, everywhere };
}

// An OLA of an order is proposed with its SLA and signed with it by the desk: only the SLA is work of its own there.
async function toPropose(read: Read, actor: Actor): Promise<AgreementRow[]> {
  if (!mayPropose(actor)) return [];
  const { groups, everywhere } = ofMyGroups(actor);
  let query = tables(read)
    .selectFrom('agreements.agreements')
    .selectAll()
    .where('parent_id', 'is', null)
    .where('open_version', 'is not', null)
    .where((is) => is.or([is('waiting_for', '=', 'nobody'), is('waiting_for', 'in', ['desk', 'both'])]));
  if (!everywhere) query = query.where('group_id', 'in', groups);
  return query.orderBy('changed_at').limit(most).execute();
}

async function toSign(read: Read, actor: Actor): Promise<AgreementRow[]> {
  if (actor.id === null) return [];
  const sites = providedSites(actor).filter((site) => site !== '*');
  return tables(read)
    .selectFrom('agreements.agreements')
    .selectAll()
    .where('waiting_for', 'in', ['party', 'both'])
    .where((is) =>
      is.or([
        is.and([is('kind', '=', 'SLA'), is('customer_id', '=', actor.id)]),
        is.and([is('kind', '!=', 'SLA'), is('contact_id', '=', actor.id)]),
        sites.length === 0 ? sql<boolean>`false` : is.and([is('kind', '!=', 'SLA'), is('site', 'in', sites)]),
      ]),
    )
    .orderBy('changed_at')
    .limit(most)
    .execute();
}

function toItem(row: AgreementRow): OtherWork {
  const isDraft = row.waiting_for === 'nobody';
  return {
    id: `agreement:${row.name}:${isDraft ? 'propose' : 'sign'}`,
    lane: 'today',
    clock: null,
    record: row.order_number === null ? row.name : `Order ${row.order_number}`,
    subject: `${row.name}, version ${row.open_version ?? row.shown_version}`,
    text: isDraft
      ? `A draft for ${row.party_name}, ${row.service_name}`
      : `Waits for a signature: ${[row.service_name, row.project_name].filter((word) => word !== '').join(', ')}`,
    path: `/agreements/${row.name}/versions/${row.open_version ?? row.shown_version}`,
    button: isDraft ? 'Review and propose' : 'Read and sign',
    since: row.changed_at,
    why: isDraft
      ? row.order_id === null
        ? 'Agreements without an order are made by SLA coordinators'
        : `Agreements of the group ${row.group_id} are yours to prepare`
      : 'Without your signature the agreement does not hold',
    topic: 'fixed',
  };
}
