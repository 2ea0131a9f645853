import type { Actor } from '#kernel/access';
import type { Instant } from '#kernel/clock';
import type { Read, Tx } from '#kernel/database';
import { tables } from '../tables.ts';
import type { AgreementRow } from './sql-agreement-store.ts';

/** The OLAs and UAs that somebody linked to an SLA. */
export async function linkedUnder(read: Read, slaId: string): Promise<AgreementRow[]> {
  return tables(read)
    .selectFrom('agreements.agreements as a')
    .innerJoin('agreements.supports as s', 's.under_id', 'a.id')
    .selectAll('a')
    .where('s.sla_id', '=', slaId)
    .orderBy('a.name')
    .execute();
}

/** The SLAs to which somebody linked an OLA or a UA. */
export async function supportedBy(read: Read, underId: string): Promise<AgreementRow[]> {
  return tables(read)
    .selectFrom('agreements.agreements as a')
    .innerJoin('agreements.supports as s', 's.sla_id', 'a.id')
    .selectAll('a')
    .where('s.under_id', '=', underId)
    .orderBy('a.name')
    .execute();
}

/** Answers false where the link stands already. */
export async function insertSupport(
  tx: Tx,
  { sla, under, actor, now }: { sla: AgreementRow; under: AgreementRow; actor: Actor; now: Instant },
): Promise<boolean> {
  const added = await tables(tx)
    .insertInto('agreements.supports')
    .values({ sla_id: sla.id, under_id: under.id, linked_at: now, linked_by_id: actor.id, linked_by: actor.name })
    .onConflict((conflict) => conflict.doNothing())
    .returning('sla_id')
    .executeTakeFirst();
  return added !== undefined;
}

/** Answers false where there is no such link. */
export async function removeSupport(tx: Tx, slaId: string, underId: string): Promise<boolean> {
  const gone = await tables(tx)
    .deleteFrom('agreements.supports')
    .where('sla_id', '=', slaId)
    .where('under_id', '=', underId)
    .returning('sla_id')
    .executeTakeFirst();
  return gone !== undefined;
}
