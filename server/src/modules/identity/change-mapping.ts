import type { GrantableRole } from '#contracts/identity/schemas';
import { require, type Actor } from '#kernel/access';
import { isUniqueViolation } from '#kernel/database';
import { AppError, invalid, notFound } from '#kernel/errors';
import { nextId } from '#kernel/ids';
import { requireFittingScope, type RoleParts } from './change-roles.ts';
import { parseEntitlement } from './entitlement.ts';
import { mappingChanged } from './events.ts';
import { mayAdminister } from './policies.ts';
import type { MappingRule } from './role-mapping.ts';
import { deleteRule, insertRule, updateRule } from './sql-role-store.ts';

export interface MappingInput {
  readonly entitlement: string;
  readonly role: GrantableRole;
  readonly scope: string;
}

function check({ entitlement, role, scope }: MappingInput): void {
  if (!parseEntitlement(entitlement)) {
    const message =
      'not an entitlement of a group, such as urn:mace:egi.eu:group:vo.example.org:role=member#aai.egi.eu';
    throw invalid('entitlement_unreadable', [{ path: 'entitlement', message }]);
  }
  requireFittingScope(role, scope);
}

async function refuseTwins<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError('conflict', 'rule_exists', 'There is such a rule already', {}, error);
    throw error;
  }
}

/** Adds a rule; the roles of everybody follow shortly after. */
export const createMappingRule =
  ({ transact, clock, publish, audit }: RoleParts) =>
  (actor: Actor, { entitlement, role, scope }: MappingInput): Promise<MappingRule> =>
    refuseTwins(
      transact(async (tx) => {
        require(mayAdminister(actor));
        check({ entitlement, role, scope });
        const rule: MappingRule = { id: nextId(), entitlement, role, scope, createdAt: clock.now() };
        await insertRule(tx, rule);
        await publish(tx, mappingChanged(rule.id));
        await audit(tx, {
          actor,
          action: 'identity.create_mapping_rule',
          target: `role-mapping:${rule.id}`,
          details: { entitlement, role, scope },
        });
        return rule;
      }),
    );

/** Replaces a rule; what it gave before goes, what it gives now comes. */
export const changeMappingRule =
  ({ transact, publish, audit }: RoleParts) =>
  (actor: Actor, id: string, { entitlement, role, scope }: MappingInput): Promise<MappingRule> =>
    refuseTwins(
      transact(async (tx) => {
        require(mayAdminister(actor));
        check({ entitlement, role, scope });
        const rule = await updateRule(tx, { id, entitlement, role, scope });
        if (!rule) throw notFound(`mapping rule ${id}`);
        await publish(tx, mappingChanged(id));
        await audit(tx, {
          actor,
          action: 'identity.change_mapping_rule',
          target: `role-mapping:${id}`,
          details: { entitlement, role, scope },
        });
        return rule;
      }),
    );

/** Removes a rule and, shortly after, the roles it gave. */
export const removeMappingRule =
  ({ transact, publish, audit }: RoleParts) =>
  (actor: Actor, id: string): Promise<void> =>
    transact(async (tx) => {
      require(mayAdminister(actor));
      if (!(await deleteRule(tx, id))) throw notFound(`mapping rule ${id}`);
      await publish(tx, mappingChanged(id));
      await audit(tx, { actor, action: 'identity.remove_mapping_rule', target: `role-mapping:${id}` });
    });
