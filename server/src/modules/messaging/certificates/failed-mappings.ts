import type { Read } from '#kernel/database';
import { nextId } from '#kernel/ids';
import type { MessagingContext } from '../messaging-context.ts';
import { tables } from '../tables.ts';

/** A certificate that found no user, and why; repeated tries are counted. */
export interface FailedMapping {
  /** As a binding would have to hold it. */
  readonly subject: string;
  readonly host: string;
  readonly reason: string;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly times: number;
}

// Anybody can make certificates fail: the list stays short, whatever they do.
const mostKept = 500;
const longest = 500;

/** Certificates that lately found no user, the latest first. */
export const listFailedMappings = (read: Read): Promise<FailedMapping[]> =>
  tables(read)
    .selectFrom('messaging.failed_mappings')
    .select(['subject', 'host', 'reason', 'first_at as firstAt', 'last_at as lastAt', 'times'])
    .orderBy('last_at', 'desc')
    .orderBy('id', 'desc')
    .execute();

/** Keeps that a certificate found no user. */
export const keepFailedMapping =
  ({ database, clock }: MessagingContext) =>
  (failure: { readonly subject: string; readonly host: string; readonly reason: string }): Promise<void> =>
    database.transact(async (tx) => {
      const now = clock.now();
      const mine = tables(tx);
      const [subject, host, reason] = [failure.subject, failure.host, failure.reason].map((each) =>
        each.slice(0, longest),
      ) as [string, string, string];
      await mine
        .insertInto('messaging.failed_mappings')
        .values({ id: nextId(), subject, host, reason, first_at: now, last_at: now })
        .onConflict((conflict) =>
          conflict
            .columns(['subject', 'host', 'reason'])
            .doUpdateSet((row) => ({ last_at: now, times: row('messaging.failed_mappings.times', '+', 1) })),
        )
        .execute();
      await mine
        .deleteFrom('messaging.failed_mappings')
        .where(
          'id',
          'in',
          mine
            .selectFrom('messaging.failed_mappings')
            .select('id')
            .orderBy('last_at', 'desc')
            .orderBy('id', 'desc')
            .offset(mostKept),
        )
        .execute();
    });
