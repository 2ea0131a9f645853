import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

const settings = defineRoute({
  path: '/settings/{-$part}',
  title: 'Settings',
  load: () => import('./settings-page.tsx').then((module) => module.SettingsPage),
});

/** What a person decides about their own account. */
export const settingsFeature: Feature = { id: 'settings', routes: [settings] };
