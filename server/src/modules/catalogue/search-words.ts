import { sql, type RawBuilder } from 'kysely';
import type { Read } from '#kernel/database';

/** How services are matched against what somebody typed. The builders read the table under the name `s`. */
export interface Match {
  readonly condition: RawBuilder<boolean>;
  /** Smaller fits better; an integer, so that it survives a cursor. */
  readonly distance: RawBuilder<number>;
  readonly matched: 'all' | 'some';
}

const mostWords = 12;
const everything: Match = { condition: sql`true`, distance: sql`0::int`, matched: 'all' };

// Weights of offers, description, tagline and name. A word in the name outweighs any number of them further down.
const weights = sql`'{0.05, 0.15, 0.4, 1}'::float4[]`;

/**
 * Services that have all the words, each also as the beginning of a longer one. Where there is none, those with some of
 * the words, or with a name spelled nearly so.
 */
export async function matchOf(read: Read, q: string | undefined): Promise<Match> {
  const words = wordsOf(q ?? '');
  if (words.length === 0) return q === undefined || q === '' ? everything : { ...everything, condition: sql`false` };
  const prefixes = words.map((word) => sql`to_tsquery('english', quote_literal(unaccent(${word}::text)) || ':*')`);
  const every = sql`(${sql.join(prefixes, sql` && `)})`;
  const any = sql`(${sql.join(prefixes, sql` || `)})`;
  const rank = sql`ts_rank(${weights}, s.search, ${any})`;
  const all = sql<boolean>`s.search @@ ${every}`;
  const { rows } = await sql`
    select 1 from catalogue.services s where s.status = 'published' and ${all} limit 1`.execute(read);
  if (rows.length > 0) return { condition: all, distance: sql`(-1000000 * ${rank})::int`, matched: 'all' };
  const likeness = sql`word_similarity(unaccent(${words.join(' ')}::text), s.search_name)`;
  return {
    condition: sql`(s.search @@ ${any} or ${likeness} >= 0.45)`,
    distance: sql`(-1000000 * greatest(${rank}, 0.5 * ${likeness}))::int`,
    matched: 'some',
  };
}

function wordsOf(q: string): string[] {
  return [...new Set(q.toLowerCase().match(/[\p{L}\p{M}\p{Nd}]+/gu))].slice(0, mostWords);
}
