import type { FeedEvent } from './sql-event-feed.ts';

/** An event as the Ordering API prints it (ordering.md 3.2.5). */
export function eventObject(event: FeedEvent) {
  return {
    timestamp: event.at,
    type: event.type,
    resource: event.resource,
    project_id: event.project_number,
    ...(event.project_item_iid === null ? {} : { project_item_id: event.project_item_iid }),
    ...(event.message_number === null ? {} : { message_id: event.message_number }),
    ...(event.changes === null ? {} : { changes: event.changes }),
  };
}
