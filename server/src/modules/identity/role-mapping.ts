import type { RoleRelation } from '#kernel/access';
import type { Instant } from '#kernel/clock';
import { parseEntitlement, satisfies } from './entitlement.ts';

/** Whoever holds the entitlement (AARC-G069) has the role; the scope may use `{group}`, `{subgroup}` and `{role}`. */
export interface MappingRule extends RoleRelation {
  readonly id: string;
  readonly entitlement: string;
  readonly createdAt: Instant;
}

export interface MappedRole extends RoleRelation {
  readonly ruleId: string;
}

const placeholder = /\{([a-z]+)\}/g;
const known = ['group', 'subgroup', 'role'];

/** Placeholders of a scope that no entitlement can fill. */
export function unknownPlaceholders(scope: string): string[] {
  return [...scope.matchAll(placeholder)].map((match) => match[1] ?? '').filter((name) => !known.includes(name));
}

/** Fills the scope from what is held; undefined when the held entitlement has no such part. */
function fillScope(
  scope: string,
  held: { group: string; subgroups: readonly string[]; role: string | null },
): string | undefined {
  const values: Record<string, string | null | undefined> = {
    group: held.group,
    subgroup: held.subgroups.at(-1),
    role: held.role,
  };
  const missing = [...scope.matchAll(placeholder)].some((match) => !values[match[1] ?? '']);
  return missing ? undefined : scope.replace(placeholder, (_all, name: string) => values[name] ?? '');
}

/** What one entitlement gives under the rules; nothing for one that cannot be read. */
export function rolesOfEntitlement(rules: readonly MappingRule[], entitlement: string): MappedRole[] {
  const held = parseEntitlement(entitlement);
  if (!held) return [];
  return rules.flatMap((rule) => {
    const required = parseEntitlement(rule.entitlement);
    if (!required || !satisfies(required, held)) return [];
    const scope = fillScope(rule.scope, held);
    return scope === undefined ? [] : [{ role: rule.role, scope, ruleId: rule.id }];
  });
}

/** What all entitlements of a person give together, each relation once. */
export function rolesOfEntitlements(rules: readonly MappingRule[], entitlements: readonly string[]): RoleRelation[] {
  const relations = new Map<string, RoleRelation>();
  for (const { role, scope } of entitlements.flatMap((one) => rolesOfEntitlement(rules, one))) {
    relations.set(`${role} ${scope}`, { role, scope });
  }
  return [...relations.values()];
}
