export type { PushState } from './push/push-state.ts';
export { messagingModule, type MessagingModule } from './messaging-module.ts';
export { examineNats } from './log/open-log.ts';
