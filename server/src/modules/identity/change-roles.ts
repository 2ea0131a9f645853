import { grantableRoles, type GrantableRole } from '#contracts/identity/schemas';
import { require, type Actor } from '#kernel/access';
import type { Audit } from '#kernel/audit';
import type { Clock } from '#kernel/clock';
import type { Transact, Tx } from '#kernel/database';
import { AppError, invalid, notFound } from '#kernel/errors';
import type { Publish } from '#kernel/outbox';
import { roleGranted, roleRevoked } from './events.ts';
import { mayAdminister } from './policies.ts';
import { unknownPlaceholders } from './role-mapping.ts';
import { lockPerson } from './sql-people-store.ts';
import { countHolders, deleteGrant, grantsOf, insertGrant, type Grant } from './sql-role-store.ts';

export interface RoleParts {
  readonly transact: Transact;
  readonly clock: Clock;
  readonly publish: Publish;
  readonly audit: Audit;
}

/** Refuses a scope that the role does not take: an administrator of one site, a provider of everything. */
export function requireFittingScope(role: GrantableRole, scope: string): void {
  const kinds: readonly string[] = grantableRoles[role].scopes;
  const kind = scope === '*' ? '*' : scope.split(':', 1)[0];
  const odd = unknownPlaceholders(scope)[0];
  if (kind !== undefined && kinds.includes(kind) && odd === undefined) return;
  const accepted = kinds.map((one) => (one === '*' ? '*' : `${one}:<name>`)).join(' or ');
  const message =
    odd === undefined
      ? `${role} takes the scope ${accepted}`
      : `{${odd}} is not a part of an entitlement: use {group}, {subgroup} or {role}`;
  throw invalid('role_scope_unfit', [{ path: 'scope', message }]);
}

/** Gives a person a role in a scope. */
export const grantRole =
  (parts: RoleParts) =>
  (actor: Actor, personId: string, { role, scope }: { role: GrantableRole; scope: string }): Promise<Grant> =>
    parts.transact(async (tx) => {
      const person = await lockPerson(tx, personId);
      require(mayAdminister(actor));
      if (!person) throw notFound(`person ${personId}`);
      if (person.erasedAt !== null)
        throw new AppError('refused', 'person_erased', 'This account was erased and can hold no role');
      requireFittingScope(role, scope);
      if (scope.includes('{'))
        throw invalid('role_scope_unfit', [{ path: 'scope', message: 'braces belong into mapping rules' }]);
      const grantedBy = actor.id;
      const grant = await insertGrant(tx, {
        personId,
        role,
        scope,
        source: 'grant',
        grantedBy,
        grantedAt: parts.clock.now(),
      });
      if (!grant) throw new AppError('conflict', 'role_held', `${person.name} holds ${role} for ${scope} already`);
      await parts.publish(tx, roleGranted(personId, { role, scope }));
      await parts.audit(tx, {
        actor,
        action: 'identity.grant_role',
        target: `person:${personId}`,
        details: { role, scope },
      });
      return grant;
    });

/** Refuses to take away the last administrator. */
export async function keepAnAdministrator(tx: Tx, leaving: readonly Grant[]): Promise<void> {
  if (!leaving.some((grant) => grant.role === 'administrator')) return;
  if ((await countHolders(tx, 'administrator')) > 1) return;
  throw new AppError(
    'refused',
    'last_administrator',
    'This is the last portal administrator. Make somebody else administrator first',
  );
}

/** Takes a granted role away; one that came from mapping goes with its rule or its entitlement. */
export const revokeRole =
  (parts: RoleParts) =>
  (actor: Actor, personId: string, grantId: string): Promise<void> =>
    parts.transact(async (tx) => {
      await lockPerson(tx, personId);
      require(mayAdminister(actor));
      const held = await grantsOf(tx, personId);
      const grant = held.find((one) => one.id === grantId);
      if (!grant) throw notFound(`role ${grantId} of person ${personId}`);
      if (grant.source === 'mapping') {
        throw new AppError(
          'refused',
          'role_mapped',
          'This role comes from an entitlement. Change the mapping rule, or ask the manager of the group',
        );
      }
      const stays = held.some((one) => one.id !== grant.id && one.role === grant.role && one.scope === grant.scope);
      if (!stays) await keepAnAdministrator(tx, [grant]);
      await deleteGrant(tx, grant.id);
      if (!stays) await parts.publish(tx, roleRevoked(personId, grant));
      const { role, scope } = grant;
      await parts.audit(tx, {
        actor,
        action: 'identity.revoke_role',
        target: `person:${personId}`,
        details: { role, scope },
      });
    });
