import type { BundleInput } from '#contracts/catalogue/bundles';
import type { OfferInput, ProviderInput, ServiceInput } from '#contracts/catalogue/schemas';
import type { Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { Plugin } from '#kernel/http';
import { bundleRoutes } from './bundles/bundle-routes.ts';
import { keepBundle } from './bundles/keep-bundle.ts';
import { catalogueQueries } from './catalogue-queries.ts';
import { catalogueRoutes } from './catalogue-routes.ts';
import { importOffers } from './import-offers.ts';
import { keepOffer, keepProvider, keepService } from './keep-entry.ts';
import { takeOne } from './take-one.ts';

/** Providers, services and what they offer: browsing, trying parameters out, counting limited offers down. */
export function catalogueModule({ kernel }: { kernel: Kernel }) {
  const { database } = kernel;
  const routes: Plugin = async (app) => {
    await app.register(catalogueRoutes(kernel));
    await app.register(bundleRoutes(kernel));
  };
  return {
    routes,
    queries: catalogueQueries,
    takeOne: takeOne(kernel),
    importOffers: importOffers(kernel),
    keepProvider: (actor: Actor, provider: ProviderInput) =>
      database.transact((tx) => keepProvider(tx, kernel, actor, provider)),
    keepService: (actor: Actor, service: ServiceInput) =>
      database.transact((tx) => keepService(tx, kernel, actor, service)),
    keepOffer: (actor: Actor, service: string, offer: OfferInput) =>
      database.transact((tx) => keepOffer(tx, kernel, actor, { service, offer })),
    keepBundle: (actor: Actor, bundle: BundleInput) =>
      database.transact(async (tx) => (await keepBundle(tx, kernel, actor, bundle)).outcome),
  };
}

export type CatalogueModule = ReturnType<typeof catalogueModule>;
