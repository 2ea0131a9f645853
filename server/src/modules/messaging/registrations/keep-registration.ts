import type { Read, Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { nextId, sameSecret } from '#kernel/ids';
import type { Publish } from '#kernel/outbox';
import { userTaken, wrong } from '../faults.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { isName } from '../names.ts';
import type { Caller } from '../roles.ts';
import { tables, type RegistrationStatus } from '../tables.ts';
import { makeUser } from '../users/keep-user.ts';
import { findUser, type UserRecord } from '../users/sql-user-store.ts';

/** What somebody who wants to use the service says of themselves. */
export interface Application {
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly organization: string;
  /** What for. */
  readonly description: string;
}

export interface Registration extends Application {
  readonly id: string;
  readonly status: RegistrationStatus;
  readonly declineComment: string;
  readonly registeredAt: string;
  /** The user that came of it. */
  readonly userId: string | null;
  /** Name of the user who accepted or declined it; null where it was the service token. */
  readonly modifiedBy: string | null;
  readonly modifiedAt: string | null;
}

const mostLetters = 2000;
const unknown = () => new AppError('not_found', 'registration_unknown', "User registration doesn't exist");
const bad = () => wrong('user_arguments', 'Invalid User Arguments');

/** Asks for a user. Throws `name_invalid`, `user_arguments` without a mail address, `already_exists` where a user has the name. */
export const register =
  ({ database, clock }: MessagingContext, publish: Publish) =>
  (application: Application): Promise<Registration> => {
    const { name, email } = application;
    if (!isName(name)) throw wrong('name_invalid', 'Invalid user name');
    if (!/^[^\s@<>]+@[^\s@<>]+$/.test(email)) throw bad();
    if (Object.values(application).some((text) => text.length > mostLetters)) throw bad();
    return database.transact(async (tx) => {
      if (await findUser(tx, { name })) throw userTaken();
      const id = nextId();
      await tables(tx)
        .insertInto('messaging.registrations')
        .values({
          id,
          name,
          first_name: application.firstName,
          last_name: application.lastName,
          organization: application.organization,
          description: application.description,
          email,
          registered_at: clock.now(),
        })
        .execute();
      await tell(publish, tx, 'messaging.registration_asked', id);
      return mustFind(tx, id);
    });
  };

/** Makes the user who was asked for, in no project. Throws `registration_unknown` unless it is pending, `already_exists`. */
export const accept =
  (context: MessagingContext, publish: Publish) =>
  (caller: Caller, id: string): Promise<UserRecord> =>
    context.directory.change(async (tx) => {
      await settle(context, publish, tx, { id, caller, outcome: { status: 'accepted' } });
      const asked = await mustFind(tx, id);
      const user = await makeUser(context, tx, { caller, name: asked.name, input: asked });
      await tables(tx).updateTable('messaging.registrations').set({ user_id: user.id }).where('id', '=', id).execute();
      return user;
    });

/** Refuses, with what the applicant is told. Throws `registration_unknown` unless it is pending. */
export const decline =
  (context: MessagingContext, publish: Publish) =>
  (caller: Caller, id: string, comment: string): Promise<void> =>
    context.database.transact((tx) =>
      settle(context, publish, tx, { id, caller, outcome: { status: 'declined', decline_comment: comment } }),
    );

/** Deletes a registration, whatever came of it; its user stays. Throws `registration_unknown`. */
export const deleteRegistration =
  ({ database }: MessagingContext) =>
  async (id: string): Promise<void> => {
    const gone = await tables(database.read())
      .deleteFrom('messaging.registrations')
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    if (!gone) throw unknown();
  };

export interface RegistrationFilter {
  readonly status?: string;
  readonly name?: string;
  readonly email?: string;
  readonly organization?: string;
}

/** Registrations, newest first. */
export function listRegistrations(read: Read, filter: RegistrationFilter): Promise<Registration[]> {
  let query = rows(read).orderBy('r.number', 'desc');
  for (const column of ['status', 'name', 'email', 'organization'] as const) {
    const value = filter[column];
    if (value) query = query.where(`r.${column}`, '=', value as RegistrationStatus);
  }
  return query.execute();
}

/** A registration; undefined once it was deleted. */
export const registrationById = (read: Read, id: string): Promise<Registration | undefined> =>
  rows(read).where('r.id', '=', id).executeTakeFirst();

/** A registration. Throws `registration_unknown`. */
export async function mustFind(read: Read, id: string): Promise<Registration> {
  const found = await registrationById(read, id);
  if (!found) throw unknown();
  return found;
}

/** A registration that nobody has settled. Throws `registration_unknown`. */
export async function mustFindPending(read: Read, id: string): Promise<Registration> {
  const found = await mustFind(read, id);
  if (found.status !== 'pending') throw unknown();
  return found;
}

/** The registration behind the link that its applicant was sent; undefined where there is none. */
export async function registrationOfLink({ database, tokens }: MessagingContext, key: string) {
  const [id = '', signature = ''] = key.split('.');
  if (!sameSecret(signature, tokens.ofLink(id))) return undefined;
  return rows(database.read()).where('r.id', '=', id).executeTakeFirst();
}

const rows = (read: Read) =>
  tables(read)
    .selectFrom('messaging.registrations as r')
    .leftJoin('messaging.users as u', 'u.id', 'r.modified_by')
    .select(['r.id', 'r.name', 'r.first_name as firstName', 'r.last_name as lastName', 'r.email', 'r.organization'])
    .select(['r.description', 'r.status', 'r.decline_comment as declineComment', 'r.registered_at as registeredAt'])
    .select(['r.user_id as userId', 'u.name as modifiedBy', 'r.modified_at as modifiedAt']);

async function settle(
  { clock, audit, actor }: MessagingContext,
  publish: Publish,
  tx: Tx,
  {
    id,
    caller,
    outcome,
  }: {
    id: string;
    caller: Caller;
    outcome: { status: 'accepted' } | { status: 'declined'; decline_comment: string };
  },
): Promise<void> {
  const settled = await tables(tx)
    .updateTable('messaging.registrations')
    .set({ ...outcome, modified_by: caller.userId, modified_at: clock.now() })
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .returning(['name', 'decline_comment as comment'])
    .executeTakeFirst();
  if (!settled) throw unknown();
  await audit(tx, {
    actor,
    action: `messaging.registration_${outcome.status}`,
    target: `messaging-registration:${id}`,
    details: { user: settled.name, ...(settled.comment === '' ? {} : { comment: settled.comment }) },
  });
  await tell(publish, tx, `messaging.registration_${outcome.status}`, id);
}

const tell = (publish: Publish, tx: Tx, type: string, registrationId: string) =>
  publish(tx, {
    type,
    aggregate: `messaging-registration:${registrationId}`,
    payload: { registrationId },
    audience: ['role:administrator'],
  });
