export { amsClient, type AmsClient, type AmsOptions } from './ams-client.ts';
export { AmsError } from './ams-error.ts';
export type {
  AmsDeadLetterPolicy,
  AmsProject,
  AmsPushConfig,
  AmsSchema,
  AmsSubscription,
  AmsTopic,
  AmsUser,
  Offsets,
  UserInput,
} from './entities.ts';
export type { NewMessage, ReceivedMessage } from './messages.ts';
export type { Publisher, PublisherOptions } from './publisher.ts';
export type { ConsumeOptions } from './consume.ts';
export type { Transport, TransportAnswer, TransportRequest } from './transport.ts';
