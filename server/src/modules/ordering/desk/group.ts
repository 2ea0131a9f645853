import type { ShifterGroupInput } from '#contracts/ordering/work-schemas';
import { allow, holds, refuse, type Actor, type Decision } from '#kernel/access';
import { invalid } from '#kernel/errors';

/** Shifters who work together the orders that routing leads to them; one group takes what no rule gives away. */
export interface GroupRecord {
  readonly id: string;
  readonly name: string;
  readonly mail: string;
  readonly isDefault: boolean;
  /** Who leads the shift and hears of missed deadlines. */
  readonly leaderId: string | null;
}

export function mayKeepGroups(actor: Actor): Decision {
  if (holds(actor, 'administrator')) return allow;
  return refuse('administrator_only', 'Only portal administrators change the groups of shifters');
}

/**
 * Decides how a group is kept beside the others: exactly one group is the default; the first one is it whether asked or
 * not.
 */
export function settledGroup(input: ShifterGroupInput, all: readonly GroupRecord[]): GroupRecord {
  const others = all.filter((group) => group.id !== input.id);
  const isOnlyDefault = !others.some((group) => group.isDefault);
  if (isOnlyDefault && !input.isDefault && others.length > 0) {
    const message = 'Orders that no group takes come here. Make another group the default instead';
    throw invalid('default_group_needed', [{ path: 'isDefault', message }]);
  }
  const { id, name, mail, leader } = input;
  return { id, name, mail, isDefault: input.isDefault || isOnlyDefault, leaderId: leader };
}
