import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

const task = defineRoute({
  path: '/tasks/$number',
  title: 'Task',
  load: () => import('./task-page.tsx').then((module) => module.TaskPage),
});

const editor = defineRoute({
  path: '/marketplace/$slug/offers/$iid/procedure',
  title: 'Procedure of an offer',
  load: () => import('./editor/procedure-page.tsx').then((module) => module.ProcedurePage),
});

/** Procedures that give access: their steps on an order, what they ask of people, and their editor. */
export const procedures: Feature = { id: 'procedures', routes: [task, editor] };
