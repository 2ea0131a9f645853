export { messagingModule, type MessagingModule } from './messaging-module.ts';
export type { Alert as MessagingAlert } from './watch/alerts.ts';
