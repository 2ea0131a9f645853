import type { ProcedureInput } from '#contracts/catalogue/procedure';
import type { OfferInput, ProviderInput, ServiceInput } from '#contracts/catalogue/schemas';
import type { Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { Plugin } from '#kernel/http';
import { catalogueQueries } from './catalogue-queries.ts';
import { catalogueRoutes } from './catalogue-routes.ts';
import { importOffers } from './import-offers.ts';
import { keepOffer, keepProvider, keepService } from './keep-entry.ts';
import { keepProcedure } from './procedures/keep-procedure.ts';
import { procedureRoutes } from './procedures/procedure-routes.ts';
import { procedureOf, secretOf } from './procedures/sql-procedure-store.ts';
import { takeOne } from './take-one.ts';

/** Providers, services and what they offer: browsing, trying parameters out, counting limited offers down. */
export function catalogueModule({ kernel }: { kernel: Kernel }) {
  const { database } = kernel;
  return {
    routes: (async (app) => {
      await app.register(catalogueRoutes(kernel));
      await app.register(procedureRoutes(kernel));
    }) satisfies Plugin,
    /** The steps of offers, for the module that runs them. */
    procedures: { of: procedureOf, secretOf },
    keepProcedure: (actor: Actor, ref: string, input: ProcedureInput) =>
      database.transact((tx) => keepProcedure(kernel)(tx, actor, ref, input)),
    queries: catalogueQueries,
    takeOne: takeOne(kernel),
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
