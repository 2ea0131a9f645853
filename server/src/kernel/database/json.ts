import { sql, type RawBuilder } from 'kysely';

/**
 * A value for a jsonb column. Drivers disagree about arrays bound to jsonb, so every json parameter goes as text with a cast.
 */
export function json<T>(value: T): RawBuilder<T> {
  return sql<T>`${JSON.stringify(value)}::jsonb`;
}
