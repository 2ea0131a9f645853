import { describe, expect, test } from 'vitest';
import { RoutingConditions, type RoutingRule } from '#contracts/ordering/desk-schemas';
import { routeOrder, type RoutingFacts } from './route-order.ts';

const groups = [
  { id: 'cloud', name: 'Cloud', mail: 'cloud@desk.example', isDefault: true, leaderId: null },
  { id: 'storage', name: 'Storage', mail: 'storage@desk.example', isDefault: false, leaderId: null },
];
const facts = (more: Partial<RoutingFacts> = {}): RoutingFacts => ({
  category: 'Storage',
  service: { slug: 'b2drop', name: 'B2DROP' },
  offer: 'b2drop/1',
  provider: 'EUDAT',
  orderType: 'order',
  class: 'simple',
  typology: 'research',
  country: 'Greece',
  parameters: [
    {
      id: '0',
      label: 'Region',
      description: null,
      type: 'select',
      value_type: 'string',
      unit: null,
      value: 'North',
      config: { values: ['North'], mode: 'dropdown' },
    },
  ],
  orderTarget: '',
  ...more,
});
const rule = (name: string, conditions: Partial<RoutingConditions>, group = 'storage'): RoutingRule => ({
  id: name,
  name,
  conditions: RoutingConditions.parse(conditions),
  group,
  priority: null,
  levels: [],
});
const groupOf = (conditions: Partial<RoutingConditions>, more: Partial<RoutingFacts> = {}) =>
  routeOrder(facts(more), [rule('it', conditions)], groups).group.id;

test.each<[Partial<RoutingConditions>, Partial<RoutingFacts>]>([
  [{ category: ['Compute', 'storage'] }, { category: 'Training' }],
  [{ service: ['b2drop'] }, { service: { slug: 'b2safe', name: 'B2SAFE' } }],
  [{ service: ['B2DROP'] }, { service: { slug: 'b2safe', name: 'B2SAFE' } }],
  [{ offer: ['b2drop/1'] }, { offer: 'b2drop/11' }],
  [{ provider: ['Eudat'] }, { provider: 'EGI' }],
  [{ orderType: ['order'] }, { orderType: 'open' }],
  [{ class: ['simple'] }, { class: 'joint' }],
  [{ typology: ['research'] }, { typology: 'private_company' }],
  [{ country: ['Greece', 'Italy'] }, { country: '' }],
  [{ parameters: [{ label: 'region', value: 'north' }] }, { parameters: [] }],
])('a rule for %j holds, and not for %j', (conditions, other) => {
  expect(groupOf(conditions)).toBe('storage');
  expect(groupOf(conditions, other)).toBe('cloud');
});

describe('rules', () => {
  test('hold when all their conditions do', () => {
    expect(groupOf({ category: ['Storage'], country: ['Greece'] })).toBe('storage');
    expect(groupOf({ category: ['Storage'], country: ['Italy'] })).toBe('cloud');
    expect(groupOf({ parameters: [{ label: '0', value: 'South' }] })).toBe('cloud');
    expect(groupOf({})).toBe('storage');
  });

  test('are asked in order, and the answer tells what failed', () => {
    const rules = [
      rule('Italy', { country: ['Italy'] }, 'cloud'),
      rule('Data', { category: ['Storage'] }),
      rule('All', {}, 'cloud'),
    ];
    expect(routeOrder(facts(), rules, groups)).toMatchObject({
      group: { id: 'storage' },
      because: 'Rule 2, Data',
      tried: [
        { name: 'Italy', fails: 'country is Greece' },
        { name: 'Data', fails: null },
      ],
    });
    expect(routeOrder(facts(), [], groups)).toMatchObject({ because: 'No rule holds, and Cloud takes the rest' });
  });
});

describe('the target that an offer names', () => {
  const rules = [rule('All', {}, 'cloud')];
  test('beats the rules when it is the address or the id of a group', () => {
    for (const orderTarget of ['Storage@desk.example', 'storage'])
      expect(routeOrder(facts({ orderTarget }), rules, groups)).toMatchObject({
        group: { id: 'storage' },
        copyTo: null,
      });
  });

  test('gets a copy when it is an address of nobody here, and nothing when it is some other text', () => {
    const routed = routeOrder(facts({ orderTarget: 'orders@provider.example' }), rules, groups);
    expect(routed).toMatchObject({ group: { id: 'cloud' }, because: 'Rule 1, All', copyTo: 'orders@provider.example' });
    expect(routeOrder(facts({ orderTarget: 'QUEUE-7' }), rules, groups).copyTo).toBeNull();
  });
});

test('without a group nothing can arrive', () => {
  expect(() => routeOrder(facts(), [], [])).toThrow(expect.objectContaining({ code: 'no_group' }));
});
