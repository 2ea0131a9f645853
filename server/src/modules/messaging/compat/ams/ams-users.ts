import type { App } from '#kernel/http';
import { sha256 } from '#kernel/ids';
import { AppError } from '#kernel/errors';
import type { MessagingContext } from '../../messaging-context.ts';
import { requireName } from '../../names.ts';
import { isServiceAdmin } from '../../roles.ts';
import { createUser, deleteUser, refreshToken, updateUser } from '../../users/keep-user.ts';
import { findUser, listUsers, mustFindUser } from '../../users/sql-user-store.ts';
import { pageToken, readPage } from './ams-json.ts';
import { amsRoute } from './ams-route.ts';
import { unauthorized } from './ams-error.ts';
import { readUser, toUser, wantsDetails } from './ams-user.ts';

/** Users of the service (messaging-ams.md 3.13). */
export function userRoutes(app: App, context: MessagingContext): void {
  const { database, directory } = context;

  amsRoute(app, context, {
    name: 'users:byToken',
    method: 'GET',
    path: '/v1/users:byToken/{token}',
    roles: ['service_admin', 'push_worker'],
    async handle({ caller, params }) {
      const user = await mustFindUser(database.read(), { tokenHash: sha256(params['token'] ?? '') });
      // A push worker finds in its own record what it is to push.
      return toUser(context, user, { caller, own: user.id === caller.userId });
    },
  });
  amsRoute(app, context, {
    name: 'users:byUUID',
    method: 'GET',
    path: '/v1/users:byUUID/{uuid}',
    roles: ['service_admin', 'argo_api_authn'],
    handle: async ({ caller, params }) =>
      toUser(context, await mustFindUser(database.read(), { id: params['uuid'] ?? '' }), { caller }),
  });
  amsRoute(app, context, {
    name: 'users:profile',
    method: 'GET',
    path: '/v1/users/profile',
    roles: 'user',
    async handle({ caller }) {
      const user = caller.userId === null ? undefined : await findUser(database.read(), { id: caller.userId });
      if (!user) throw unauthorized();
      return toUser(context, user, { caller, own: true });
    },
  });
  amsRoute(app, context, {
    name: 'users:list',
    method: 'GET',
    path: '/v1/users',
    roles: ['service_admin', 'project_admin'],
    async handle({ caller, query }) {
      const page = readPage(query);
      const named = query['project'] ?? '';
      const project = named === '' ? null : await directory.project(named);
      if (named !== '' && !project) throw new AppError('not_found', 'project_unknown', "ProjectUUID doesn't exist");
      // Whoever administers projects sees their members, and nobody else's.
      const own = isServiceAdmin(caller)
        ? null
        : [...caller.projects].filter(([, roles]) => roles.includes('project_admin')).map(([id]) => id);
      const projectIds = project ? (own === null || own.includes(project.id) ? [project.id] : []) : own;
      const { items, next, total } = await listUsers(database.read(), { projectIds, page });
      return {
        users: items.map((user) =>
          toUser(context, user, { caller, ...(project ? { within: project.name } : {}), brief: !wantsDetails(query) }),
        ),
        nextPageToken: pageToken(next),
        totalSize: total,
      };
    },
  });
  amsRoute(app, context, {
    name: 'users:show',
    method: 'GET',
    path: '/v1/users/{user}',
    roles: ['service_admin'],
    handle: async ({ caller, params }) =>
      toUser(context, await mustFindUser(database.read(), { name: params['user'] ?? '' }), { caller }),
  });
  amsRoute(app, context, {
    name: 'users:create',
    method: 'POST',
    path: '/v1/users/{user}',
    roles: ['service_admin'],
    handle: async ({ acting, caller, params, body }) =>
      toUser(context, await createUser(acting)(caller, params['user'] ?? '', readUser(body)), { caller }),
  });
  amsRoute(app, context, {
    name: 'users:update',
    method: 'PUT',
    path: '/v1/users/{user}',
    roles: ['service_admin'],
    async handle({ acting, caller, params, body }) {
      const { name } = await mustFindUser(database.read(), { name: params['user'] ?? '' });
      const given = readUser(body);
      if (given.name) requireName('user', given.name);
      return toUser(context, await updateUser(acting)(name, given), { caller });
    },
  });
  amsRoute(app, context, {
    name: 'users:refreshToken',
    method: 'POST',
    path: '/v1/users/{user}:refreshToken',
    roles: ['service_admin'],
    handle: async ({ acting, caller, params }) =>
      toUser(context, await refreshToken(acting)(params['user'] ?? ''), { caller }),
  });
  amsRoute(app, context, {
    name: 'users:delete',
    method: 'DELETE',
    path: '/v1/users/{user}',
    roles: ['service_admin'],
    async handle({ acting, params }) {
      await deleteUser(acting)(params['user'] ?? '');
      return undefined;
    },
  });
}
