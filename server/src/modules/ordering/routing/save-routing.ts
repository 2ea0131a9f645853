import type { z } from 'zod';
import type { RoutingRule, RoutingRulesInput } from '#contracts/ordering/desk-schemas';
import { allow, holds, refuse, require, type Actor, type Decision } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import { AppError, invalid } from '#kernel/errors';
import { nextId } from '#kernel/ids';
import { allGroups } from '../desk/sql-group-store.ts';
import { lockRoutingRules, replaceRoutingRules, versionOf } from './sql-routing-store.ts';

/** Keeps how the desk works: coordinators of the order process, and administrators. */
export function mayCoordinate(actor: Actor): Decision {
  if (holds(actor, 'sla-coordinator') || holds(actor, 'administrator')) return allow;
  return refuse('coordinator_only', 'Only coordinators and portal administrators change how the desk works');
}

/** Replaces the routing rules. `conflict` when somebody has changed them since they were read. */
export const saveRouting =
  ({ database, clock, publish, audit }: Pick<Kernel, 'database' | 'clock' | 'publish' | 'audit'>) =>
  (actor: Actor, input: z.output<typeof RoutingRulesInput>): Promise<RoutingRule[]> =>
    database.transact(async (tx) => {
      require(mayCoordinate(actor));
      const before = await lockRoutingRules(tx);
      if (versionOf(before) !== input.version)
        throw new AppError(
          'conflict',
          'stale_version',
          'The routing rules were changed by somebody else. Read them again and decide anew',
        );
      const groups = new Set((await allGroups(tx)).map(({ id }) => id));
      const unknown = input.rules.flatMap(({ group }, index) =>
        groups.has(group) ? [] : [{ path: `rules.${index}.group`, message: `there is no group ${group}` }],
      );
      if (unknown.length > 0) throw invalid('unknown_group', unknown);
      const known = new Set(before.map(({ id }) => id));
      const rules = input.rules.map(({ id, ...rule }, index): RoutingRule => {
        const first = input.rules.findIndex((other) => other.id === id) === index;
        return { ...rule, id: id !== undefined && known.has(id) && first ? id : nextId() };
      });
      await replaceRoutingRules(tx, rules, clock.now());
      await publish(tx, {
        type: 'ordering.routing_changed',
        aggregate: 'routing',
        payload: { rules: rules.length },
        audience: ['role:shifter', 'role:sla-coordinator', 'role:administrator'],
      });
      await audit(tx, {
        actor,
        action: 'ordering.save_routing',
        target: 'routing',
        details: { rules: rules.map(({ name, group }) => ({ name, group })) },
      });
      return rules;
    });
