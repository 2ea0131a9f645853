import type { MigrationSource } from '#kernel/database';

/** Which order came of a question. */
export const questionOrders: MigrationSource = {
  name: '0032_question_orders',
  statements: [
    'alter table ordering.questions add column order_id text references ordering.orders (id) on delete set null',
    'create index questions_order on ordering.questions (order_id) where order_id is not null',
  ],
};
