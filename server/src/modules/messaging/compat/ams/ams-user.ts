import { wrong } from '../../faults.ts';
import type { MessagingContext } from '../../messaging-context.ts';
import { isServiceAdmin, type Caller } from '../../roles.ts';
import type { UserInput } from '../../users/keep-user.ts';
import type { UserRecord } from '../../users/sql-user-store.ts';
import { instant, objectsIn, readObject, textIn, textsIn, withoutEmpty } from './ams-json.ts';

const badUser = () => wrong('user_arguments', 'Invalid User Arguments');

/** What the body of a user says (messaging-ams.md 3.13); topics and subscriptions in it are views and ignored. */
export function readUser(body: string): UserInput {
  const given = readObject(body, badUser);
  return {
    name: textIn(given, 'name', badUser),
    firstName: textIn(given, 'first_name', badUser),
    lastName: textIn(given, 'last_name', badUser),
    organization: textIn(given, 'organization', badUser),
    description: textIn(given, 'description', badUser),
    email: textIn(given, 'email', badUser),
    serviceRoles: textsIn(given, 'service_roles', badUser),
    projects: objectsIn(given, 'projects', badUser)?.map((one) => ({
      project: textIn(one, 'project', badUser),
      roles: textsIn(one, 'roles', badUser) ?? [],
    })),
  };
}

/** Whether a list is to say what its users are members of; the Python library writes `True`. */
export const wantsDetails = (query: Readonly<Record<string, string | undefined>>): boolean =>
  query['details']?.toLowerCase() === 'true';

interface Shown {
  readonly caller: Caller;
  /** The project in which they are shown: to others than administrators of the service, only this one. */
  readonly within?: string;
  readonly brief?: boolean;
  /** It is the caller's own record, which they asked for. */
  readonly own?: boolean;
}

/**
 * A user as clients read it. Whoever does not administer the service sees neither token nor service roles, nor other
 * projects, unless it is their own record.
 */
export function toUser(
  { tokens }: MessagingContext,
  user: UserRecord,
  { caller, within, brief = false, own = false }: Shown,
) {
  const whole = own || isServiceAdmin(caller);
  const memberships = whole ? user.memberships : user.memberships.filter(({ project }) => project === within);
  return {
    uuid: user.id,
    ...(brief || memberships.length === 0
      ? {}
      : {
          projects: memberships.map(({ project, roles, topics, subscriptions }) => ({
            project,
            roles,
            topics,
            subscriptions,
          })),
        }),
    name: user.name,
    ...withoutEmpty({
      first_name: user.first_name,
      last_name: user.last_name,
      organization: user.organization,
      description: user.description,
      token: whole ? tokens.of(user) : '',
    }),
    email: user.email,
    service_roles: whole ? user.service_roles : [],
    created_on: instant(user.created_at),
    modified_on: instant(user.changed_at),
    ...withoutEmpty({ created_by: whole ? (user.creator ?? '') : '' }),
  };
}
