import { sql, type RawBuilder } from 'kysely';

/** A list for a column of type text[]; drivers disagree about lists bound as one parameter. */
export function textArray(values: readonly string[]): RawBuilder<string[]> {
  return values.length === 0 ? sql<string[]>`'{}'::text[]` : sql<string[]>`array[${sql.join(values)}]::text[]`;
}
