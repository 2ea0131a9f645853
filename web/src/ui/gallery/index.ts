import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

/** Every building block with sample data, in development only: `/_gallery`. */
export const gallery: Feature = {
  id: 'gallery',
  routes: [
    defineRoute({
      path: '/_gallery',
      open: true,
      title: 'Gallery',
      load: () => import('./gallery-page.tsx').then((module) => module.BlocksPage),
    }),
    defineRoute({
      path: '/_gallery/marks',
      open: true,
      title: 'Marks',
      load: () => import('./gallery-page.tsx').then((module) => module.MarksPage),
    }),
    defineRoute({
      path: '/_gallery/desk',
      open: true,
      title: 'Order desk',
      load: () => import('./desk-sample.tsx').then((module) => module.DeskSample),
    }),
    defineRoute({
      path: '/_gallery/order',
      open: true,
      title: 'Order',
      layout: 'record',
      load: () => import('./order-sample.tsx').then((module) => module.OrderSample),
    }),
    defineRoute({
      path: '/_gallery/form',
      open: true,
      title: 'Form',
      load: () => import('./form-sample.tsx').then((module) => module.FormSample),
    }),
    defineRoute({
      path: '/_gallery/letter',
      open: true,
      title: 'Letter',
      layout: 'public',
      load: () => import('./letter-sample.tsx').then((module) => module.LetterSample),
    }),
  ],
};
