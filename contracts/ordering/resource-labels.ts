import type { FilledParameter } from '../catalogue/parameters.ts';

/** What the value under a label says about an order. */
export type Meaning =
  | {
      readonly is: 'amount';
      readonly metric: string;
      readonly label: string;
      /** Where the parameter names none. */
      readonly unit?: string;
      /** Metrics that it has to be multiplied by, as far as the order has them. */
      readonly per?: readonly string[];
    }
  | { readonly is: 'start' }
  | { readonly is: 'end' }
  | { readonly is: 'duration'; readonly of: 'days' | 'weeks' | 'months' | 'years' }
  /** Says how, not how much: threads, a limit for each user. */
  | { readonly is: 'detail' };

/** Meaning by label; case and spaces around do not matter. */
export type LabelMap = Readonly<Record<string, Meaning>>;

const virtualMachines = { is: 'amount', metric: 'vm', label: 'Virtual machines' } as const;
const cores = { is: 'amount', metric: 'cores', label: 'CPU cores' } as const;
const memory = { is: 'amount', metric: 'memory', label: 'Memory', unit: 'GB' } as const;
const gpus = { is: 'amount', metric: 'gpu', label: 'GPUs' } as const;
const disk = { is: 'amount', metric: 'disk', label: 'Local disk', unit: 'GB' } as const;
const storage = { is: 'amount', metric: 'storage', label: 'Storage', unit: 'GB' } as const;
const users = { is: 'amount', metric: 'users', label: 'Users' } as const;
const students = { is: 'amount', metric: 'students', label: 'Students' } as const;

/** The labels of the marketplace's offers, misspelt ones among them, and the ones that our own catalogue adds. */
const defaultLabelMap: LabelMap = {
  'Number of VM instances': virtualMachines,
  'Number of virtual machines': virtualMachines,
  'Number of CPU Cores': { ...cores, per: ['vm'] },
  'Number of cores': { ...cores, per: ['vm'] },
  'Guaranteed number of CPU cores': cores,
  vCPU: cores,
  'Number of cores per user': { ...cores, per: ['users'] },
  'Amount of RAM per CPU core': { ...memory, per: ['cores'] },
  'Amount of RAM': { ...memory, per: ['vm'] },
  'Amount od RAM': { ...memory, per: ['vm'] },
  'Number of GPU cores': { ...gpus, per: ['vm'] },
  'Number of GPUs': { ...gpus, per: ['vm'] },
  'Local disk': { ...disk, per: ['vm'] },
  'Number of CPU hours': { is: 'amount', metric: 'cpu_hours', label: 'CPU hours', unit: 'h' },
  'Number of GPU hours': { is: 'amount', metric: 'gpu_hours', label: 'GPU hours', unit: 'h' },
  'Requested storage capacity': storage,
  'Storage capacity': storage,
  'Online storage size': storage,
  'Persistent storage': storage,
  'Amount of data': storage,
  'Storage per user': { ...storage, per: ['users'] },
  'Number of users': users,
  'Number of concurrent trainees': students,
  'Number of students': students,
  'Number of participants': students,
  'Start of service': { is: 'start' },
  'Start date': { is: 'start' },
  'End of service': { is: 'end' },
  'End date': { is: 'end' },
  'Number of days': { is: 'duration', of: 'days' },
  'Number of weeks': { is: 'duration', of: 'weeks' },
  'Number of months': { is: 'duration', of: 'months' },
  'Number of years': { is: 'duration', of: 'years' },
  'Parallelism (Threads)': { is: 'detail' },
  'Requested quota per user': { is: 'detail' },
};

const defaults = new Map(Object.entries(defaultLabelMap).map(([label, meaning]) => [normal(label), meaning]));

/** What a parameter says by its label, the offer's own map first. */
export function meaningOf({ label }: Pick<FilledParameter, 'label'>, own: LabelMap = {}): Meaning | undefined {
  const wanted = normal(label);
  const owned = Object.entries(own).find(([other]) => normal(other) === wanted);
  return owned ? owned[1] : defaults.get(wanted);
}

function normal(label: string): string {
  return label.trim().toLowerCase();
}
