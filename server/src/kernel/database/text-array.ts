import { sql, type RawBuilder } from 'kysely';

/** A list for a column of type text[]; drivers disagree about lists bound as one parameter. */
export function textArray<T extends string>(values: readonly T[]): RawBuilder<T[]> {
  return values.length === 0 ? sql<T[]>`'{}'::text[]` : sql<T[]>`array[${sql.join(values)}]::text[]`;
}
