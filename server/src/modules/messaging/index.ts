export { messagingModule, type MessagingModule } from './messaging-module.ts';
