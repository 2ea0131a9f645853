import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

const rota = defineRoute({
  path: '/rota',
  title: 'Rota',
  load: () => import('./rota-page.tsx').then((module) => module.RotaPage),
});

const routing = defineRoute({
  path: '/rota/routing',
  title: 'Routing rules',
  load: () => import('./routing-page.tsx').then((module) => module.RoutingPage),
});

const calendars = defineRoute({
  path: '/rota/hours',
  title: 'Working hours',
  load: () => import('./calendars-page.tsx').then((module) => module.CalendarsPage),
});

const approvals = defineRoute({
  path: '/approvals',
  title: 'Approvals',
  load: () => import('./approvals-page.tsx').then((module) => module.ApprovalsPage),
});

/** Approvals that are asked of me, and how the desk works: who is on duty, which group takes which orders, working hours. */
export const deskSetup: Feature = { id: 'desk-setup', routes: [rota, routing, calendars, approvals] };
