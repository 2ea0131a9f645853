export { messagingModule, type MessagingModule } from './messaging-module.ts';
export type { Announcement, EventTopic } from './announce/event-topic.ts';
