import { orderingEndpoints as endpoints } from '#contracts/ordering/endpoints';
import type { Project } from '#contracts/ordering/project-schemas';
import type { Actor } from '#kernel/access';
import { invalid, notFound } from '#kernel/errors';
import { ifMatch, route, type Plugin } from '#kernel/http';
import { archiveProject } from './archive-project.ts';
import { createProject } from './create-project.ts';
import { keepDraft, readDraft } from '../messages/drafts.ts';
import { handOverProject } from './hand-over-project.ts';
import { inviteMember } from './invite-member.ts';
import { joinProjects } from './join-projects.ts';
import { orderView } from '../orders/order-view.ts';
import { askedApprovers } from '../levels/asked-approvers.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { listProjects, readProject } from './project-view.ts';
import { rateOrder } from '../ratings/rate-order.ts';
import { ratingPage } from '../ratings/rating-page.ts';
import { removeMember } from './remove-member.ts';
import { listGroups, saveGroup } from '../desk/save-group.ts';
import { deleteView, saveView } from '../desk/save-view.ts';
import { deskViews, shownView } from '../desk/saved-view-counts-view.ts';
import { search } from '../desk/search.ts';
import { markWorkSeen } from '../desk/seen-work.ts';
import { updateProject } from './update-project.ts';
import { readWork, type MoreWork } from '../desk/work-list.ts';

const invitationsPerHour = { name: 'invite-member', most: 60, windowSeconds: 3600 };

export interface ProjectRoutesSettings {
  /** What waits for people in modules of higher rank. */
  readonly more: readonly MoreWork[];
  /** Key that signs the nonces of public forms. */
  readonly formSecret: string;
}

/** Projects, drafts, views and groups of the desk, ratings, the work list and the search. */
export const projectRoutes =
  (context: OrderingContext, { more, formSecret }: ProjectRoutesSettings): Plugin =>
  async (app) => {
    const { kernel, ports, calendar } = context;
    const { database, clock, config } = kernel;
    const parts = { ...kernel, publicUrl: config.publicUrl, people: ports.people };
    const groupParts = { ...kernel, people: ports.people, groupRoles: ports.groupRoles };
    const join = joinProjects(parts);

    async function project(actor: Actor, number: number): Promise<Project> {
      const found = await readProject(database.read(), ports.people, actor, number);
      if (!found) throw notFound(`project ${number}`);
      return found;
    }

    route(app, endpoints.listProjects, async ({ query, request }) => {
      await join(request.actor);
      return listProjects(database.read(), ports.people, request.actor, query);
    });
    route(app, endpoints.createProject, async ({ body, request }) => {
      const { number } = await createProject(parts)(request.actor, body);
      return project(request.actor, number);
    });
    route(app, endpoints.readProject, async ({ params, request, reply }) => {
      await join(request.actor);
      const found = await project(request.actor, params.number);
      reply.header('etag', `"${found.version}"`);
      return found;
    });
    route(app, endpoints.updateProject, async ({ params, body, request }) => {
      await updateProject(parts)(request.actor, params.number, body, ifMatch(request));
      return project(request.actor, params.number);
    });
    route(app, endpoints.inviteMember, async ({ params, body, request }) => {
      await kernel.limit(invitationsPerHour, request.actor.id ?? request.ip);
      await inviteMember(parts)(request.actor, params.number, body, ifMatch(request));
      return project(request.actor, params.number);
    });
    route(app, endpoints.removeMember, async ({ params, request }) => {
      await removeMember(parts)(request.actor, params.number, params.member, ifMatch(request));
      return project(request.actor, params.number);
    });
    route(app, endpoints.handOverProject, async ({ params, body, request }) => {
      await handOverProject(parts)(request.actor, params.number, body.member, ifMatch(request));
      return project(request.actor, params.number);
    });
    route(app, endpoints.archiveProject, async ({ params, body, request }) => {
      await archiveProject(parts)(request.actor, params.number, body, ifMatch(request));
      return project(request.actor, params.number);
    });

    route(app, endpoints.readDraft, ({ params, request }) => readDraft(kernel)(request.actor, params.key));
    route(app, endpoints.keepDraft, ({ params, body, request }) =>
      keepDraft(kernel)(request.actor, params.key, body.content),
    );

    route(app, endpoints.countViews, async ({ request }) => ({
      views: await deskViews(database.read(), request.actor, clock.now()),
    }));
    route(app, endpoints.saveView, async ({ body, request }) =>
      shownView(await saveView(kernel)(request.actor, body), request.actor),
    );
    route(app, endpoints.deleteView, async ({ params, request }) => {
      await deleteView(kernel)(request.actor, params.id);
      return undefined;
    });

    route(app, endpoints.listGroups, async ({ request }) => ({
      groups: await listGroups(database.read(), ports.groupRoles, request.actor),
    }));
    route(app, endpoints.saveGroup, async ({ params, body, request }) => {
      if (params.id !== body.id)
        throw invalid('group_id_differs', [{ path: 'id', message: `must be ${params.id}, as in the address` }]);
      await saveGroup(groupParts)(request.actor, body);
      const groups = await listGroups(database.read(), ports.groupRoles, request.actor);
      const saved = groups.find((group) => group.id === body.id);
      if (!saved) throw notFound(`group ${body.id}`);
      return saved;
    });

    route(app, endpoints.rateOrder, async ({ params, body, request }) => {
      await rateOrder({ ...kernel, reviews: ports.reviews })(request.actor, params.number, body);
      return orderView(context, request.actor, params.number);
    });
    await app.register(ratingPage({ ...kernel, reviews: ports.reviews, formSecret }));

    route(app, endpoints.readWork, async ({ request }) => {
      await join(request.actor);
      return readWork(database.read(), request.actor, {
        calendar,
        now: clock.now(),
        agreements: ports.agreements,
        more,
        approvers: (actor, ids) => askedApprovers(context, database.read(), actor, ids),
      });
    });
    route(app, endpoints.markWorkSeen, async ({ body, request }) => {
      await markWorkSeen(kernel)(request.actor, body.items);
      return undefined;
    });
    route(app, endpoints.search, async ({ query, request }) => ({
      hits: await search(database.read(), ports, request.actor, query.q),
    }));
  };
