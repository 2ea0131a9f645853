export { eventPublisher, eventsChannel, type DomainEvent, type NewEvent, type Publish } from './publish.ts';
export { createRelay, type JobRequest, type Reaction, type Relay } from './relay.ts';
export { readFeed, type FeedEvent } from './feed.ts';
