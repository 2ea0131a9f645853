import type { AgreementRole } from '#contracts/agreements/lifecycle';
import { allow, holds, refuse, scopesOf, type Actor, type Decision } from '#kernel/access';
import type { AgreementRow, VersionRow } from './versions/sql-agreement-store.ts';

type Seen = Pick<AgreementRow, 'kind' | 'site' | 'reader_ids' | 'group_id' | 'customer_id'>;

/** People of the desk see every agreement. */
export function seesAll(actor: Actor): boolean {
  return ['shifter', 'sla-coordinator', 'administrator'].some((role) => holds(actor, role));
}

/** Says whether the agreement is there at all for somebody; for others it looks as if there were none. */
export function maySee(actor: Actor, agreement: Seen): boolean {
  if (seesAll(actor)) return true;
  if (agreement.kind === 'OLA') return agreement.site !== null && holds(actor, 'provider', `site:${agreement.site}`);
  return actor.id !== null && agreement.reader_ids.includes(actor.id);
}

/** Drafts are the desk's own: the other side sees a version from its proposal on. */
export function maySeeVersion(
  actor: Actor,
  { state, proposed_at: proposedAt }: Pick<VersionRow, 'state' | 'proposed_at'>,
): boolean {
  return seesAll(actor) || (state !== 'draft' && proposedAt !== null);
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
  return agreement.kind === 'SLA'
    ? actor.id === agreement.customer_id
    : agreement.site !== null && holds(actor, 'provider', `site:${agreement.site}`);
}

/**
 * The side on which somebody acts. Who is the customer of an SLA, or answers for the very site of an OLA, acts for that
 * side and not for the desk, whatever else they hold.
 */
export function roleIn(actor: Actor, agreement: Seen): AgreementRole | undefined {
  if (actor.kind === 'system') return 'system';
  const own =
    agreement.kind === 'SLA'
      ? actor.id === agreement.customer_id
      : actor.roles.some(({ role, scope }) => role === 'provider' && scope === `site:${agreement.site ?? ''}`);
  if (own) return 'party';
  if (isDesk(actor, agreement.group_id)) return 'desk';
  return maySee(actor, agreement) && !seesAll(actor) ? 'party' : undefined;
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
