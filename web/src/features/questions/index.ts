import { z } from 'zod';

import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

export const questionsRoute = defineRoute({
  path: '/questions',
  title: 'Questions',
  search: z.object({ view: z.enum(['open', 'answered', 'closed', 'suspected', 'mine']).optional() }),
  load: () => import('./questions-page.tsx').then((module) => module.QuestionsPage),
});

const question = defineRoute({
  path: '/questions/$number',
  title: 'Question',
  load: () => import('./question-page.tsx').then((module) => module.QuestionPage),
});

/** Questions about services: mine, and on the desk those that wait for an answer. */
export const questionsFeature: Feature = { id: 'questions', routes: [questionsRoute, question] };
