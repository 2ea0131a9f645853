import { AppError } from '#kernel/errors';

/** What faults that speak the words of `/v1` mean to people; each sentence says what helps, where something does. */
const plain: Readonly<Record<string, string | ((message: string) => string)>> = {
  project_unknown: 'There is no such project. Look whether it was renamed or deleted',
  topic_unknown: 'There is no such topic. Look whether it was deleted',
  subscription_unknown: 'There is no such subscription. Look whether it was deleted',
  schema_unknown: 'There is no such schema. Look whether it was deleted',
  user_unknown: 'There is no such member',
  users_unknown: (message) => message.replace(/^User\(s\): (.*) do not exist$/, 'No member is called $1'),
  registration_unknown: 'It was decided already. Load the list anew',
  already_exists: 'This name is taken. Choose another one',
  name_taken: 'This name is taken. Choose another one',
  member_already: 'It is a member of this project already',
  member_missing: 'It is no member of this project. Add it to the members first',
  push_off: 'Nothing is pushed here: push is switched off on this server. Programs can pull',
  push_unavailable: 'Nothing is pushed here yet: this server leaves it to a push worker, and there is none',
  push_not_http: 'It is not pushed to an endpoint, so there is nothing to verify',
  push_verified: 'The endpoint is verified already',
  push_changed: 'Its delivery was changed in the meantime. Verify the endpoint again',
  push_invalid: 'Messages cannot be pushed there. An endpoint begins with https://',
  dead_letter_invalid: 'Dead letters need another topic than that of the subscription, and 1 to 100 attempts',
  deadline_invalid: 'Give a time from 0 to 600 seconds',
  topic_gone: 'The topic of the subscription was deleted',
  offset_out_of_bounds: 'There is no such message: it is kept no longer, or was not published yet',
  message_too_large: 'It is too large: a message with its attributes has at most 10 MiB',
  message_unfit: (message) =>
    message.replace(/^Message \d+ (?:data )?is not valid(?: JSON format)?[,.] ?/, 'It does not fit the schema: '),
  closed: 'You may not do this',
};

/** The same fault for people: its words, where they are those of the API of programs, become plain ones. */
export function inPlainWords(error: Error): Error {
  if (!(error instanceof AppError)) return error;
  const words = plain[error.code];
  if (words === undefined) return error;
  const message = typeof words === 'string' ? words : words(error.message);
  return new AppError(error.kind, error.code, message, { ...error.details }, error);
}
