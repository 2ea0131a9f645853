import type { App } from '#kernel/http';
import type { Publish } from '#kernel/outbox';
import { wrong } from '../../faults.ts';
import type { MessagingContext } from '../../messaging-context.ts';
import {
  accept,
  decline,
  deleteRegistration,
  listRegistrations,
  mustFind,
  mustFindPending,
  register,
  type Registration,
} from '../../registrations/keep-registration.ts';
import { instant, readObject, textIn, withoutEmpty } from './ams-json.ts';
import { amsRoute } from './ams-route.ts';
import { toUser } from './ams-user.ts';

const administrators = ['service_admin'] as const;
const badUser = () => wrong('user_arguments', 'Invalid User Arguments');
const unreadable = () => wrong('body_unreadable', 'Invalid Request Body');

/** Registrations of users (messaging-ams.md 3.14). */
export function registrationRoutes(app: App, context: MessagingContext, publish: Publish): void {
  const { database, tokens } = context;
  /** Nothing can be done any more with the token of one that is settled. */
  const activationToken = ({ id, status }: Registration) => (status === 'pending' ? tokens.ofRegistration(id) : '');
  const toRegistration = (one: Registration) => ({
    uuid: one.id,
    name: one.name,
    ...withoutEmpty({
      first_name: one.firstName,
      last_name: one.lastName,
      organization: one.organization,
      description: one.description,
    }),
    email: one.email,
    status: one.status,
    ...withoutEmpty({ decline_comment: one.declineComment, activation_token: activationToken(one) }),
    registered_at: instant(one.registeredAt),
    ...withoutEmpty({
      modified_by: one.modifiedBy ?? '',
      modified_at: one.modifiedAt === null ? '' : instant(one.modifiedAt),
    }),
  });

  amsRoute(app, context, {
    name: 'registrations:newUser',
    method: 'POST',
    path: '/v1/registrations',
    roles: ['service_admin', 'register_admin'],
    async handle({ body }) {
      const given = readObject(body, badUser);
      return toRegistration(
        await register(
          context,
          publish,
        )({
          name: textIn(given, 'name', badUser),
          firstName: textIn(given, 'first_name', badUser),
          lastName: textIn(given, 'last_name', badUser),
          email: textIn(given, 'email', badUser),
          organization: textIn(given, 'organization', badUser),
          description: textIn(given, 'description', badUser),
        }),
      );
    },
  });
  amsRoute(app, context, {
    name: 'registrations:list',
    method: 'GET',
    path: '/v1/registrations',
    roles: administrators,
    async handle({ query }) {
      const found = await listRegistrations(database.read(), query);
      const token = query['activation_token'] ?? '';
      return {
        user_registrations: found.filter((one) => token === '' || activationToken(one) === token).map(toRegistration),
      };
    },
  });
  amsRoute(app, context, {
    name: 'registrations:show',
    method: 'GET',
    path: '/v1/registrations/{uuid}',
    roles: administrators,
    handle: async ({ params }) => toRegistration(await mustFind(database.read(), params['uuid'] ?? '')),
  });
  amsRoute(app, context, {
    name: 'registrations:acceptNewUser',
    method: 'POST',
    path: '/v1/registrations/{uuid}:accept',
    roles: administrators,
    handle: async ({ acting, caller, params }) =>
      toUser(context, await accept(acting, publish)(caller, params['uuid'] ?? ''), { caller }),
  });
  amsRoute(app, context, {
    name: 'registrations:declineNewUser',
    method: 'POST',
    path: '/v1/registrations/{uuid}:decline',
    roles: administrators,
    async handle({ acting, caller, params, body }) {
      const { id } = await mustFindPending(database.read(), params['uuid'] ?? '');
      const comment = textIn(readObject(body, unreadable), 'comment', unreadable);
      await decline(acting, publish)(caller, id, comment);
      return {};
    },
  });
  amsRoute(app, context, {
    name: 'registrations:delete',
    method: 'DELETE',
    path: '/v1/registrations/{uuid}',
    roles: administrators,
    async handle({ params }) {
      await deleteRegistration(context)(params['uuid'] ?? '');
      return undefined;
    },
  });
}
