import type { MigrationSource } from '#kernel/database';

/** Indexes for lists that count or sort all orders of the house or of one customer, seen with 100 000 of them. */
export const countedLists: MigrationSource = {
  name: '0033_counted_lists',
  statements: [
    // Whatever has a number of its own on a foreign face; counting them reads this alone.
    `create index orders_leading on ordering.orders (number) where parent_id is null and spam = 'no'`,
    // In the sequence of the work list: on their way, in use, over.
    `create index orders_followed on ordering.orders (
        (case when state in ('closed', 'rejected') then 2 when state = 'ready' then 1 else 0 end),
        (greatest(state_since, last_public_at)) desc, number desc)
      where kind = 'order' and is_listed`,
    // Spam and tests, which statistics only name.
    `create index order_facts_beside on ordering.order_facts (submitted_at) where part <> 'desk'`,
  ],
};
