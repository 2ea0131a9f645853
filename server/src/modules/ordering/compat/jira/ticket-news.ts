import type { OrderState } from '#contracts/ordering/lifecycle';
import type { DomainEvent } from '#kernel/outbox';
import { priorities, statusOfProject, statusOfState, type TicketStatus } from './jira-names.ts';
import type { CommentRow } from './sql-tickets.ts';
import type { Ticket } from './ticket.ts';
import type { ChangeItem, TicketNews } from './webhook-body.ts';

/** Our events from which news of tickets follow. */
export const newsSources = [
  'ordering.order_*',
  'ordering.voucher_changed',
  'ordering.desk_changed',
  'ordering.message_*',
  'ordering.note_written',
  'ordering.project_changed',
  'ordering.project_message_written',
  'ordering.ticket_*',
] as const;

/** What a ticket's clients hear of an event; `comment` is the message that the event names, unless it is for the customer alone. */
export function newsOf(
  { type, payload }: DomainEvent,
  ticket: Ticket,
  { comment, nameOf }: { readonly comment: CommentRow | undefined; readonly nameOf: (id: string) => string },
): TicketNews[] {
  const byId = typeof payload['byId'] === 'string' ? payload['byId'] : null;
  const said = (event: TicketNews['event']): TicketNews[] => (comment ? [{ event, byId, comment }] : []);
  const created: TicketNews = { event: 'jira:issue_created', typeName: 'issue_created', byId };
  const changed = (items: readonly ChangeItem[], typeName = 'issue_updated'): TicketNews[] =>
    items.length === 0 ? [] : [{ event: 'jira:issue_updated', typeName, byId, items }];
  switch (type) {
    case 'ordering.order_placed':
      return [created];
    case 'ordering.message_written':
    case 'ordering.note_written':
    case 'ordering.project_message_written':
      return said('comment_created');
    case 'ordering.message_edited':
      return said('comment_updated');
    case 'ordering.message_hidden':
      return said('comment_deleted');
    case 'ordering.voucher_changed':
      return changed([voucherItem(textOrNull(payload['from']), textOrNull(payload['to']))]);
    case 'ordering.desk_changed':
      return changed(deskItems(ticket, Array.isArray(payload['changed']) ? payload['changed'] : [], nameOf));
    case 'ordering.ticket_deleted':
      return [{ event: 'jira:issue_deleted', typeName: 'issue_deleted', byId }];
    case 'ordering.ticket_edited':
      return [{ event: 'jira:issue_updated', typeName: 'issue_updated', byId }];
    case 'ordering.project_changed':
      if (payload['change'] === 'imported') return [];
      return payload['change'] === 'created' ? [{ ...created }] : projectNews(payload['change'], byId);
    default: {
      const { from, to } = payload as { from?: OrderState; to?: OrderState };
      const moved = from && to ? statusItems(statusOfState(from), statusOfState(to)) : [];
      return [...changed(moved, 'issue_generic'), ...(moved.length > 0 ? said('comment_created') : [])];
    }
  }
}

const textOrNull = (value: unknown) => (typeof value === 'string' ? value : null);

function statusItems(from: TicketStatus, to: TicketStatus): ChangeItem[] {
  if (from.id === to.id) return [];
  return [{ field: 'status', fieldtype: 'jira', from: from.id, fromString: from.name, to: to.id, toString: to.name }];
}

const voucherItem = (before: string | null, after: string | null): ChangeItem => ({
  field: 'CP-VoucherID',
  fieldtype: 'custom',
  from: null,
  fromString: before,
  to: null,
  toString: after ?? '',
});

function deskItems(ticket: Ticket, fields: readonly unknown[], nameOf: (id: string) => string): ChangeItem[] {
  if (ticket.kind !== 'order') return [];
  const { order } = ticket;
  const { assignee_id: assignee } = order;
  const item = (field: string, to: string | null, text: string | null): ChangeItem => ({
    field,
    fieldtype: 'jira',
    from: null,
    fromString: null,
    to,
    toString: text,
  });
  const priority = priorities.find(({ ours }) => ours === order.priority);
  return fields.flatMap((field) => {
    if (field === 'assignee')
      return [assignee === null ? item('assignee', null, null) : item('assignee', nameOf(assignee), nameOf(assignee))];
    if (field === 'priority') return [item('priority', priority?.id ?? null, priority?.name ?? null)];
    return field === 'tags' ? [item('labels', null, order.tags.join(' '))] : [];
  });
}

function projectNews(change: unknown, byId: string | null): TicketNews[] {
  const [todo, archived] = [statusOfProject('active'), statusOfProject('archived')];
  const items =
    change === 'archived'
      ? statusItems(todo, archived)
      : change === 'restored'
        ? statusItems(archived, todo)
        : undefined;
  return [
    {
      event: 'jira:issue_updated',
      typeName: items ? 'issue_generic' : 'issue_updated',
      byId,
      ...(items ? { items } : {}),
    },
  ];
}
