import type { FastifyRequest } from 'fastify';
import { messagingEndpoints as endpoints } from '#contracts/messaging/endpoints';
import type { PeopleQueries } from '#identity';
import { require } from '#kernel/access';
import { route, type Plugin } from '#kernel/http';
import type { ProjectRef } from '../directory.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { mayGovern } from '../people/policies.ts';
import { setPeople } from '../people/project-people.ts';
import { reachOf, reachProject } from '../people/reach.ts';
import { createProject, deleteProject, updateProject } from '../projects/keep-project.ts';
import { pushRefusal } from '../push/push-service.ts';
import { house } from '../roles.ts';
import { memberRoutes } from './member-routes.ts';
import { inPlainWords } from './plain-words.ts';
import { activityOf, projectSummaries, projectView } from './project-views.ts';
import { registrationRoutes } from './registration-routes.ts';
import { schemaRoutes } from './schema-routes.ts';
import { subscriptionRoutes } from './subscription-routes.ts';
import { topicRoutes } from './topic-routes.ts';

/** What the routes of the portal share. */
export interface PortalParts {
  readonly context: MessagingContext;
  /** The module, in which changes are recorded as those of who sends the request. */
  readonly acting: (request: FastifyRequest) => MessagingContext;
  /** The project that an address names, for whoever administers it. Throws `not_found`. */
  readonly projectAt: (request: FastifyRequest, name: string) => Promise<ProjectRef>;
}

/** The messaging service for people: portal administrators, and whoever was appointed to administer a project. */
export const portalRoutes =
  (context: MessagingContext, people: Pick<PeopleQueries, 'byIds'>): Plugin =>
  async (app) => {
    const read = () => context.database.read();
    const parts: PortalParts = {
      context,
      acting: ({ actor }) => ({ ...context, actor }),
      projectAt: ({ actor }, name) => reachProject(read(), actor, name),
    };
    const { acting, projectAt } = parts;
    app.setErrorHandler((error: Error) => {
      throw inPlainWords(error);
    });
    async function view(request: FastifyRequest, project: ProjectRef) {
      const refusal = await pushRefusal(context.push, read());
      return {
        ...(await projectView(read(), people, request.actor, project)),
        pushRefusal: refusal && inPlainWords(refusal).message,
      };
    }

    route(app, endpoints.readMessagingAccess, async ({ request }) => {
      const reach = await reachOf(read(), request.actor);
      return { projects: reach?.length ?? (await projectSummaries(read(), null)).length };
    });
    route(app, endpoints.listMessagingProjects, async ({ request }) => ({
      items: await projectSummaries(read(), await reachOf(read(), request.actor)),
      mayCreate: mayGovern(request.actor).allowed,
    }));
    route(app, endpoints.createMessagingProject, async ({ body, request }) => {
      require(mayGovern(request.actor));
      return view(request, await createProject(acting(request))(house, body.name, body.description));
    });
    route(app, endpoints.readMessagingProject, async ({ params, request }) =>
      view(request, await projectAt(request, params.project)),
    );
    route(app, endpoints.changeMessagingProject, async ({ params, body, request }) => {
      const project = await projectAt(request, params.project);
      if (body.name !== undefined && body.name !== project.name) require(mayGovern(request.actor));
      return view(request, await updateProject(acting(request))(project, body));
    });
    route(app, endpoints.deleteMessagingProject, async ({ params, request }) => {
      const project = await projectAt(request, params.project);
      require(mayGovern(request.actor));
      await deleteProject(acting(request))(project);
    });
    route(app, endpoints.setProjectPeople, async ({ params, body, request }) => {
      const project = await projectAt(request, params.project);
      require(mayGovern(request.actor));
      await setPeople(acting(request), people)(project, body.people);
      return view(request, project);
    });
    route(app, endpoints.listMessagingActivity, async ({ params, query, request }) =>
      activityOf(read(), people, await projectAt(request, params.project), query),
    );
    memberRoutes(app, parts);
    topicRoutes(app, parts);
    subscriptionRoutes(app, parts);
    schemaRoutes(app, parts);
    registrationRoutes(app, parts);
  };
