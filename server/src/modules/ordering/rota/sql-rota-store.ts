import type { Selectable } from 'kysely';
import type { Read, Tx } from '#kernel/database';
import { tables, type RotaWeeksTable } from '../tables.ts';
import type { RotaWeekRecord } from './rota.ts';

const toWeek = (row: Selectable<RotaWeeksTable>): RotaWeekRecord => ({
  startsOn: row.starts_on,
  personId: row.person_id,
  substitute:
    row.substitute_id === null || row.substitute_from === null || row.substitute_to === null
      ? null
      : { personId: row.substitute_id, from: row.substitute_from, to: row.substitute_to },
});

/** The weeks of a group that begin from one Monday to another, both included. */
export async function rotaWeeks(
  read: Read | Tx,
  groupId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<RotaWeekRecord[]> {
  const rows = await tables(read)
    .selectFrom('ordering.rota_weeks')
    .selectAll()
    .where('group_id', '=', groupId)
    .where('starts_on', '>=', from)
    .where('starts_on', '<=', to)
    .orderBy('starts_on')
    .execute();
  return rows.map(toWeek);
}

/** Writes a week of a group; one in which nobody is named is forgotten. */
export async function keepRotaWeek(tx: Tx, groupId: string, week: RotaWeekRecord, now: string): Promise<void> {
  const key = { group_id: groupId, starts_on: week.startsOn };
  if (week.personId === null && week.substitute === null) {
    await tables(tx)
      .deleteFrom('ordering.rota_weeks')
      .where('group_id', '=', groupId)
      .where('starts_on', '=', week.startsOn)
      .execute();
    return;
  }
  const values = {
    person_id: week.personId,
    substitute_id: week.substitute?.personId ?? null,
    substitute_from: week.substitute?.from ?? null,
    substitute_to: week.substitute?.to ?? null,
    changed_at: now,
  };
  await tables(tx)
    .insertInto('ordering.rota_weeks')
    .values({ ...key, ...values })
    .onConflict((conflict) => conflict.columns(['group_id', 'starts_on']).doUpdateSet(values))
    .execute();
}
