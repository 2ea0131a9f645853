import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

const front = defineRoute({
  path: '/',
  title: 'My work',
  open: true,
  bareForGuests: true,
  load: () => import('./home-page.tsx').then((module) => module.HomePage),
});

const login = defineRoute({
  path: '/login',
  title: 'Sign in',
  layout: 'public',
  load: () => import('./login-page.tsx').then((module) => module.LoginPage),
});

/** The first screen of somebody new, and the way in. */
export const frontFeature: Feature = { id: 'front', routes: [front, login] };
