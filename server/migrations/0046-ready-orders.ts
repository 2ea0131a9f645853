import type { MigrationSource } from '#kernel/database';

/** Whether an order had been in use, beside it: lists by states of foreign faces read no histories. */
export const readyOrders: MigrationSource = {
  name: '0046_ready_orders',
  statements: [
    // was_ready: an entry of its history says that it became ready.
    'alter table ordering.orders add column was_ready boolean not null default false',
    `update ordering.orders set was_ready = true
      where id in (select order_id from ordering.status_entries where to_state = 'ready')`,
    `create function ordering.note_ready() returns trigger language plpgsql as $$
      begin
        update ordering.orders set was_ready = true where id = new.order_id and not was_ready;
        return null;
      end $$`,
    `create trigger ready_noted after insert on ordering.status_entries
      for each row when (new.to_state = 'ready') execute function ordering.note_ready()`,
    'drop index ordering.status_entries_ready',
    // Lists are counted by these alone.
    'drop index ordering.orders_listed',
    `create index orders_listed on ordering.orders (number)
      include (id, spam, state, project_id, parent_id, line_count, priority, assignee_id, was_ready)`,
    'drop index ordering.orders_state',
    `create index orders_state on ordering.orders (state, decision_due_at, number)
      include (id, spam, project_id, parent_id, line_count, was_ready)`,
  ],
};
