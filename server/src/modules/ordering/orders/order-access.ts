import { allow, holds, refuse, scopesOf, type Actor, type Decision } from '#kernel/access';
import type { OrderRole } from '#contracts/ordering/lifecycle';

/** What is known about the actor's relation to one order. */
export interface OrderRelation {
  readonly customerId: string;
  readonly groupId: string;
  /** What the actor may do in the project of the order. */
  readonly projectRight: 'owner' | 'order' | 'read' | undefined;
  /** Resource centres that were asked and for which the actor speaks. */
  readonly sites: readonly string[];
}

/** Shifters, coordinators and administrators read every order of the desk. */
export function seesDesk(actor: Actor): boolean {
  return holds(actor, 'shifter') || holds(actor, 'sla-coordinator') || holds(actor, 'administrator');
}

export function maySeeOrder(actor: Actor, relation: OrderRelation): boolean {
  return seesDesk(actor) || relation.projectRight !== undefined || relation.sites.length > 0;
}

/** Works the order: a shifter of its group. */
export function mayWorkOrder(actor: Actor, { groupId }: { groupId: string }): Decision {
  if (holds(actor, 'shifter', `group:${groupId}`)) return allow;
  return refuse('desk_forbidden', `Only shifters of ${groupId} can do this`);
}

/** In which roles the actor may act on the order, the desk first. */
export function rolesOn(actor: Actor, relation: OrderRelation): readonly OrderRole[] {
  if (actor.kind === 'system') return ['system'];
  const roles: OrderRole[] = [];
  if (mayWorkOrder(actor, relation).allowed) roles.push('shifter');
  if (relation.projectRight === 'owner' || relation.projectRight === 'order') roles.push('customer');
  if (relation.sites.length > 0) roles.push('provider');
  return roles;
}

/** Groups whose orders are the actor's desk; `*` stands for all. */
export function groupsOf(actor: Actor): readonly string[] {
  return scopesOf(actor, 'shifter').map((scope) => (scope.startsWith('group:') ? scope.slice('group:'.length) : scope));
}
