import type { ShifterGroupInput } from '#contracts/ordering/schemas';
import { allow, holds, refuse, type Actor, type Decision } from '#kernel/access';
import { invalid } from '#kernel/errors';

/** Shifters who work the orders of some categories together; one group takes what no other does. */
export interface GroupRecord {
  readonly id: string;
  readonly name: string;
  readonly mail: string;
  readonly categories: readonly string[];
  readonly isDefault: boolean;
}

export function mayKeepGroups(actor: Actor): Decision {
  if (holds(actor, 'administrator')) return allow;
  return refuse('administrator_only', 'Only portal administrators change the groups of shifters');
}

/**
 * Decides how a group is kept beside the others: a category comes to one group only, and exactly one group is the
 * default; the first one is it whether asked or not.
 */
export function settledGroup(input: ShifterGroupInput, all: readonly GroupRecord[]): GroupRecord {
  const others = all.filter((group) => group.id !== input.id);
  const isOnlyDefault = !others.some((group) => group.isDefault);
  if (isOnlyDefault && !input.isDefault && others.length > 0) {
    const message = 'Orders that no group takes come here. Make another group the default instead';
    throw invalid('default_group_needed', [{ path: 'isDefault', message }]);
  }
  const categories = [...new Set(input.categories)];
  const taken = categories.flatMap((category, index) => {
    const holder = others.find((group) => group.categories.includes(category));
    return holder ? [{ path: `categories.${index}`, message: `${category} comes to ${holder.name} already` }] : [];
  });
  if (taken.length > 0) throw invalid('category_taken', taken);
  const { id, name, mail } = input;
  return { id, name, mail, categories, isDefault: input.isDefault || isOnlyDefault };
}
