import { sql } from 'kysely';
import type { Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import type { Publish } from '#kernel/outbox';
import type { MessagingContext } from '../messaging-context.ts';
import { tables, type AlertKind } from '../tables.ts';
import { lags, minutesBetween } from './lag.ts';

/** One figure that is watched. */
interface Reading {
  readonly kind: AlertKind;
  readonly projectId: string;
  readonly target: { readonly topicId: string } | { readonly subscriptionId: string };
  readonly value: number;
  /** Null where it is not watched. */
  readonly most: number | null;
}

/** An alert closes only well below its limit, so that a figure which swings about it tells once. */
const closesAt = (most: number) => most * 0.8;

/**
 * Opens an alert for each figure that went over its limit, and closes those that are well below it again or not watched
 * any more. Each crossing is told once, by `messaging.alert_opened` and `messaging.alert_closed`.
 */
export const watchMessaging = (context: MessagingContext, publish: Publish) => async (): Promise<void> => {
  const readings = [...(await lagReadings(context)), ...(await silenceReadings(context))];
  await context.database.transact(async (tx) => {
    // Two that look at once would open the same alert.
    await sql`select pg_advisory_xact_lock(hashtext('messaging.watch'))`.execute(tx);
    const open = await openByTarget(tx);
    for (const reading of readings) {
      const key = keyOf(reading);
      const id = open.get(key);
      open.delete(key);
      if (id === undefined) await openAlert(context, publish, tx, reading);
      else await keepAlert(context, publish, tx, id, reading);
    }
    // Of what cannot be looked at any more, as its topic was deleted.
    for (const id of open.values()) await closeAlert(context, publish, tx, id);
  });
};

async function lagReadings(context: MessagingContext): Promise<Reading[]> {
  const now = context.clock.now();
  return (await lags(context)(null)).flatMap(
    ({ projectId, subscriptionId, messagesBehind, oldestAt, limits }): Reading[] => {
      const of = { projectId, target: { subscriptionId } };
      return [
        { ...of, kind: 'messages-behind', value: messagesBehind, most: limits.messagesBehind },
        {
          ...of,
          kind: 'oldest-message',
          value: oldestAt === null ? 0 : minutesBetween(oldestAt, now),
          most: limits.oldestMinutes,
        },
      ];
    },
  );
}

/** Topics are silent from the last publish on, or from when they were made. */
async function silenceReadings({ database, clock, counters }: MessagingContext): Promise<Reading[]> {
  await counters.flush();
  const rows = await tables(database.read())
    .selectFrom('messaging.topic_limits as l')
    .innerJoin('messaging.topics as t', 't.id', 'l.topic_id')
    .leftJoin('messaging.topic_counters as c', 'c.topic_id', 't.id')
    .select(['t.id', 't.project_id', 't.created_at', 'c.last_at', 'l.silent_minutes'])
    .where('t.deleted_at', 'is', null)
    .execute();
  return rows.map((row) => ({
    kind: 'silence',
    projectId: row.project_id,
    target: { topicId: row.id },
    value: minutesBetween(row.last_at ?? row.created_at, clock.now()),
    most: row.silent_minutes,
  }));
}

const keyOf = ({ kind, target }: Pick<Reading, 'kind' | 'target'>) =>
  `${kind} ${'topicId' in target ? target.topicId : target.subscriptionId}`;

async function openByTarget(tx: Tx): Promise<Map<string, string>> {
  const rows = await tables(tx)
    .selectFrom('messaging.alerts')
    .select(['id', 'kind', 'topic_id', 'subscription_id'])
    .where('closed_at', 'is', null)
    .execute();
  return new Map(rows.map(({ id, kind, ...of }) => [`${kind} ${of.topic_id ?? of.subscription_id}`, id]));
}

async function openAlert({ clock }: MessagingContext, publish: Publish, tx: Tx, reading: Reading): Promise<void> {
  const { kind, projectId, target, value, most } = reading;
  if (most === null || value < most) return;
  const made = await tables(tx)
    .insertInto('messaging.alerts')
    .columns(['id', 'kind', 'project_id', 'topic_id', 'subscription_id', 'most', 'value', 'opened_at'])
    // What was deleted since it was looked at has no alert.
    .expression(
      'topicId' in target
        ? sql`select ${nextId()}, ${kind}, ${projectId}, t.id, null, ${most}::bigint, ${value}::bigint,
            ${clock.now()}::timestamptz from messaging.topics t where t.id = ${target.topicId}`
        : sql`select ${nextId()}, ${kind}, ${projectId}, null, s.id, ${most}::bigint, ${value}::bigint,
            ${clock.now()}::timestamptz from messaging.subscriptions s where s.id = ${target.subscriptionId}`,
    )
    .returning('id')
    .executeTakeFirst();
  if (made) await tell(publish, tx, 'messaging.alert_opened', made.id);
}

async function keepAlert(context: MessagingContext, publish: Publish, tx: Tx, id: string, { value, most }: Reading) {
  if (most === null || value <= closesAt(most)) return closeAlert(context, publish, tx, id);
  await tables(tx).updateTable('messaging.alerts').set({ value, most }).where('id', '=', id).execute();
}

async function closeAlert({ clock }: MessagingContext, publish: Publish, tx: Tx, id: string): Promise<void> {
  await tables(tx).updateTable('messaging.alerts').set({ closed_at: clock.now() }).where('id', '=', id).execute();
  await tell(publish, tx, 'messaging.alert_closed', id);
}

const tell = (publish: Publish, tx: Tx, type: string, alertId: string) =>
  publish(tx, {
    type,
    aggregate: `messaging-alert:${alertId}`,
    payload: { alertId },
    audience: ['role:administrator'],
  });
