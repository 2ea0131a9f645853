import { orderColumns, type OrderColumn } from '#contracts/ordering/order-list';
import type { OrderSummary } from '#contracts/ordering/order-schemas';

type Field = readonly [head: string, value: (order: OrderSummary) => string | number | null | undefined];

/** What a column of the desk list is in a file: raw values, times ISO in UTC, heads in English whatever the reader's language. */
const fields: Record<OrderColumn, readonly Field[]> = {
  number: [
    ['number', (order) => order.number],
    ['class', (order) => order.class],
  ],
  service: [
    ['service', (order) => order.service],
    ['offer', (order) => order.offer],
  ],
  customer: [
    ['customer', (order) => order.customer],
    ['project', (order) => order.project.name],
    ['project_number', (order) => order.project.number],
  ],
  state: [
    ['state', (order) => order.state],
    ['value', (order) => order.value],
  ],
  provider: [
    ['provider', (order) => order.provider.name],
    ['more_providers', (order) => order.provider.more],
  ],
  waiting: [
    ['waiting_for', (order) => order.waiting.for],
    ['waiting_who', (order) => order.waiting.who],
    ['waiting_why', (order) => order.waiting.why],
  ],
  first: [
    ['first_reply_due', (order) => order.firstReply.dueAt],
    ['first_reply_state', (order) => order.firstReply.state],
  ],
  decision: [
    ['decision_due', (order) => order.decision.dueAt],
    ['decision_state', (order) => order.decision.state],
  ],
  assignee: [['assignee', (order) => order.assignee?.name]],
  group: [['group', (order) => order.group.id]],
  priority: [['priority', (order) => order.priority]],
  tags: [['tags', (order) => order.tags.join(' ')]],
  submitted: [['submitted_at', (order) => order.submittedAt]],
  last: [['last_public_at', (order) => order.lastPublicAt]],
};

/** The head and the rows of the file, with the wanted columns in the wanted order, or with all. */
export function orderExport(wanted: readonly OrderColumn[] = orderColumns) {
  const written = wanted.flatMap((column) => fields[column]);
  return {
    head: written.map(([head]) => head),
    row: (order: OrderSummary) => written.map(([, value]) => String(value(order) ?? '')),
  };
}
