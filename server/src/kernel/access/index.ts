import { AppError } from '#kernel/errors';

/** A role as a relation: somebody holds `role` in `scope` (`*`, `group:cloud-compute`, `site:CESNET-MCC`). */
export interface RoleRelation {
  readonly role: string;
  readonly scope: string;
}

/** Who acts: a person in a browser, a program with a token of a person, or the house itself. */
export interface Actor {
  readonly kind: 'person' | 'anonymous' | 'system';
  readonly id: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly RoleRelation[];
  /** Scopes of the API token in use; null when a person acts in a session. */
  readonly tokenScopes: readonly string[] | null;
}

export const anonymous: Actor = {
  kind: 'anonymous',
  id: null,
  name: 'anonymous',
  email: null,
  roles: [],
  tokenScopes: null,
};
export const system: Actor = { kind: 'system', id: null, name: 'Portolan', email: null, roles: [], tokenScopes: null };

/** Says whether the actor holds the role in this scope, or everywhere. Without a scope: anywhere at all. */
export function holds(actor: Actor, role: string, scope?: string): boolean {
  if (actor.kind === 'system') return true;
  return actor.roles.some(
    (held) => held.role === role && (scope === undefined || held.scope === scope || held.scope === '*'),
  );
}

/** The scopes in which the actor holds a role; `*` stands for all. */
export function scopesOf(actor: Actor, role: string): readonly string[] {
  return actor.roles.filter((held) => held.role === role).map((held) => held.scope);
}

/** The tag of those who hold a role in one scope: `provider@site:CESNET-MCC`; holding it everywhere is no part of it. */
export function scopeTag(role: string, scope: string): string {
  return `${role}@${scope}`;
}

/** Tags by which live updates find their readers: `person:<id>`, `role:<role>`, and `scopeTag` of each role held. */
export function audienceOf(actor: Actor): readonly string[] {
  const tags = new Set(actor.roles.flatMap(({ role, scope }) => [`role:${role}`, scopeTag(role, scope)]));
  return actor.id === null ? [...tags] : [`person:${actor.id}`, ...tags];
}

/** The outcome of a policy: yes, or no with a reason that a person can act on. */
export type Decision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly code: string; readonly reason: string };

export const allow: Decision = { allowed: true };

export function refuse(code: string, reason: string): Decision {
  return { allowed: false, code, reason };
}

/** Throws `forbidden` with the policy's reason when the answer is no. */
export function require(decision: Decision): void {
  if (!decision.allowed) throw new AppError('forbidden', decision.code, decision.reason);
}

/** The id of the person who acts; throws `unauthenticated` where nobody is signed in. */
export function personId(actor: Actor): string {
  if (actor.id === null) throw new AppError('unauthenticated', 'sign_in_required', 'Sign in first');
  return actor.id;
}
