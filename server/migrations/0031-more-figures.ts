import type { MigrationSource } from '#kernel/database';

/** Indexes for lists and searches that read the wide rows of all orders, seen with 100 000 of them. */
export const moreFigures: MigrationSource = {
  name: '0031_more_figures',
  statements: [
    // Counting most orders reads this alone. Nothing of free length goes in: an entry has room for 2700 bytes.
    'drop index ordering.orders_listed',
    `create index orders_listed on ordering.orders (number)
      include (id, spam, state, project_id, parent_id, line_count, priority, assignee_id)`,
    // In the words into which the planner turns `not cardinality(tags) > 0`.
    'create index orders_untagged on ordering.orders (number) where cardinality(tags) <= 0',
    `create index orders_resolved on ordering.orders
      ((case when state in ('ready', 'closed', 'rejected') then coalesce(ended_at, state_since) end))`,
    'create index orders_of_project on ordering.orders (project_number, number)',
    `create index orders_prioritised on ordering.orders (priority, number) where priority <> 'less urgent'`,
    'create index orders_assigned on ordering.orders (assignee_id, number) where assignee_id is not null',
  ],
};
