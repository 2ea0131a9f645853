import type { OrderSummary } from '#contracts/ordering/schemas';

/** Head of the CSV, in English whatever the reader's language. */
export const exportColumns = [
  'number',
  'class',
  'service',
  'offer',
  'customer',
  'project',
  'project_number',
  'state',
  'value',
  'provider',
  'more_providers',
  'waiting_for',
  'waiting_why',
  'first_reply_due',
  'first_reply_state',
  'decision_due',
  'decision_state',
  'assignee',
  'group',
  'priority',
  'tags',
  'submitted_at',
  'last_public_at',
];

/** Raw values of one order in that order; times are ISO in UTC. */
export function exportRow(order: OrderSummary): string[] {
  return [
    order.number,
    order.class,
    order.service,
    order.offer,
    order.customer,
    order.project.name,
    order.project.number,
    order.state,
    order.value,
    order.provider.name,
    order.provider.more,
    order.waiting.for,
    order.waiting.why,
    order.firstReply.dueAt,
    order.firstReply.state,
    order.decision.dueAt,
    order.decision.state,
    order.assignee?.name,
    order.group.id,
    order.priority,
    order.tags.join(' '),
    order.submittedAt,
    order.lastPublicAt,
  ].map((value) => String(value ?? ''));
}
