import type { FilledParameter } from '#contracts/catalogue/parameters';
import { finalOrderStates } from '#contracts/ordering/lifecycle';
import { firstAt, type TmfOrderRow } from './sql-tmf-orders.ts';
import { itemState, orderState } from './tmf-states.ts';

export const tmfBase = '/tmf-api/serviceOrdering/v4';

const midnight = (day: string | null) => (day === null ? undefined : `${day}T00:00:00.000Z`);

const party = (id: string, role: string, name: string, referred: string) => ({
  id,
  role,
  name,
  '@referredType': referred,
  '@type': 'RelatedParty',
});

/** An answered parameter; what was left empty has no place in a characteristic, which wants a value. */
function characteristic({ id, label, value }: FilledParameter) {
  if (value === null) return [];
  const valueType = Array.isArray(value) ? 'array' : typeof value === 'number' ? 'integer' : 'string';
  return [{ id, name: label, valueType, value, '@type': 'Characteristic' }];
}

/** An order as a TMF 641 `ServiceOrder`, from what its customer may know of it. */
export function serviceOrder(row: TmfOrderRow, publicUrl: string) {
  const { order, details, entries, notes, late } = row;
  const id = String(order.number);
  const state = itemState({
    state: order.state,
    wasReady: order.was_ready,
    undelivered: order.undelivered,
    held: order.held,
    cancelling: order.cancelling,
  });
  const itemId = details?.item_id ?? '1';
  const whole = orderState([state]);
  const readyAt = firstAt(row, 'ready');
  const isOver = finalOrderStates.includes(order.state);
  const end = entries.findLast(({ to_state: to }) => to === 'closed');
  return {
    id,
    href: `${publicUrl}${tmfBase}/serviceOrder/${id}`,
    externalId: details?.external_id ?? undefined,
    category: order.category,
    description: details?.description ?? undefined,
    notificationContact: details?.notification_contact ?? undefined,
    priority: details?.priority ?? undefined,
    state: whole,
    orderDate: order.submitted_at,
    startDate: firstAt(row, 'in_progress'),
    requestedStartDate: details?.requested_start_at ?? midnight(order.starts_on),
    requestedCompletionDate: details?.requested_completion_at ?? undefined,
    expectedCompletionDate:
      isOver || readyAt ? undefined : (midnight(order.starts_on) ?? order.decision_due_at ?? undefined),
    completionDate: readyAt ?? (isOver ? (order.ended_at ?? undefined) : undefined),
    cancellationDate: whole === 'cancelled' ? (order.ended_at ?? undefined) : undefined,
    cancellationReason: whole === 'cancelled' ? end?.reason : undefined,
    externalReference: details?.external_references ?? [],
    note: notes.map(({ number, at, author_name: author, body }) => ({
      id: String(number),
      author,
      date: at,
      text: body,
      '@type': 'Note',
    })),
    milestone: entries
      .filter(({ action }) => action === 'approve')
      .map(({ id: entryId, at }) => ({
        id: entryId,
        name: 'approved',
        description: 'The order was approved',
        milestoneDate: at,
        status: 'achieved',
        '@type': 'ServiceOrderMilestone',
      })),
    jeopardyAlert: late.map(({ id: shareId, escalated_at: at }) => ({
      id: shareId,
      name: 'provider late',
      jeopardyType: 'delay',
      message: 'A provider has not answered in time; the order desk follows it up',
      alertDate: at ?? undefined,
      '@type': 'ServiceOrderJeopardyAlert',
    })),
    orderRelationship:
      order.changes === null
        ? []
        : [
            {
              id: String(order.changes),
              href: `${publicUrl}${tmfBase}/serviceOrder/${order.changes}`,
              relationshipType: 'changes',
              '@referredType': 'ServiceOrder',
              '@type': 'ServiceOrderRelationship',
            },
          ],
    relatedParty: [
      party(order.customer_id, 'customer', order.customer_name, 'Individual'),
      party(order.snapshot.provider, 'provider', order.snapshot.provider, 'Organization'),
      party(String(order.project_number), 'project', order.project_name, 'Project'),
    ],
    serviceOrderItem: [
      {
        id: itemId,
        quantity: 1,
        action: order.change_of === null ? 'add' : 'modify',
        state,
        service: {
          name: order.service_name,
          category: order.category,
          isBundle: false,
          state: order.state === 'ready' ? 'active' : isOver && order.was_ready ? 'terminated' : 'designed',
          startDate: midnight(order.starts_on),
          endDate: midnight(order.ends_on),
          serviceSpecification: {
            id: order.offer_ref,
            name: `${order.service_name}, ${order.offer_name}`,
            '@type': 'ServiceSpecificationRef',
          },
          serviceCharacteristic: order.parameters.flatMap(characteristic),
          '@type': 'Service',
        },
        '@type': 'ServiceOrderItem',
      },
    ],
    '@type': 'ServiceOrder',
  };
}

export type ServiceOrder = ReturnType<typeof serviceOrder>;

/** Only the attributes that were asked for, by the names of the first level; `id` and `href` always. */
export function onlyFields<T extends object>(resource: T, fields: string | undefined): Partial<T> {
  if (fields === undefined || fields.trim() === '') return resource;
  const wanted = new Set(['id', 'href', '@type', ...fields.split(',').map((name) => name.trim().split('.')[0])]);
  return Object.fromEntries(Object.entries(resource).filter(([name]) => wanted.has(name))) as Partial<T>;
}
