import type { OfferInput, ProviderInput, ServiceInput } from '#contracts/catalogue/schemas';
import type { Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import { catalogueQueries } from './catalogue-queries.ts';
import { catalogueRoutes } from './catalogue-routes.ts';
import { importOffers } from './import-offers.ts';
import { keepOffer, keepProvider, keepService } from './keep-entry.ts';
import { cataloguePersonalData } from './personal-data.ts';
import { keepReview } from './reviews/keep-review.ts';
import { takeOne } from './take-one.ts';

/** Providers, services and what they offer: browsing, trying parameters out, counting limited offers down. */
export function catalogueModule({ kernel }: { kernel: Kernel }) {
  const { database } = kernel;
  return {
    routes: catalogueRoutes(kernel),
    queries: catalogueQueries,
    takeOne: takeOne(kernel),
    keepReview: keepReview(kernel),
    personalData: cataloguePersonalData,
    importOffers: importOffers(kernel),
    keepProvider: (actor: Actor, provider: ProviderInput) =>
      database.transact((tx) => keepProvider(tx, kernel, actor, provider)),
    keepService: (actor: Actor, service: ServiceInput) =>
      database.transact((tx) => keepService(tx, kernel, actor, service)),
    keepOffer: (actor: Actor, service: string, offer: OfferInput) =>
      database.transact((tx) => keepOffer(tx, kernel, actor, { service, offer })),
  };
}

export type CatalogueModule = ReturnType<typeof catalogueModule>;
