import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

/** Every building block with sample data, in development only: `/_gallery`. */
export const gallery: Feature = {
  id: 'gallery',
  routes: [
    defineRoute({
      path: '/_gallery',
      title: 'Gallery',
      load: () => import('./gallery-page.tsx').then((module) => module.GalleryPage),
    }),
  ],
};
