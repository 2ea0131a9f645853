import type { App } from '#kernel/http';
import { userUnknown, wrong } from '../../faults.ts';
import type { MessagingContext } from '../../messaging-context.ts';
import { requireName } from '../../names.ts';
import {
  createProject,
  deleteProject,
  projectsOf,
  updateProject,
  type ProjectRecord,
} from '../../projects/keep-project.ts';
import { createUser } from '../../users/keep-user.ts';
import { addMember, mustFindMember, removeMember, updateMember } from '../../users/members.ts';
import { findUser, listUsers, mustFindUser } from '../../users/sql-user-store.ts';
import { instant, pageToken, readObject, readPage, textIn, textsIn, withoutEmpty } from './ams-json.ts';
import { amsRoute, type AmsCall } from './ams-route.ts';
import { readUser, toUser, wantsDetails } from './ams-user.ts';

const administrators = ['service_admin', 'project_admin'] as const;
const unreadable = () => wrong('body_unreadable', 'Invalid Request Body');
const badProject = () => wrong('project_arguments', 'Invalid Project Arguments');

const toProject = ({ name, created_at, changed_at, creator, description }: ProjectRecord) => ({
  name,
  created_on: instant(created_at),
  modified_on: instant(changed_at),
  ...withoutEmpty({ created_by: creator ?? '', description }),
});

/** Projects and their members (messaging-ams.md 3.12). */
export function projectRoutes(app: App, context: MessagingContext): void {
  const { database } = context;
  const memberAt = async ({ project, params }: AmsCall) => {
    const user = await findUser(database.read(), { name: params['user'] ?? '' });
    if (!user?.memberships.some((one) => one.project === project.name)) throw userUnknown();
    return user;
  };

  amsRoute(app, context, {
    name: 'projects:list',
    method: 'GET',
    path: '/v1/projects',
    roles: ['service_admin'],
    async handle() {
      const projects = await projectsOf(database.read());
      return projects.length === 0 ? {} : { projects: projects.map(toProject) };
    },
  });
  amsRoute(app, context, {
    name: 'projects:show',
    method: 'GET',
    path: '/v1/projects/{project}',
    roles: administrators,
    async handle({ project }) {
      const [found] = await projectsOf(database.read(), project.id);
      return found && toProject(found);
    },
  });
  amsRoute(app, context, {
    name: 'projects:create',
    method: 'POST',
    path: '/v1/projects/{project}',
    roles: ['service_admin'],
    makesProject: true,
    async handle({ acting, caller, params, body }) {
      const given = readObject(body, badProject);
      const description = textIn(given, 'description', badProject);
      return toProject(await createProject(acting)(caller, params['project'] ?? '', description));
    },
  });
  amsRoute(app, context, {
    name: 'projects:update',
    method: 'PUT',
    path: '/v1/projects/{project}',
    roles: administrators,
    async handle({ acting, project, body }) {
      const given = readObject(body, unreadable);
      const name = textIn(given, 'name', unreadable);
      if (name !== '') requireName('project', name);
      const description = textIn(given, 'description', unreadable);
      return toProject(await updateProject(acting)(project, { name, description }));
    },
  });
  amsRoute(app, context, {
    name: 'projects:delete',
    method: 'DELETE',
    path: '/v1/projects/{project}',
    roles: administrators,
    async handle({ acting, project }) {
      await deleteProject(acting)(project);
      return undefined;
    },
  });

  amsRoute(app, context, {
    name: 'projects:listUsers',
    method: 'GET',
    path: '/v1/projects/{project}/members',
    roles: administrators,
    async handle({ project, caller, query }) {
      const page = readPage(query);
      const { items, next, total } = await listUsers(database.read(), { projectIds: [project.id], page });
      return {
        users: items.map((user) =>
          toUser(context, user, { caller, within: project.name, brief: !wantsDetails(query) }),
        ),
        nextPageToken: pageToken(next),
        totalSize: total,
      };
    },
  });
  amsRoute(app, context, {
    name: 'projects:showUser',
    method: 'GET',
    path: '/v1/projects/{project}/members/{user}',
    roles: administrators,
    handle: async (call) => toUser(context, await memberAt(call), { caller: call.caller, within: call.project.name }),
  });
  amsRoute(app, context, {
    name: 'projects:createUser',
    method: 'POST',
    path: '/v1/projects/{project}/members/{user}',
    roles: administrators,
    async handle({ acting, project, caller, params, body }) {
      const { projects = [], serviceRoles: _, ...given } = readUser(body);
      const roles = projects.find((one) => one.project === project.name)?.roles ?? [];
      const made = await createUser(acting)(caller, params['user'] ?? '', {
        ...given,
        projects: [{ project: project.name, roles }],
      });
      // The only answer in which an administrator of the project can see the token to hand it out.
      return { ...toUser(context, made, { caller, within: project.name }), token: context.tokens.of(made) };
    },
  });
  amsRoute(app, context, {
    name: 'projects:updateUser',
    method: 'PUT',
    path: '/v1/projects/{project}/members/{user}',
    roles: administrators,
    async handle({ acting, project, caller, params, body }) {
      const { name } = await mustFindMember(database.read(), project, params['user'] ?? '');
      const { projects } = readUser(body);
      const roles = projects?.find((one) => one.project === project.name)?.roles ?? null;
      const changed = await updateMember(acting)(project, name, roles);
      return toUser(context, changed, { caller, within: project.name });
    },
  });
  amsRoute(app, context, {
    name: 'projects:addUser',
    method: 'POST',
    path: '/v1/projects/{project}/members/{user}:add',
    roles: administrators,
    async handle({ acting, project, caller, params, body }) {
      const { name } = await mustFindUser(database.read(), { name: params['user'] ?? '' });
      const roles = textsIn(readObject(body, unreadable), 'roles', unreadable) ?? [];
      const added = await addMember(acting)(project, name, roles);
      return toUser(context, added, { caller, within: project.name });
    },
  });
  amsRoute(app, context, {
    name: 'projects:removeUser',
    method: 'POST',
    path: '/v1/projects/{project}/members/{user}:remove',
    roles: administrators,
    async handle({ acting, project, params }) {
      await removeMember(acting)(project, params['user'] ?? '');
      return {};
    },
  });
}
