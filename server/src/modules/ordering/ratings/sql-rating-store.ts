import { sql } from 'kysely';
import { DAY, later } from '#kernel/clock';
import type { Read, Tx } from '#kernel/database';
import { newSecret, nextId, sha256 } from '#kernel/ids';
import type { Rating, RatingSubject } from './rating.ts';
import { cameSo } from '../orders/came-so.ts';
import { tables } from '../tables.ts';

/** Days for which a rating link of a mail can be used. */
const linkDays = 60;

export interface RatingRecord extends Rating {
  /** When it was given first; a change keeps it. */
  readonly at: string;
}

/** What was answered about the order, or later about its service in use. */
export async function ratingOf(
  read: Read,
  orderId: string,
  subject: RatingSubject = 'order',
): Promise<RatingRecord | undefined> {
  if (subject === 'service') {
    const later = await tables(read)
      .selectFrom('ordering.service_ratings')
      .select(['service', 'text', 'publish', 'at'])
      .where('order_id', '=', orderId)
      .executeTakeFirst();
    return later && { ...later, ordering: null };
  }
  return tables(read)
    .selectFrom('ordering.ratings')
    .select(['service', 'ordering', 'text', 'publish', 'at'])
    .where('order_id', '=', orderId)
    .executeTakeFirst();
}

export async function upsertRating(tx: Tx, orderId: string, rating: Rating, now: string): Promise<void> {
  const { service, ordering, text, publish = false } = rating;
  if (ordering === null) {
    await tables(tx)
      .insertInto('ordering.service_ratings')
      .values({ order_id: orderId, service, text, publish, at: now })
      .onConflict((conflict) => conflict.column('order_id').doUpdateSet({ service, text, publish }))
      .execute();
    return;
  }
  await tables(tx)
    .insertInto('ordering.ratings')
    .values({ order_id: orderId, service, ordering, text, publish, at: now })
    .onConflict((conflict) => conflict.column('order_id').doUpdateSet({ service, ordering, text, publish }))
    .execute();
}

/** When the order became ready last; null when it never did. */
export async function readyAt(read: Read, orderId: string): Promise<string | null> {
  const row = await tables(read)
    .selectFrom('ordering.status_entries')
    .select('at')
    .where('order_id', '=', orderId)
    .where('to_state', '=', 'ready')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** Makes a link by which the order can be rated without an account, and answers its secret, which is kept nowhere. */
export async function createRatingLink(
  tx: Tx,
  orderId: string,
  now: string,
  asks: RatingSubject = 'order',
): Promise<string> {
  const secret = newSecret();
  await tables(tx)
    .insertInto('ordering.rating_links')
    .values({
      id: nextId(),
      order_id: orderId,
      token_hash: sha256(secret),
      asks,
      created_at: now,
      expires_at: later(now, linkDays * DAY),
    })
    .execute();
  return secret;
}

export interface RatingLink {
  readonly id: string;
  readonly orderId: string;
  readonly asks: RatingSubject;
  readonly expiresAt: string;
}

export async function ratingLink(read: Read, secret: string): Promise<RatingLink | undefined> {
  const row = await tables(read)
    .selectFrom('ordering.rating_links')
    .select(['id', 'order_id', 'asks', 'expires_at'])
    .where('token_hash', '=', sha256(secret))
    .executeTakeFirst();
  return row && { id: row.id, orderId: row.order_id, asks: row.asks, expiresAt: row.expires_at };
}

/** Opens the task of the coordinator; one that is open stays as it is, one that was settled begins anew. */
export async function openLowRating(tx: Tx, orderId: string, now: string): Promise<void> {
  await sql`
    insert into ordering.low_ratings as low (order_id, opened_at) values (${orderId}, ${now})
    on conflict (order_id) do update set opened_at = excluded.opened_at, settled_at = null, settled_by = null, note = ''
    where low.settled_at is not null`.execute(tx);
}

/** Orders of the desk that have been ready since some time in this span, whose subject was not rated and nobody asked about. */
export async function unratedSince(
  read: Read,
  { from, to }: { from: string; to: string },
  subject: RatingSubject,
): Promise<{ id: string; readySince: string }[]> {
  const rated = sql.table(subject === 'order' ? 'ordering.ratings' : 'ordering.service_ratings');
  const rows = await tables(read)
    .selectFrom('ordering.orders as o')
    .select(['o.id', 'o.state_since'])
    .where('o.state', '=', 'ready')
    .where('o.kind', '=', 'order')
    .where('o.spam', '=', 'no')
    .where('o.state_since', '>=', from)
    .where('o.state_since', '<', to)
    .where(cameSo(sql.ref('o.id'), sql.ref('o.state_since')), '=', false)
    .where(sql<boolean>`not exists (select 1 from ${rated} rated where rated.order_id = o.id)`)
    .where(
      sql<boolean>`not exists (select 1 from ordering.rating_links link where link.order_id = o.id and link.asks = ${subject})`,
    )
    .orderBy('o.state_since')
    .execute();
  return rows.map((row) => ({ id: row.id, readySince: row.state_since }));
}

/** Says whether somebody was asked already about this subject of the order. */
export async function hasRatingLink(read: Read, orderId: string, subject: RatingSubject): Promise<boolean> {
  const row = await tables(read)
    .selectFrom('ordering.rating_links')
    .select('id')
    .where('order_id', '=', orderId)
    .where('asks', '=', subject)
    .executeTakeFirst();
  return row !== undefined;
}
