import type { OrderState } from '#contracts/ordering/lifecycle';
import type { DomainEvent } from '#kernel/outbox';
import type { TmfLine, TmfOrderRow } from './sql-tmf-orders.ts';
import { itemState } from './tmf-states.ts';

/** Events of TMF 641 that can happen here; a cancellation never needs more information. */
export const tmfEventTypes = [
  'ServiceOrderCreateEvent',
  'ServiceOrderAttributeValueChangeEvent',
  'ServiceOrderStateChangeEvent',
  'ServiceOrderDeleteEvent',
  'ServiceOrderInformationRequiredEvent',
  'ServiceOrderMilestoneEvent',
  'ServiceOrderJeopardyEvent',
  'CancelServiceOrderCreateEvent',
  'CancelServiceOrderStateChangeEvent',
] as const;
export type TmfEventType = (typeof tmfEventTypes)[number];

/** Our events from which those follow. */
export const tmfSources = [
  'ordering.order_*',
  'ordering.message_written',
  'ordering.share_reminded',
  'ordering.service_order_*',
  'ordering.cancellation_*',
] as const;

/** The events of TMF 641 that one of ours is, for a service order as it stands now and the one of its orders it is about. */
export function tmfEventsOf(
  { type, payload }: DomainEvent,
  { leader }: TmfOrderRow,
  { order }: TmfLine,
): TmfEventType[] {
  switch (type) {
    case 'ordering.order_placed':
      // The further items were placed with it, and stand in that event.
      return order.id === leader.order.id ? ['ServiceOrderCreateEvent'] : [];
    case 'ordering.message_written':
    case 'ordering.service_order_changed':
      return ['ServiceOrderAttributeValueChangeEvent'];
    case 'ordering.service_order_deleted':
      return ['ServiceOrderDeleteEvent'];
    case 'ordering.share_reminded':
      return payload['escalated'] === true ? ['ServiceOrderStateChangeEvent', 'ServiceOrderJeopardyEvent'] : [];
    case 'ordering.cancellation_requested':
      return payload['state'] === 'accepted'
        ? ['CancelServiceOrderCreateEvent', 'ServiceOrderStateChangeEvent']
        : ['CancelServiceOrderCreateEvent'];
    case 'ordering.cancellation_ended':
      return ['CancelServiceOrderStateChangeEvent'];
    case 'ordering.order_asked':
      return ['ServiceOrderStateChangeEvent', 'ServiceOrderInformationRequiredEvent'];
    case 'ordering.order_approved':
      return ['ServiceOrderMilestoneEvent'];
    default:
      return hasMoved(payload, order.was_ready) ? ['ServiceOrderStateChangeEvent'] : [];
  }
}

function hasMoved(payload: Readonly<Record<string, unknown>>, wasReady: boolean): boolean {
  const { from, to } = payload as { from?: OrderState; to?: OrderState };
  if (from === undefined || to === undefined) return false;
  const facts = { wasReady, undelivered: from === 'approved', held: false, cancelling: false };
  return itemState({ ...facts, state: from }) !== itemState({ ...facts, state: to });
}
