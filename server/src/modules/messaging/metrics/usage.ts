import { sql } from 'kysely';
import type { Day } from '#kernel/clock';
import type { MessagingContext } from '../messaging-context.ts';

export interface ProjectUsage {
  readonly project: string;
  readonly messages: number;
  /** A day, rounded up to two decimals. */
  readonly average: number;
  /** Topics, subscriptions and members that were made within the window. */
  readonly topics: number;
  readonly subscriptions: number;
  readonly users: number;
}

export interface UsageWindow {
  readonly start: Day;
  readonly end: Day;
}

/**
 * What projects published in a window of UTC days, both ends included; a project without messages in it is not named.
 * `projectIds` null stands for all. Rules: messaging-ams.md 4.7.
 */
export const usageOf =
  ({ database, counters }: MessagingContext) =>
  async ({ start, end }: UsageWindow, projectIds: readonly string[] | null): Promise<ProjectUsage[]> => {
    await counters.flush();
    const days = Temporal.PlainDate.from(start).until(end, { largestUnit: 'days' }).days + 1;
    const within = (instant: string) =>
      sql`${sql.ref(instant)} >= ${`${start}T00:00:00Z`}::timestamptz
        and ${sql.ref(instant)} < ${`${end}T00:00:00Z`}::timestamptz + interval '24 hours'`;
    const { rows } = await sql<Omit<ProjectUsage, 'average'>>`
      select p.name as project, d.messages,
        (select count(*) from messaging.topics t
          where t.project_id = p.id and t.deleted_at is null and ${within('t.created_at')}) as topics,
        (select count(*) from messaging.subscriptions s
          where s.project_id = p.id and ${within('s.created_at')}) as subscriptions,
        (select count(*) from messaging.members m join messaging.users u on u.id = m.user_id
          where m.project_id = p.id and ${within('u.created_at')}) as users
      from messaging.projects p join (
        select project_id, sum(messages)::bigint as messages from messaging.daily_messages
        where day between ${start}::date and ${end}::date group by project_id) d on d.project_id = p.id
      where ${projectIds === null ? sql`true` : sql`p.id = any(${projectIds}::text[])`}
      order by p.name`.execute(database.read());
    return rows.map((row) => ({ ...row, average: averageOf(row.messages, days) }));
  };

/** Messages a day, rounded up to two decimals. */
export const averageOf = (messages: number, days: number): number => Math.ceil((messages * 100) / days) / 100;
