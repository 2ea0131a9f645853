import { z } from 'zod';
import type { DeliveryView } from '#contracts/kernel/deliveries';
import type { Read } from '#kernel/database';
import { cursorNumber, decodeCursor, encodeCursor } from '#kernel/http';
import type { Deliveries, DeliveryRecord } from './deliveries.ts';

function toDeliveryView(record: DeliveryRecord): DeliveryView {
  return {
    id: record.id,
    about: record.about,
    state: record.state,
    attempts: record.attempts,
    status: record.status,
    failure: record.failure,
    answer: record.answer,
    milliseconds: record.milliseconds,
    createdAt: record.created_at,
    triedAt: record.tried_at,
    nextAt: record.state === 'waiting' ? record.next_at : null,
    body: record.body,
  };
}

/** One page of the log of calls to a receiver, newest first, for whichever module owns the channel. */
export async function deliveryPage(
  deliveries: Deliveries,
  read: Read,
  of: { channel: string; subscriber: string },
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ items: DeliveryView[]; next: string | null; total: null }> {
  const before = after === undefined ? undefined : decodeCursor(after, z.tuple([cursorNumber]))[0];
  const rows = await deliveries.list(read, { ...of, before, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toDeliveryView),
    next: rows.length > limit && last ? encodeCursor([last.number]) : null,
    total: null,
  };
}
