import { RoutingConditions, type RoutingRule } from '#contracts/ordering/desk-schemas';
import type { ShifterGroupInput } from '#contracts/ordering/work-schemas';

/** Groups of shifters of the demo; their members are personas with a role for the group. */
export const demoGroups: readonly Omit<ShifterGroupInput, 'members' | 'leader'>[] = [
  {
    id: 'cloud-compute',
    name: 'Cloud and compute',
    mail: 'cloud-desk@portolan.example',
    isDefault: true,
  },
  {
    id: 'storage-data',
    name: 'Storage and data',
    mail: 'data-desk@portolan.example',
    isDefault: false,
  },
  {
    id: 'training',
    name: 'Training and support',
    mail: 'training-desk@portolan.example',
    isDefault: false,
  },
];

const byCategory = (id: string, group: string, category: string[]): RoutingRule => ({
  id,
  name: category.join(', '),
  conditions: RoutingConditions.parse({ category }),
  group,
  priority: null,
  levels: [],
});

/**
 * Which orders of the demo come to which group; what no rule takes comes to the default one. Memory is scarce, so that the
 * group and then the coordinator have to agree to it.
 */
export const demoRouting = (coordinator: string, deputy: string): readonly RoutingRule[] => [
  {
    id: 'demo-memory',
    name: 'Large memory',
    conditions: RoutingConditions.parse({ offer: ['egi-cloud-compute/3'] }),
    group: 'cloud-compute',
    priority: 'urgent',
    levels: [
      {
        name: 'Technical check',
        needs: 'first',
        approvers: [{ kind: 'group', id: 'cloud-compute', deputies: [] }],
      },
      {
        name: 'Share of the scarce nodes',
        needs: 'all',
        approvers: [{ kind: 'person', id: coordinator, deputies: [deputy] }],
      },
    ],
  },
  byCategory('demo-compute', 'cloud-compute', ['Compute', 'Processing & Analysis']),
  byCategory('demo-storage', 'storage-data', ['Storage', 'Data management', 'Sharing & Discovery']),
  byCategory('demo-training', 'training', ['Training & Support']),
];

/** Who of a group is on duty from this week on, one after the other. */
export const demoRota: readonly { readonly group: string; readonly turns: readonly string[] }[] = [
  { group: 'cloud-compute', turns: ['anna', 'jonas', 'anna', 'jonas'] },
  { group: 'storage-data', turns: ['marta', 'marta', 'marta'] },
  { group: 'training', turns: ['jonas', 'jonas'] },
];
