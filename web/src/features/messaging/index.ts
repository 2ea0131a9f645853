import { z } from 'zod';

import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

export const serviceTabs = ['projects', 'registrations', 'certificates'] as const;
export const serviceRoute = defineRoute({
  path: '/messaging',
  title: 'Messaging',
  search: z.object({ tab: z.enum(serviceTabs).default('projects') }),
  load: () => import('./service-page.tsx').then((module) => module.ServicePage),
});

export const projectTabs = ['topics', 'subscriptions', 'schemas', 'members', 'activity', 'settings'] as const;
export const projectRoute = defineRoute({
  path: '/messaging/$project',
  title: 'Messaging project',
  search: z.object({ tab: z.enum(projectTabs).default('topics') }),
  load: () => import('./project-page.tsx').then((module) => module.ProjectPage),
  prefetch: ({ params, client }) =>
    import('./prefetch.ts').then((module) => module.prefetchProject(client, params['project'] ?? '')),
});

export const topicTabs = ['messages', 'overview', 'publish'] as const;
export const topicRoute = defineRoute({
  path: '/messaging/$project/topics/$topic',
  title: 'Topic',
  search: z.object({
    tab: z.enum(topicTabs).default('messages'),
    from: z.coerce.number().int().nonnegative().optional(),
    at: z.iso.datetime({ offset: true }).optional(),
  }),
  load: () => import('./topic-page.tsx').then((module) => module.TopicPage),
});

export const subscriptionTabs = ['overview', 'messages'] as const;
export const subscriptionRoute = defineRoute({
  path: '/messaging/$project/subscriptions/$subscription',
  title: 'Subscription',
  search: z.object({ tab: z.enum(subscriptionTabs).default('overview') }),
  load: () => import('./subscription-page.tsx').then((module) => module.SubscriptionPage),
});

/** Publish and subscribe: projects, topics, subscriptions, the programs that use them, and their messages. */
export const messaging: Feature = {
  id: 'messaging',
  routes: [serviceRoute, projectRoute, topicRoute, subscriptionRoute],
};
