import { AppError } from '#kernel/errors';

// Clients compare some of these words; they are those of ARGOeu/argo-messaging, byte for byte (messaging-ams.md 3.3).
const missing = (code: string, message: string) => new AppError('not_found', code, message);
const taken = (what: string) => new AppError('conflict', 'already_exists', `${what} already exists`);

export const projectUnknown = () => missing('project_unknown', "project doesn't exist");
export const topicUnknown = () => missing('topic_unknown', "Topic doesn't exist");
export const subscriptionUnknown = () => missing('subscription_unknown', "Subscription doesn't exist");
export const userUnknown = () => missing('user_unknown', "User doesn't exist");
export const usersUnknown = (names: readonly string[]) =>
  missing('users_unknown', `User(s): ${names.join(', ')} do not exist`);

export const schemaUnknown = () => missing('schema_unknown', "Schema doesn't exist");

export const projectTaken = () => taken('Project');
export const topicTaken = () => taken('Topic');
export const subscriptionTaken = () => taken('Subscription');
export const schemaTaken = () => taken('Schema');
export const userTaken = () => taken('User');

export const pushOff = () => new AppError('conflict', 'push_off', 'Push functionality is currently disabled');

export const closed = () => new AppError('forbidden', 'closed', 'Access to this resource is forbidden');
export const wrong = (code: string, message: string) => new AppError('invalid', code, message);
