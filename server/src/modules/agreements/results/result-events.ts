import { z } from 'zod';
import { scopeTag } from '#kernel/access';
import type { Tx } from '#kernel/database';
import type { Dependencies } from '../dependencies.ts';
import type { AgreementRow } from '../versions/sql-agreement-store.ts';

export const SiteEvent = z.object({ site: z.string() });
export const ViolationEvent = z.object({ violationId: z.string() });
export const EscalationEvent = z.object({ escalationId: z.string() });

const desk = ['role:shifter', 'role:sla-coordinator', 'role:administrator'];

/** Tells that the figures of a site, or the months that count there, are others now. */
export async function tellSite(tx: Tx, { kernel }: Dependencies, site: string): Promise<void> {
  await kernel.publish(tx, {
    type: 'agreements.results_changed',
    aggregate: `site:${site}`,
    payload: { site },
    audience: [...desk, ...['*', `site:${site}`].map((scope) => scopeTag('provider', scope))],
  });
}

/** Tells the desk and the provider what happened to a month of an agreement. */
export async function tellMonth(
  tx: Tx,
  { kernel }: Dependencies,
  {
    type,
    agreement,
    site,
    ids,
  }: {
    type: 'agreements.violated' | 'agreements.justified' | 'agreements.violation_settled' | 'agreements.escalated';
    agreement: Pick<AgreementRow, 'name'>;
    site: string;
    ids: { violationId: string } | { escalationId: string };
  },
): Promise<void> {
  await kernel.publish(tx, {
    type,
    aggregate: `agreement:${agreement.name}`,
    payload: { name: agreement.name, ...ids },
    audience: [...desk, ...['*', `site:${site}`].map((scope) => scopeTag('provider', scope))],
  });
}
