import { sql } from 'kysely';
import { DAY, HOUR, later } from '#kernel/clock';
import type { Read } from '#kernel/database';
import type { MessagingContext } from '../messaging-context.ts';
import { tables } from '../tables.ts';

const keptDays = 7;

/** Writes down how far every subscription is behind, and drops what is older than a week. */
export const sampleLags =
  ({ database, clock }: MessagingContext) =>
  async (): Promise<void> => {
    const now = clock.now();
    await database.transact(async (tx) => {
      await sql`
        insert into messaging.lag_samples (subscription_id, at, lag)
        select s.id, ${now}::timestamptz, greatest(h.next_id - greatest(s.position, h.min_id), 0)
        from messaging.subscriptions s join messaging.log_heads h on h.topic_id = s.topic_id
        on conflict do nothing`.execute(tx);
      await tables(tx)
        .deleteFrom('messaging.lag_samples')
        .where('at', '<', later(now, -keptDays * DAY))
        .execute();
    });
  };

/** Hours of the last two days, up to and with the present one. */
function lastHours(now: string): string[] {
  const present = `${now.slice(0, 13)}:00:00.000Z`;
  return Array.from({ length: 48 }, (_, place) => later(present, (place - 47) * HOUR));
}

/** The most that a subscription was behind in each of the last hours; null where nobody looked. */
export async function lagsOf(
  read: Read,
  subscriptionId: string,
  now: string,
): Promise<{ at: string; most: number | null }[]> {
  const hours = lastHours(now);
  const { rows } = await sql<{ hour: string; most: number }>`
    select date_trunc('hour', at, 'UTC') as hour, max(lag) as most from messaging.lag_samples
    where subscription_id = ${subscriptionId} and at >= ${hours[0]}::timestamptz
    group by 1`.execute(read);
  const found = new Map(rows.map(({ hour, most }) => [hour, Number(most)]));
  return hours.map((at) => ({ at, most: found.get(at) ?? null }));
}

/** What was published to a topic in each of the last hours, as far as it is kept. */
export async function trafficOf(
  read: Read,
  topicId: string,
  now: string,
): Promise<{ at: string; messages: number; bytes: number }[]> {
  const hours = lastHours(now);
  const { rows } = await sql<{ hour: string; messages: number; bytes: number }>`
    select date_trunc('hour', published_at, 'UTC') as hour, sum(count) as messages, sum(bytes) as bytes
    from messaging.log_groups
    where topic_id = ${topicId} and published_at >= ${hours[0]}::timestamptz group by 1`.execute(read);
  const found = new Map(rows.map((row) => [row.hour, row]));
  return hours.map((at) => ({
    at,
    messages: Number(found.get(at)?.messages ?? 0),
    bytes: Number(found.get(at)?.bytes ?? 0),
  }));
}
