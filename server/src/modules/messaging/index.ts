export { messagingModule, type MessagingModule } from './messaging-module.ts';
export { examineNats } from './log/open-log.ts';
