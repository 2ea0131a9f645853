import type { Project } from '#contracts/ordering/project-schemas';
import { projectPageEndpoints as endpoints } from '#contracts/ordering/project-pages';
import type { Actor } from '#kernel/access';
import { notFound } from '#kernel/errors';
import { route, type Plugin } from '#kernel/http';
import type { OrderingContext } from '../ordering-context.ts';
import { deleteProject } from './delete-project.ts';
import { duplicateProject } from './duplicate-project.ts';
import { listProjectConversations, readProjectConversation, writeOnProject } from './project-conversation.ts';
import type { ProjectParts } from './project-parts.ts';
import { readProject } from './project-view.ts';

const messagesPerHour = { name: 'write-on-project', most: 60, windowSeconds: 3600 };

/** What the page of a project lets people do besides ordering: copy, delete, and talk to the desk about it as a whole. */
export const projectPageRoutes =
  (context: OrderingContext): Plugin =>
  async (app) => {
    const { kernel, ports } = context;
    const { database } = kernel;
    const parts: ProjectParts = { ...kernel, publicUrl: kernel.config.publicUrl };

    route(app, endpoints.duplicateProject, async ({ params, body, request }): Promise<Project> => {
      const { number } = await duplicateProject(parts)(request.actor, params.number, body.name);
      const made = await readProject(database.read(), ports.people, request.actor, number);
      if (!made) throw notFound(`project ${number}`);
      return made;
    });
    route(app, endpoints.deleteProject, async ({ params, request }) => {
      await deleteProject(parts)(request.actor, params.number);
      return undefined;
    });

    const conversation = (actor: Actor, number: number, query: { after?: string | undefined; limit: number }) =>
      readProjectConversation(database.read(), actor, number, query);
    route(app, endpoints.readProjectConversation, ({ params, query, request }) =>
      conversation(request.actor, params.number, query),
    );
    route(app, endpoints.writeOnProject, async ({ params, body, request }) => {
      await kernel.limit(messagesPerHour, request.actor.id ?? request.ip);
      await writeOnProject(context)(request.actor, params.number, body.text);
      return conversation(request.actor, params.number, { limit: 50 });
    });
    route(app, endpoints.listProjectConversations, ({ query, request }) =>
      listProjectConversations(database.read(), request.actor, query),
    );
  };
