import type { Instant } from '#kernel/clock';
import type { Read } from '#kernel/database';
import { tables, type AlertKind } from '../tables.ts';

/** A limit that a subscription or a topic went over. */
export interface Alert {
  readonly id: string;
  readonly kind: AlertKind;
  readonly project: string;
  /** Name of the topic that is silent, or of that of the subscription which lags. */
  readonly topic: string;
  /** Name of the subscription that lags; null where a topic is silent. */
  readonly subscription: string | null;
  /** The limit, in messages or minutes. */
  readonly most: number;
  /** What it was when it was last looked at while open. */
  readonly value: number;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
}

const alerts = (read: Read) =>
  tables(read)
    .selectFrom('messaging.alerts as a')
    .innerJoin('messaging.projects as p', 'p.id', 'a.project_id')
    .leftJoin('messaging.subscriptions as s', 's.id', 'a.subscription_id')
    .innerJoin('messaging.topics as t', (join) =>
      join.on((on) => on('t.id', '=', on.fn.coalesce('a.topic_id', 's.topic_id'))),
    )
    .select(['a.id', 'a.kind', 'p.name as project', 't.name as topic', 's.name as subscription'])
    .select(['a.most', 'a.value', 'a.opened_at as openedAt', 'a.closed_at as closedAt']);

/** Open alerts, newest first; those of one project where it is given. */
export function openAlerts(read: Read, projectId: string | null): Promise<Alert[]> {
  let query = alerts(read).where('a.closed_at', 'is', null);
  if (projectId !== null) query = query.where('a.project_id', '=', projectId);
  return query.orderBy('a.id', 'desc').execute();
}

/** An alert, open or closed; undefined once what it is about was deleted. */
export const alertById = (read: Read, id: string): Promise<Alert | undefined> =>
  alerts(read).where('a.id', '=', id).executeTakeFirst();
