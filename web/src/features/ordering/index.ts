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

/** How the desk works: who is on duty, which group takes which orders. */
export const deskSetup: Feature = { id: 'desk-setup', routes: [rota, routing] };
