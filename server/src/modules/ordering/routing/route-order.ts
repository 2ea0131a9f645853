import type { FilledParameter } from '#contracts/catalogue/parameters';
import type { RoutingConditions, RoutingRule } from '#contracts/ordering/desk-schemas';
import { AppError } from '#kernel/errors';
import type { GroupRecord } from '../desk/group.ts';

/** What routing looks at. */
export interface RoutingFacts {
  readonly category: string;
  readonly service: { readonly slug: string; readonly name: string };
  readonly offer: string;
  readonly provider: string;
  readonly orderType: 'order' | 'open' | 'external';
  readonly class: 'simple' | 'complex' | 'joint';
  readonly typology: RoutingConditions['typology'][number];
  /** Name of the country of the project, else of the customer; empty where neither says one. */
  readonly country: string;
  readonly parameters: readonly FilledParameter[];
  /** `oms_params.order_target` of the offer: a mail address or a queue; empty where it names none. */
  readonly orderTarget: string;
}

export interface Routed {
  readonly group: GroupRecord;
  readonly because: string;
  readonly rule: RoutingRule | null;
  /** An address that is of no group and gets a copy of the mail about the new order. */
  readonly copyTo: string | null;
  /** The rules that were asked, up to the one that holds, with what fails. */
  readonly tried: readonly { readonly name: string; readonly fails: string | null }[];
}

const same = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase();

/**
 * The group that an order comes to (ordering.md 4.4): the one that the offer names as its target, else the one of the
 * first rule whose conditions all hold, else the default. Throws `no_group` where there is no default yet.
 */
export function routeOrder(facts: RoutingFacts, rules: readonly RoutingRule[], groups: readonly GroupRecord[]): Routed {
  const target = facts.orderTarget.trim();
  const named = target === '' ? undefined : groups.find(({ id, mail }) => same(id, target) || same(mail, target));
  if (named)
    return {
      group: named,
      because: `The offer names ${target} as its target, which is ${named.name}`,
      rule: null,
      copyTo: null,
      tried: [],
    };
  const copyTo = target.includes('@') ? target : null;
  const tried: { name: string; fails: string | null }[] = [];
  for (const rule of rules) {
    const fails = whatFails(rule.conditions, facts) ?? null;
    tried.push({ name: rule.name, fails });
    const group = fails === null ? groups.find(({ id }) => id === rule.group) : undefined;
    if (group) return { group, because: `Rule ${tried.length}, ${rule.name}`, rule, copyTo, tried };
  }
  const group = groups.find(({ isDefault }) => isDefault);
  if (!group)
    throw new AppError(
      'unavailable',
      'no_group',
      'There is no group of shifters yet. A portal administrator makes the first one',
    );
  return { group, because: `No rule holds, and ${group.name} takes the rest`, rule: null, copyTo, tried };
}

/** The first condition that does not hold, in words; undefined when all do. */
function whatFails(conditions: RoutingConditions, facts: RoutingFacts): string | undefined {
  const plain: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['category', conditions.category, [facts.category]],
    ['service', conditions.service, [facts.service.name, facts.service.slug]],
    ['offer', conditions.offer, [facts.offer]],
    ['provider', conditions.provider, [facts.provider]],
    ['order type', conditions.orderType, [facts.orderType]],
    ['class', conditions.class, [facts.class]],
    ['customer', conditions.typology, [facts.typology]],
    ['country', conditions.country, [facts.country]],
  ];
  for (const [name, wanted, found] of plain) {
    if (wanted.length > 0 && !wanted.some((value) => found.some((fact) => same(fact, value))))
      return `${name} is ${found[0] === '' ? 'not known' : found[0]}`;
  }
  for (const { label, value } of conditions.parameters) {
    const parameter = facts.parameters.find((one) => same(one.label, label) || same(one.id, label));
    if (!parameter) return `there is no ${label}`;
    const given = Array.isArray(parameter.value) ? parameter.value : [parameter.value];
    if (!given.some((one) => one !== null && same(String(one), value)))
      return `${label} is ${given.map((one) => one ?? 'empty').join(', ')}`;
  }
  return undefined;
}
