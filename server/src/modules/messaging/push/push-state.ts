import type { Read } from '#kernel/database';
import { tables } from '../tables.ts';
import { isActive, type PushConfig } from './push-config.ts';

/** How the push of a subscription goes. */
export interface PushState {
  readonly subscriptionId: string;
  /** Messages are pushed: the endpoint is verified, and the topic is there. */
  readonly isActive: boolean;
  readonly lastAttemptAt: string | null;
  readonly lastDeliveryAt: string | null;
  /** Status and beginning of the answer to the last attempt; null where there was none, or nothing in it. */
  readonly lastStatus: number | null;
  readonly lastAnswer: string | null;
  /** Why the last attempt failed; null where it did not. */
  readonly lastError: string | null;
  readonly consecutiveFailures: number;
  /** Not before this, and once there is a message; null while it is not active. */
  readonly nextAttemptAt: string | null;
  /** The message that cannot be pushed, and how often that was tried. */
  readonly stuck: { readonly messageId: number; readonly attempts: number } | null;
}

/** States of the push subscriptions of a project, in the order in which they were made. */
export async function pushStates(read: Read, projectId: string): Promise<PushState[]> {
  const rows = await stateRows(read).where('s.project_id', '=', projectId).orderBy('s.number').execute();
  return rows.map(toState);
}

/** State of the push of a subscription; null where it is in pull mode. */
export async function pushStateOf(read: Read, subscriptionId: string): Promise<PushState | null> {
  const row = await stateRows(read).where('s.id', '=', subscriptionId).executeTakeFirst();
  return row ? toState(row) : null;
}

const stateRows = (read: Read) =>
  tables(read)
    .selectFrom('messaging.pushes as p')
    .innerJoin('messaging.subscriptions as s', 's.id', 'p.subscription_id')
    .innerJoin('messaging.topics as t', 't.id', 's.topic_id')
    .select(['p.subscription_id', 'p.config', 'p.tried_at', 'p.delivered_at', 'p.status', 'p.answer', 'p.failure'])
    .select(['p.failures', 'p.next_at', 'p.stuck_from', 'p.stuck_attempts', 't.deleted_at']);

function toState(
  row: Awaited<ReturnType<ReturnType<typeof stateRows>['executeTakeFirstOrThrow']>> & { config: PushConfig },
): PushState {
  const isPushing = isActive(row.config) && row.deleted_at === null;
  return {
    subscriptionId: row.subscription_id,
    isActive: isPushing,
    lastAttemptAt: row.tried_at,
    lastDeliveryAt: row.delivered_at,
    lastStatus: row.status,
    lastAnswer: row.answer,
    lastError: row.failure,
    consecutiveFailures: row.failures,
    nextAttemptAt: isPushing ? row.next_at : null,
    stuck: row.stuck_from === null ? null : { messageId: row.stuck_from, attempts: row.stuck_attempts },
  };
}
