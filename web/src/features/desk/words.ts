import type { OrderSummary } from '#contracts/ordering/order-schemas';
import type { Amount } from '#contracts/ordering/schemas';
import { rejectionCategories } from '#contracts/ordering/lifecycle';
import type { RejectionCategory } from '#contracts/ordering/lifecycle';

import { formatNumber, t } from '../../app/messages.ts';
import type { Plural } from '../../app/messages.ts';

export const classWords: Readonly<Record<OrderSummary['class'], string>> = {
  simple: 'Simple',
  complex: 'Complex',
  joint: 'Joint',
};

export const priorities = ['less urgent', 'urgent', 'very urgent', 'top priority'] as const;

export const priorityWords: Readonly<Record<(typeof priorities)[number], string>> = {
  'less urgent': 'Less urgent',
  urgent: 'Urgent',
  'very urgent': 'Very urgent',
  'top priority': 'Top priority',
};

const categoryWords: Readonly<Record<RejectionCategory, string>> = {
  spam: 'Spam',
  duplicate: 'Ordered twice',
  not_eligible: 'Not eligible',
  no_capacity: 'No capacity',
  no_answer: 'The customer did not answer',
  cannot_be_delivered: 'Cannot be delivered',
  other: 'Something else',
};

/** Why an order can be rejected, to choose from. */
export function categoryOptions(): { value: string; label: string }[] {
  return rejectionCategories.map((value) => ({ value, label: t(categoryWords[value]) }));
}

const typologyWords: Readonly<Record<string, string>> = {
  single_user: 'Single user',
  research: 'Research community',
  private_company: 'Private company',
  project: 'Project',
};

export function typologyWord(typology: string): string {
  return t(typologyWords[typology] ?? typology);
}

const shortLabels: Readonly<Record<string, string | Plural>> = {
  vm: { one: 'VM', other: 'VMs' },
  cores: { one: 'core', other: 'cores' },
  memory: 'RAM',
  gpu: { one: 'GPU', other: 'GPUs' },
  disk: 'disk',
  storage: 'storage',
  users: { one: 'user', other: 'users' },
  students: { one: 'student', other: 'students' },
};

const metricOrder: readonly string[] = Object.keys(shortLabels);

/** Metrics as people say them: machines first, then what is in them. */
export function inMetricOrder<One extends { readonly metric: string }>(metrics: readonly One[]): readonly One[] {
  const place = ({ metric }: One) => (metricOrder.indexOf(metric) + metricOrder.length + 1) % (metricOrder.length + 1);
  return metrics.toSorted((one, other) => place(one) - place(other));
}

/** Name of a metric where there is little room, as it follows a number: `VMs`, `RAM`; `VM` after 1. */
export function metricWord({ metric, label }: Pick<Amount, 'metric' | 'label'>, n = 2): string {
  return t(shortLabels[metric] ?? label.replace(/^Number of /, ''), { n });
}

/** Name of a metric as a heading: `VMs`, `Cores`. */
export function metricTitle(amount: Pick<Amount, 'metric' | 'label'>): string {
  const word = metricWord(amount);
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}

/** `20 VMs`, `1 core`, `480 GB RAM`. */
export function amountText({ metric, label, quantity, unit }: Amount): string {
  if (metric === 'service') return quantity === 1 ? t(label) : `${formatNumber(quantity)} × ${t(label)}`;
  const number = formatNumber(quantity);
  return unit === null
    ? `${number} ${metricWord({ metric, label }, quantity)}`
    : `${number} ${unit} ${metricWord({ metric, label })}`;
}

/** The clock that matters where there is room for one: the first reply while it is late or nearly so. */
export function urgentClock({ firstReply, decision }: OrderSummary): OrderSummary['decision'] {
  return firstReply.state === 'over' || firstReply.state === 'warning' ? firstReply : decision;
}

/** Groups of a person's shifter roles by id: `cloud-compute`; `*` is every group. */
export function groupsIn(roles: readonly { readonly role: string; readonly scope: string }[]): readonly string[] {
  return roles.filter(({ role }) => role === 'shifter').map(({ scope }) => scope.replace(/^group:/, ''));
}
