import type { ShifterGroup, ShifterGroupInput } from '#contracts/ordering/work-schemas';
import { require, type Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { Read, Tx } from '#kernel/database';
import { invalid } from '#kernel/errors';
import { mayKeepGroups, settledGroup, type GroupRecord } from './group.ts';
import { seesDesk } from '../orders/order-access.ts';
import type { GroupRoles, People } from '../ports.ts';
import { routingRules } from '../routing/sql-routing-store.ts';
import { allGroups, lockGroups, openOrdersByGroup, upsertGroup } from './sql-group-store.ts';

export interface GroupParts extends Pick<Kernel, 'database' | 'clock' | 'publish' | 'audit'> {
  readonly people: Pick<People, 'byIds'>;
  readonly groupRoles: GroupRoles;
}

/** Makes or changes a group of shifters and who belongs to it. */
export const saveGroup =
  (parts: GroupParts) =>
  (actor: Actor, input: ShifterGroupInput): Promise<GroupRecord> =>
    parts.database.transact(async (tx) => {
      require(mayKeepGroups(actor));
      const group = settledGroup(input, await lockGroups(tx));
      await requirePeople(tx, parts.people, input.members);
      if (group.leaderId !== null && !input.members.includes(group.leaderId))
        throw invalid('unknown_assignee', [{ path: 'leader', message: 'is no member of the group' }]);
      await upsertGroup(tx, group, parts.clock.now());
      await parts.groupRoles.setMembers(tx, actor, group.id, [...new Set(input.members)]);
      const target = `group:${group.id}`;
      await parts.publish(tx, {
        type: 'ordering.group_changed',
        aggregate: target,
        payload: { groupId: group.id },
        audience: ['role:shifter', 'role:administrator'],
      });
      await parts.audit(tx, { actor, action: 'ordering.save_group', target, details: { members: input.members } });
      return group;
    });

async function requirePeople(tx: Tx, people: Pick<People, 'byIds'>, ids: readonly string[]): Promise<void> {
  const known = await people.byIds(tx, ids);
  const unknown = ids.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `members.${index}`, message: `There is no person ${id}` }],
  );
  if (unknown.length > 0) throw invalid('unknown_person', unknown);
}

/** The groups with their members, for those who see the desk; nobody else needs to know them. */
export async function listGroups(
  read: Read,
  groupRoles: Pick<GroupRoles, 'membersOf'>,
  actor: Actor,
): Promise<ShifterGroup[]> {
  if (!seesDesk(actor)) return [];
  const groups = await allGroups(read);
  const members = await groupRoles.membersOf(
    read,
    groups.map((group) => group.id),
  );
  const [open, rules] = await Promise.all([openOrdersByGroup(read), routingRules(read)]);
  return groups.map(({ leaderId, ...group }) => ({
    ...group,
    leader: (members.get(group.id) ?? []).find(({ id }) => id === leaderId)?.id ?? null,
    rules: rules.filter((rule) => rule.group === group.id).map(({ name }) => name),
    members: (members.get(group.id) ?? []).map(({ id, name }) => ({ id, name })),
    openOrders: open.get(group.id) ?? 0,
  }));
}
