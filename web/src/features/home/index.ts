import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

const notifications = defineRoute({
  path: '/notifications',
  title: 'Notifications',
  load: () => import('./notifications-page.tsx').then((module) => module.NotificationsPage),
});

export const home: Feature = { id: 'home', routes: [notifications] };
