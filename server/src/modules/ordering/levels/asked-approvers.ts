import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import type { OrderingContext } from '../ordering-context.ts';
import { approverNames } from './answer-level.ts';
import { placeFor } from './approval-level.ts';
import { askedLevelsOf } from './sql-level-store.ts';

/** For whom an order waits while a level of approval is asked. */
export interface AskedApprovers {
  /** Who has not answered yet, by name; their deputies where they have some. */
  readonly who: string;
  readonly deputies: string;
  /** Whether the reader is asked, not only as a deputy. */
  readonly isReader: boolean;
}

/** Who is asked about these orders now, by the id of the order. */
export async function askedApprovers(
  { ports }: Pick<OrderingContext, 'ports'>,
  read: Read,
  actor: Actor,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, AskedApprovers>> {
  const asked = await askedLevelsOf(read, orderIds);
  if (asked.length === 0) return new Map();
  const open = asked.map((record) => ({
    record,
    approvers: record.level.approvers.filter((_, slot) => !record.answers.some((answer) => answer.slot === slot)),
  }));
  const nameOf = await approverNames({ ports }, read, asked);
  return new Map(
    open.map(({ record, approvers }) => [
      record.level.order_id,
      {
        who: approvers.map(({ kind, id }) => nameOf(kind, id)).join(record.level.needs === 'first' ? ' or ' : ', '),
        deputies: [...new Set(approvers.flatMap(({ deputies }) => deputies))]
          .map((id) => nameOf('person', id))
          .join(', '),
        isReader: placeFor(actor, record)?.asDeputy === false,
      },
    ]),
  );
}
