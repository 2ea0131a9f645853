import { z } from 'zod';

import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

const list = defineRoute({
  path: '/projects',
  title: 'My projects',
  load: () => import('./projects-page.tsx').then((module) => module.ProjectsPage),
});

const create = defineRoute({
  path: '/projects/new',
  title: 'New project',
  load: () => import('./new-project-page.tsx').then((module) => module.NewProjectPage),
});

export const projectRoute = defineRoute({
  path: '/projects/$number',
  title: 'Project',
  layout: 'record',
  search: z.object({ tab: z.enum(['resources', 'details', 'contact']).default('resources') }),
  load: () => import('./project-page.tsx').then((module) => module.ProjectPage),
  prefetch: ({ params, client }) =>
    import('./prefetch.ts').then((module) => module.prefetchProject(client, Number(params['number']))),
});

const conversation = defineRoute({
  path: '/projects/$number/conversation',
  title: 'Project',
  load: () => import('./project-contact.tsx').then((module) => module.ProjectConversationPage),
});

/** Projects, the frames of orders. */
export const projectsFeature: Feature = { id: 'projects', routes: [list, create, projectRoute, conversation] };
