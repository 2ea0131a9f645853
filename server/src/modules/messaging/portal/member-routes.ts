import { messagingEndpoints as endpoints } from '#contracts/messaging/endpoints';
import { memberRoles, type MessagingMember } from '#contracts/messaging/schemas';
import { require, type Actor } from '#kernel/access';
import { notFound } from '#kernel/errors';
import { route, type App } from '#kernel/http';
import { mayRenewToken } from '../people/policies.ts';
import { house } from '../roles.ts';
import { createUser, refreshToken } from '../users/keep-user.ts';
import { addMember, removeMember, updateMember } from '../users/members.ts';
import { findUser, listUsers, type UserRecord } from '../users/sql-user-store.ts';
import type { PortalParts } from './portal-routes.ts';

/** The users of the service who are members of a project. */
export function memberRoutes(app: App, { context, acting, projectAt }: PortalParts): void {
  const { database, tokens } = context;
  const membershipIn = (user: UserRecord | undefined, project: string) =>
    user?.memberships.find((one) => one.project === project);
  const memberAt = async (project: string, name: string) => {
    const user = await findUser(database.read(), { name });
    if (!user || !membershipIn(user, project)) throw notFound(`member ${name}`);
    return user;
  };

  route(app, endpoints.listMessagingMembers, async ({ params, request }) => {
    const project = await projectAt(request, params.project);
    const { items } = await listUsers(database.read(), {
      projectIds: [project.id],
      page: { size: null, from: null },
    });
    return { items: items.map((user) => toMember(user, project.name, request.actor)) };
  });
  route(app, endpoints.createMessagingMember, async ({ params, body, request }) => {
    const project = await projectAt(request, params.project);
    const { name, roles, email, description } = body;
    const made = await createUser(acting(request))(house, name, {
      email,
      description,
      projects: [{ project: project.name, roles }],
    });
    return { name, token: tokens.of(made) };
  });
  route(app, endpoints.setMessagingMember, async ({ params, body, request }) => {
    const project = await projectAt(request, params.project);
    const user = await findUser(database.read(), { name: params.user });
    if (!user) throw notFound(`user ${params.user}`);
    const set = membershipIn(user, project.name) ? updateMember : addMember;
    return toMember(await set(acting(request))(project, user.name, body.roles), project.name, request.actor);
  });
  route(app, endpoints.removeMessagingMember, async ({ params, request }) => {
    const project = await projectAt(request, params.project);
    await memberAt(project.name, params.user);
    await removeMember(acting(request))(project, params.user);
  });
  route(app, endpoints.renewMemberToken, async ({ params, request }) => {
    const project = await projectAt(request, params.project);
    const user = await memberAt(project.name, params.user);
    require(mayRenewToken(request.actor, user, project.name));
    return { name: user.name, token: tokens.of(await refreshToken(acting(request))(user.name)) };
  });
}

function toMember(user: UserRecord, project: string, actor: Actor): MessagingMember {
  const membership = user.memberships.find((one) => one.project === project);
  const renew = mayRenewToken(actor, user, project);
  return {
    name: user.name,
    description: user.description,
    email: user.email,
    roles: memberRoles.filter((role) => membership?.roles.includes(role)),
    topics: [...(membership?.topics ?? [])],
    subscriptions: [...(membership?.subscriptions ?? [])],
    renewRefusal: renew.allowed ? null : renew.reason,
  };
}
