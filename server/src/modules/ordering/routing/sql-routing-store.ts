import { sql, type Selectable } from 'kysely';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { RoutingConditions, type RoutingRule } from '#contracts/ordering/desk-schemas';
import { ApprovalLevelInput } from '#contracts/ordering/level-schemas';
import { json, type Read, type Tx } from '#kernel/database';
import { tables, type RoutingRulesTable } from '../tables.ts';

const toRule = (row: Selectable<RoutingRulesTable>): RoutingRule => ({
  id: row.id,
  name: row.name,
  conditions: RoutingConditions.parse(row.conditions),
  group: row.group_id,
  priority: row.priority,
  levels: z.array(ApprovalLevelInput).parse(row.levels),
});

/** The routing rules in the order in which they are asked. */
export async function routingRules(read: Read | Tx): Promise<RoutingRule[]> {
  const rows = await tables(read)
    .selectFrom('ordering.routing_rules')
    .selectAll()
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(toRule);
}

/** Names a set of rules; another one as soon as any of them differs. */
export function versionOf(rules: readonly RoutingRule[]): string {
  return createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, 16);
}

/** The rules, while nobody else changes them until the transaction ends. */
export async function lockRoutingRules(tx: Tx): Promise<RoutingRule[]> {
  await sql`lock table ordering.routing_rules in share row exclusive mode`.execute(tx);
  return routingRules(tx);
}

/** Puts these rules, in this order, in the place of all others. */
export async function replaceRoutingRules(tx: Tx, rules: readonly RoutingRule[], now: string): Promise<void> {
  await tables(tx).deleteFrom('ordering.routing_rules').execute();
  if (rules.length === 0) return;
  await tables(tx)
    .insertInto('ordering.routing_rules')
    .values(
      rules.map((rule, index) => ({
        id: rule.id,
        position: index + 1,
        name: rule.name,
        conditions: json(rule.conditions),
        group_id: rule.group,
        priority: rule.priority,
        levels: json(rule.levels),
        changed_at: now,
      })),
    )
    .execute();
}
