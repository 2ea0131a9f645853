import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

const own = defineRoute({
  path: '/offers',
  title: 'My offers',
  load: () => import('./own-offers-page.tsx').then((module) => module.OwnOffersPage),
});

const newOffer = defineRoute({
  path: '/marketplace/$slug/offers/new',
  title: 'New offer',
  load: () => import('./edit-offer-page.tsx').then((module) => module.NewOfferPage),
});

const editOffer = defineRoute({
  path: '/marketplace/$slug/offers/$iid',
  title: 'Edit offer',
  load: () => import('./edit-offer-page.tsx').then((module) => module.EditOfferPage),
});

/** Offers for who keeps them: the list, and the editor. */
export const offersFeature: Feature = { id: 'offers', routes: [own, newOffer, editOffer] };
