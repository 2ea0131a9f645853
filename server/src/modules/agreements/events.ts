import { z } from 'zod';
import type { AgreementRow } from './sql-agreement-store.ts';

/** What every event of this module carries. */
export const AgreementEvent = z.object({ name: z.string(), version: z.number().int(), versionId: z.string() });

/** What the events of ordering carry, as far as agreements need it. */
export const OrderEvent = z.object({ orderId: z.string() });

/** Whose screens refresh when something happens to an agreement. */
export function audienceFor({ kind, reader_ids }: Pick<AgreementRow, 'kind' | 'reader_ids'>): readonly string[] {
  const desk = ['role:shifter', 'role:sla-coordinator', 'role:administrator'];
  return kind === 'SLA' ? [...desk, ...reader_ids.map((id) => `person:${id}`)] : [...desk, 'role:provider'];
}
