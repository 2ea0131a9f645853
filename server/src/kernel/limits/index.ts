import { sql } from 'kysely';
import type { Clock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { AppError } from '#kernel/errors';

export interface Limit {
  /** What is counted: `approval-link`. */
  readonly name: string;
  readonly most: number;
  readonly windowSeconds: number;
}

export type Limiter = (limit: Limit, who: string) => Promise<void>;

/** Counts in the database, so that all processes share one count; throws `limit` with the seconds to wait. */
export const rateLimiter =
  (database: Database, clock: Clock): Limiter =>
  async ({ name, most, windowSeconds }, who) => {
    const { now, windowStart } = windowOf(clock, windowSeconds);
    const { rows } = await sql<{ count: number }>`
      insert into kernel.rate_limits (key, window_start, count) values (${`${name}:${who}`}, ${windowStart}, 1)
      on conflict (key) do update set
        count = case when kernel.rate_limits.window_start = excluded.window_start then kernel.rate_limits.count + 1 else 1 end,
        window_start = excluded.window_start
      returning count`.execute(database.read());
    if ((rows[0]?.count ?? 0) > most) throw tooMany(windowStart, windowSeconds, now);
  };

/** Refuses with the seconds to wait where as much was counted in this window as is allowed; counts nothing itself. */
export const limitCheck =
  (database: Database, clock: Clock): Limiter =>
  async ({ name, most, windowSeconds }, who) => {
    const { now, windowStart } = windowOf(clock, windowSeconds);
    const { rows } = await sql<{ count: number }>`
      select count from kernel.rate_limits where key = ${`${name}:${who}`} and window_start = ${windowStart}`.execute(
      database.read(),
    );
    if ((rows[0]?.count ?? 0) >= most) throw tooMany(windowStart, windowSeconds, now);
  };

function windowOf(clock: Clock, windowSeconds: number) {
  const now = Date.parse(clock.now());
  return { now, windowStart: new Date(now - (now % (windowSeconds * 1000))).toISOString() };
}

function tooMany(windowStart: string, windowSeconds: number, now: number): AppError {
  const retryAfterSeconds = Math.ceil((Date.parse(windowStart) + windowSeconds * 1000 - now) / 1000);
  return new AppError('limit', 'too_many_requests', `Too many requests. Try again in ${retryAfterSeconds} s`, {
    retryAfterSeconds,
  });
}
