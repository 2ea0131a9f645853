import { z } from 'zod';
import type { AgreementAction } from '#contracts/agreements/lifecycle';
import { scopeTag } from '#kernel/access';
import type { AgreementRow, VersionRow } from './versions/sql-agreement-store.ts';

/** What every event of this module carries. */
export const AgreementEvent = z.object({ name: z.string(), version: z.number().int(), versionId: z.string() });

/** What the events of ordering carry, as far as agreements need it. */
export const OrderEvent = z.object({ orderId: z.string() });

/** The event that tells of each action. */
export const eventOf: Record<AgreementAction, string> = {
  edit: 'agreements.edited',
  propose: 'agreements.proposed',
  sign: 'agreements.signed',
  conclude: 'agreements.agreed',
  send_again: 'agreements.link_requested',
  revise: 'agreements.taken_back',
  withdraw: 'agreements.withdrawn',
  start: 'agreements.started',
  review: 'agreements.review_started',
  keep: 'agreements.kept',
  renew: 'agreements.renewal_asked',
  terminate: 'agreements.terminated',
  supersede: 'agreements.superseded',
  expire: 'agreements.expired',
};

const desk = ['role:shifter', 'role:sla-coordinator', 'role:administrator'];

/** Whose screens refresh when something happens to a version: the desk's, and of those on the other side who see it. */
export function audienceFor(
  {
    kind,
    site,
    reader_ids: readers,
    contact_id: contact,
  }: Pick<AgreementRow, 'kind' | 'site' | 'reader_ids' | 'contact_id'>,
  { version, type }: { version: Pick<VersionRow, 'state' | 'proposed_at'>; type: string },
): readonly string[] {
  // Taking a version back takes it out of sight of those who saw it.
  const isSeen = version.proposed_at !== null && (version.state !== 'draft' || type === eventOf.revise);
  if (!isSeen) return desk;
  if (kind === 'SLA') return [...desk, ...readers.map((id) => `person:${id}`)];
  return [
    ...desk,
    ...(contact === null ? [] : [`person:${contact}`]),
    ...(site === null ? [] : ['*', `site:${site}`].map((scope) => scopeTag('provider', scope))),
  ];
}
