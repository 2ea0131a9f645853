import type { ProcedureStep } from '#contracts/catalogue/procedure';
import type { Instant } from '#kernel/clock';
import { json, type Read, type Tx } from '#kernel/database';
import { tables } from '../tables.ts';

export interface ProcedureRecord {
  readonly steps: readonly ProcedureStep[];
  readonly version: number;
  readonly changedAt: Instant;
}

/** The procedure of an offer; undefined where it has none. */
export async function findProcedure(read: Read, offerId: string): Promise<ProcedureRecord | undefined> {
  const row = await tables(read)
    .selectFrom('catalogue.procedures')
    .selectAll()
    .where('offer_id', '=', offerId)
    .executeTakeFirst();
  return row && { steps: row.steps, version: row.version, changedAt: row.changed_at };
}

/** The steps of an offer; empty where access is given by people alone. */
export async function procedureOf(read: Read, offerId: string): Promise<readonly ProcedureStep[]> {
  return (await findProcedure(read, offerId))?.steps ?? [];
}

/** Keys of the steps that have a secret. */
export async function secretsSet(read: Read, offerId: string): Promise<string[]> {
  const rows = await tables(read)
    .selectFrom('catalogue.procedure_secrets')
    .select('step')
    .where('offer_id', '=', offerId)
    .orderBy('step')
    .execute();
  return rows.map(({ step }) => step);
}

/** The secret of a step, for the call that needs it and nothing else. */
export async function secretOf(read: Read, offerId: string, step: string): Promise<string | undefined> {
  const row = await tables(read)
    .selectFrom('catalogue.procedure_secrets')
    .select('value')
    .where('offer_id', '=', offerId)
    .where('step', '=', step)
    .executeTakeFirst();
  return row?.value;
}

/** Writes the steps of an offer over what was there; the caller holds the lock of the service. */
export async function writeProcedure(
  tx: Tx,
  offerId: string,
  steps: readonly ProcedureStep[],
  now: Instant,
): Promise<void> {
  await tables(tx)
    .insertInto('catalogue.procedures')
    .values({ offer_id: offerId, steps: json([...steps]), changed_at: now })
    .onConflict((conflict) =>
      conflict.column('offer_id').doUpdateSet((is) => ({
        steps: json([...steps]),
        changed_at: now,
        version: is('catalogue.procedures.version', '+', 1),
      })),
    )
    .execute();
}

/** Keeps secrets by the key of their step, removes empty ones and those of steps that are gone. */
export async function writeSecrets(
  tx: Tx,
  offerId: string,
  { secrets, keys }: { secrets: Readonly<Record<string, string>>; keys: readonly string[] },
  now: Instant,
): Promise<void> {
  const db = tables(tx);
  const emptied = Object.keys(secrets).filter((key) => secrets[key] === '');
  const kept = keys.filter((key) => !emptied.includes(key));
  const gone = db.deleteFrom('catalogue.procedure_secrets').where('offer_id', '=', offerId);
  await (kept.length === 0 ? gone : gone.where('step', 'not in', kept)).execute();
  for (const step of kept) {
    const value = secrets[step];
    if (value === undefined) continue;
    await db
      .insertInto('catalogue.procedure_secrets')
      .values({ offer_id: offerId, step, value, changed_at: now })
      .onConflict((conflict) => conflict.columns(['offer_id', 'step']).doUpdateSet({ value, changed_at: now }))
      .execute();
  }
}
