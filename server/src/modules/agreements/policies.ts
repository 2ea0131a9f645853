import { standingStates, type AgreementRole } from '#contracts/agreements/lifecycle';
import { allow, holds, refuse, scopesOf, type Actor, type Decision } from '#kernel/access';
import type { AgreementRow, VersionRow } from './versions/sql-agreement-store.ts';

type Seen = Pick<
  AgreementRow,
  'kind' | 'type' | 'state' | 'site' | 'reader_ids' | 'group_id' | 'order_id' | 'customer_id' | 'contact_id'
>;

/** People of the desk see every agreement. */
export function seesAll(actor: Actor): boolean {
  return ['shifter', 'sla-coordinator', 'administrator'].some((role) => holds(actor, role));
}

/** The other side of an agreement, and who may read for it. */
function readsForParty(actor: Actor, agreement: Seen): boolean {
  if (actor.id === null) return false;
  if (agreement.kind === 'SLA') return agreement.reader_ids.includes(actor.id);
  if (agreement.site !== null && holds(actor, 'provider', `site:${agreement.site}`)) return true;
  return agreement.contact_id === actor.id;
}

/**
 * Says whether an agreement holds for somebody where nothing of their own is agreed: a corporate SLA for everyone who is
 * signed in, an OLA with no centre in particular for every provider. They read what both sides signed, and nothing else.
 */
export function isCovered(actor: Actor, { type, state, site }: Pick<Seen, 'type' | 'state' | 'site'>): boolean {
  if (actor.id === null || !standingStates.includes(state)) return false;
  if (type === 'corporate_sla') return true;
  return type === 'resource_centre_ola' && site === null && providedSites(actor).length > 0;
}

/** Says whether the agreement is there at all for somebody; for others it looks as if there were none. */
export function maySee(actor: Actor, agreement: Seen): boolean {
  return seesAll(actor) || readsForParty(actor, agreement) || isCovered(actor, agreement);
}

/** Drafts are the desk's own: the other side sees a version from its proposal on, who is covered from the agreement on. */
export function maySeeVersion(
  actor: Actor,
  agreement: Seen,
  { state, proposed_at: proposedAt, agreed_at: agreedAt }: Pick<VersionRow, 'state' | 'proposed_at' | 'agreed_at'>,
): boolean {
  if (seesAll(actor)) return true;
  return readsForParty(actor, agreement) ? state !== 'draft' && proposedAt !== null : agreedAt !== null;
}

/** Says whether somebody takes part in what is said about an agreement: remarks, and versions in the making. */
export function takesPart(actor: Actor, agreement: Seen): boolean {
  return seesAll(actor) || readsForParty(actor, agreement);
}

/** Sites whose OLAs a provider sees; `*` for all of them. */
export function providedSites(actor: Actor): readonly string[] {
  return scopesOf(actor, 'provider').flatMap((scope) =>
    scope === '*' ? ['*'] : scope.startsWith('site:') ? [scope.slice(5)] : [],
  );
}

/** The desk's part in the orders of a group: its shifters, SLA coordinators and administrators. */
export function isDesk(actor: Actor, groupId: string): boolean {
  return (
    holds(actor, 'shifter', `group:${groupId}`) || holds(actor, 'sla-coordinator') || holds(actor, 'administrator')
  );
}

/** The person who signs for the other side by account. */
export function isSignatory(actor: Actor, agreement: Seen): boolean {
  if (actor.kind !== 'person') return false;
  return agreement.kind === 'SLA' ? actor.id === agreement.customer_id : readsForParty(actor, agreement);
}

/**
 * The side on which somebody acts. Who is the customer of an SLA, or answers for the very site of an OLA, acts for that
 * side and not for the desk, whatever else they hold.
 */
export function roleIn(actor: Actor, agreement: Seen): AgreementRole | undefined {
  if (actor.kind === 'system') return 'system';
  const own =
    agreement.kind === 'SLA'
      ? actor.id !== null && actor.id === agreement.customer_id
      : (actor.id !== null && actor.id === agreement.contact_id) ||
        actor.roles.some(({ role, scope }) => role === 'provider' && scope === `site:${agreement.site ?? ''}`);
  if (own) return 'party';
  if (agreement.order_id === null ? mayWrite(actor).allowed : isDesk(actor, agreement.group_id)) return 'desk';
  return readsForParty(actor, agreement) && !seesAll(actor) ? 'party' : undefined;
}

/** Who works on an agreement, as a refusal names them. */
export function workersOf({ order_id: orderId, group_id: groupId }: Pick<AgreementRow, 'order_id' | 'group_id'>) {
  return orderId === null ? 'SLA coordinators and administrators' : `shifters of ${groupId} and SLA coordinators`;
}

/** What no order brings about is written, linked and worked on by coordinators. */
export function mayWrite(actor: Actor): Decision {
  if (actor.kind === 'system' || holds(actor, 'sla-coordinator') || holds(actor, 'administrator')) return allow;
  return refuse(
    'agreement_change_forbidden',
    'Only SLA coordinators and administrators make and link agreements without an order',
  );
}

export function mayPrepare(actor: Actor, groupId: string): Decision {
  if (actor.kind === 'system' || isDesk(actor, groupId)) return allow;
  return refuse('agreement_change_forbidden', `Only shifters of ${groupId} and SLA coordinators prepare agreements`);
}

export function mayChangeTemplates(actor: Actor): Decision {
  if (holds(actor, 'sla-coordinator') || holds(actor, 'administrator')) return allow;
  return refuse('template_forbidden', 'Only SLA coordinators and administrators change templates');
}

/** Monthly results, the months that count, and what follows from a violation are the coordinators'. */
export function mayReportResults(actor: Actor): Decision {
  if (actor.kind === 'system' || holds(actor, 'sla-coordinator') || holds(actor, 'administrator')) return allow;
  return refuse('results_forbidden', 'Only SLA coordinators and administrators report results and settle violations');
}

/** A violation is explained by the provider of its site, or by a coordinator who was told on the phone. */
export function mayJustify(actor: Actor, site: string): Decision {
  if (mayReportResults(actor).allowed || holds(actor, 'provider', `site:${site}`)) return allow;
  return refuse('justification_forbidden', `Only the provider ${site} and SLA coordinators explain this month`);
}

export function mayReadTemplates(actor: Actor): Decision {
  return seesAll(actor) ? allow : refuse('template_forbidden', 'Only the desk reads templates');
}
