import type { ShifterGroupInput } from '#contracts/ordering/schemas';

/** Groups of shifters of the demo; their members are personas with a role for the group. */
export const demoGroups: readonly Omit<ShifterGroupInput, 'members'>[] = [
  {
    id: 'cloud-compute',
    name: 'Cloud and compute',
    mail: 'cloud-desk@portolan.example',
    categories: ['Compute', 'Processing & Analysis'],
    isDefault: true,
  },
  {
    id: 'storage-data',
    name: 'Storage and data',
    mail: 'data-desk@portolan.example',
    categories: ['Storage', 'Data management', 'Sharing & Discovery'],
    isDefault: false,
  },
  {
    id: 'training',
    name: 'Training and support',
    mail: 'training-desk@portolan.example',
    categories: ['Training & Support'],
    isDefault: false,
  },
];
