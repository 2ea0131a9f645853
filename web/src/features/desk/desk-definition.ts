import { OrderQuery } from '#contracts/ordering/order-list';
import { orderStates, orderStateWords } from '#contracts/ordering/lifecycle';
import type { OrderSummary } from '#contracts/ordering/order-schemas';
import type { SavedView, ShifterGroup } from '#contracts/ordering/work-schemas';
import type { z } from 'zod';

import { t } from '../../app/messages.ts';
import type { RowGroup } from '../../ui/data-table/group-rows.ts';
import type { FilterOption, ListDefinition } from '../../ui/data-table/list-address.ts';
import { classWords, priorities, priorityWords } from './words.ts';

function option(value: string, label: string): FilterOption {
  return { value, label: t(label) };
}

function people(groups: readonly ShifterGroup[]): readonly FilterOption[] {
  const named = new Map(groups.flatMap(({ members }) => members.map(({ id, name }) => [id, name])));
  return [...named].map(([value, label]) => ({ value, label })).toSorted((a, b) => a.label.localeCompare(b.label));
}

/** Filters and views of the desk list. */
export function deskDefinition(views: readonly SavedView[], groups: readonly ShifterGroup[]): ListDefinition {
  return {
    filters: [
      {
        key: 'group',
        label: t('Group'),
        kind: 'choice',
        options: [option('mine', 'mine'), ...groups.map(({ id }) => ({ value: id, label: id }))],
      },
      {
        key: 'state',
        label: t('State'),
        kind: 'choice',
        options: orderStates.map((state) => option(state, orderStateWords[state].desk.toLowerCase())),
      },
      {
        key: 'assignee',
        label: t('Assignee'),
        kind: 'choice',
        negatable: false,
        options: [option('me', 'me'), option('nobody', 'nobody'), ...people(groups)],
      },
      {
        key: 'waiting',
        label: t('Waiting for'),
        kind: 'choice',
        options: ['nobody', 'desk', 'customer', 'provider', 'approver'].map((value) => option(value, value)),
      },
      {
        key: 'due',
        label: t('Due'),
        kind: 'choice',
        negatable: false,
        options: [option('overdue', 'overdue'), option('today', 'today'), option('later', 'later')],
      },
      {
        key: 'class',
        label: t('Class'),
        kind: 'choice',
        options: Object.entries(classWords).map(([value, label]) => option(value, label.toLowerCase())),
      },
      {
        key: 'priority',
        label: t('Priority'),
        kind: 'choice',
        options: priorities.map((value) => option(value, priorityWords[value].toLowerCase())),
      },
      {
        key: 'spam',
        label: t('Spam'),
        kind: 'choice',
        options: [option('suspected', 'suspected'), option('yes', 'yes'), option('no', 'no')],
      },
      {
        key: 'procedure',
        label: t('Procedure'),
        kind: 'choice',
        options: [option('stuck', 'stuck'), option('running', 'running'), option('done', 'done')],
      },
      { key: 'service', label: t('Service'), kind: 'text' },
      { key: 'provider', label: t('Provider'), kind: 'text' },
      { key: 'tag', label: t('Tag'), kind: 'text' },
      { key: 'project', label: t('Project number'), kind: 'text' },
      { key: 'submittedAfter', label: t('Submitted'), kind: 'day', operator: 'after' },
      { key: 'submittedBefore', label: t('Submitted'), kind: 'day', operator: 'before' },
    ],
    // The first one is what the bare address shows: a shipped view, whatever somebody saved beside it.
    views: views
      .toSorted((one, other) => Number(other.owner === 'shipped') - Number(one.owner === 'shipped'))
      .map(({ id, name, query, owner, mine, count, attention }) => ({
        id,
        label: t(name),
        query,
        owner,
        mine,
        count,
        attention,
      })),
    defaultSort: 'decision',
    defaultBy: 'due',
  };
}

/** The question that a list puts to the server; the server sorts by one key. What it cannot read is left out. */
export function orderQuery(query: Readonly<Record<string, string | readonly string[]>>): z.input<typeof OrderQuery> {
  const { sort, ...filters } = query;
  const asked = { ...filters, ...(typeof sort === 'string' ? { sort: sort.split(',')[0] } : {}) };
  const whole = OrderQuery.safeParse(asked);
  const bad = new Set(whole.success ? [] : whole.error.issues.map((issue) => String(issue.path[0])));
  const { limit: _limit, ...read } = OrderQuery.parse(
    Object.fromEntries(Object.entries(asked).filter(([key]) => !bad.has(key))),
  );
  return read;
}

const dueGroups: Readonly<Record<OrderSummary['due'], RowGroup>> = {
  overdue: { id: 'overdue', label: 'Overdue', tone: 'red', rank: 1 },
  today: { id: 'today', label: 'Due today', tone: 'amber', rank: 2 },
  later: { id: 'later', label: 'Due later', rank: 3 },
  none: { id: 'none', label: 'No deadline', rank: 4 },
};

export const groupings = ['due', 'assignee', 'service', 'group'] as const;
export type Counted = Readonly<Partial<Record<OrderSummary['due'], number>>>;

/** The group that an order stands in. */
export function groupOf(order: OrderSummary, by: string, counts: Counted): RowGroup {
  switch (by) {
    case 'assignee':
      return { id: order.assignee?.id ?? 'nobody', label: order.assignee?.name ?? t('Nobody') };
    case 'service':
      return { id: order.service, label: order.service };
    case 'group':
      return { id: order.group.id, label: order.group.name };
    default: {
      const group = dueGroups[order.due];
      const count = counts[order.due];
      return { ...group, label: t(group.label), ...(count === undefined ? {} : { count }) };
    }
  }
}

/** Orders in the sequence in which the list shows them. */
export function asShown(orders: readonly OrderSummary[], by: string): readonly OrderSummary[] {
  if (by !== 'due') return orders;
  return orders.toSorted((one, other) => (dueGroups[one.due].rank ?? 0) - (dueGroups[other.due].rank ?? 0));
}
