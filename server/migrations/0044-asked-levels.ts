import type { MigrationSource } from '#kernel/database';

/** Lists say when an order waits for those who have to agree to it; clocks of imported orders are told like those of others. */
export const askedLevels: MigrationSource = {
  name: '0044_asked_levels',
  statements: [
    // asked_level: name of the level of approval that is asked now.
    'alter table ordering.orders add column asked_level text',
    'alter table ordering.orders drop constraint orders_waiting_for_check',
    `alter table ordering.orders add constraint orders_waiting_for_check
      check (waiting_for in ('nobody', 'desk', 'customer', 'provider', 'approver', 'none'))`,
    `update ordering.orders o set asked_level = level.name,
        waiting_for = case when o.state = 'in_progress' and o.waiting_why in ('decide', 'approve')
          then 'approver' else o.waiting_for end,
        waiting_why = case when o.state = 'in_progress' and o.waiting_why in ('decide', 'approve')
          then 'agree for ' || level.name else o.waiting_why end
      from ordering.approval_levels level where level.order_id = o.id and level.state = 'asked'`,
    // What an imported order had missed before is not told now.
    `insert into ordering.clock_notices (order_id, clock, kind, at)
      select o.id, due.clock, told.kind, now() from ordering.orders o
        cross join lateral (values ('first_reply', o.first_reply_due_at), ('decision', o.decision_due_at)) due (clock, at)
        cross join (values ('warning'), ('missed')) told (kind)
      where o.source = 'import' and o.state in ('registered', 'in_progress') and due.at < now()
      on conflict do nothing`,
  ],
};
