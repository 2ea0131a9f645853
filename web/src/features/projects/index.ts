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

const project = defineRoute({
  path: '/projects/$number',
  title: 'Project',
  layout: 'record',
  load: () => import('./project-page.tsx').then((module) => module.ProjectPage),
  prefetch: ({ params, client }) =>
    import('./prefetch.ts').then((module) => module.prefetchProject(client, Number(params['number']))),
});

/** Projects, the frames of orders. */
export const projectsFeature: Feature = { id: 'projects', routes: [list, create, project] };
