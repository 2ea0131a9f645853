import type { ProcedureInput } from '#contracts/catalogue/procedure';
import type { BundleInput } from '#contracts/catalogue/bundles';
import type { OfferInput, ProviderInput, ServiceInput } from '#contracts/catalogue/schemas';
import type { Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { Plugin } from '#kernel/http';
import type { Tx } from '#kernel/database';
import type { OmsInput } from '#contracts/catalogue/omses';
import { bundleRoutes } from './bundles/bundle-routes.ts';
import { keepBundle } from './bundles/keep-bundle.ts';
import { catalogueQueries } from './catalogue-queries.ts';
import { catalogueRoutes } from './catalogue-routes.ts';
import { importOffers } from './import-offers.ts';
import { keepProvider, keepService } from './keep-entry.ts';
import { keepOffer } from './keep-offer.ts';
import { offerRoutes } from './offers/offer-routes.ts';
import { offeringApi } from './compat/marketplace/offering-api.ts';
import { availabilityMoments } from './offers/availability-moments.ts';
import { tellAvailability } from './offers/tell-availability.ts';
import type { CataloguePorts } from './ports.ts';
import { keepProcedure } from './procedures/keep-procedure.ts';
import { procedureRoutes } from './procedures/procedure-routes.ts';
import { procedureOf, secretOf } from './procedures/sql-procedure-store.ts';
import { keepOms } from './omses/keep-oms.ts';
import { omsRoutes } from './omses/oms-routes.ts';
import { omsTriggerChannel, omsTriggers } from './omses/oms-trigger.ts';
import { allOmses } from './omses/sql-oms-store.ts';
import { providersBySlug } from './sql-provider-store.ts';
import { cataloguePersonalData } from './personal-data.ts';
import { keepReview } from './reviews/keep-review.ts';
import { takeOne } from './take-one.ts';

/** Providers, services and what they offer: browsing, trying parameters out, counting limited offers down. */
export function catalogueModule({ kernel, ports }: { kernel: Kernel; ports: CataloguePorts }) {
  const { database, deliveries } = kernel;
  deliveries.addChannel(omsTriggerChannel);
  kernel.mailTexts.addMoments(Object.values(availabilityMoments));
  kernel.addReactions([tellAvailability({ kernel, people: ports.people })]);
  const routes: Plugin = async (app) => {
    await app.register(catalogueRoutes(kernel));
    await app.register(omsRoutes(kernel, ports));
    await app.register(procedureRoutes(kernel));
    await app.register(bundleRoutes(kernel));
    await app.register(offerRoutes(kernel, ports));
    await app.register(offeringApi(kernel, ports));
  };
  return {
    routes,
    /** The steps of offers, for the module that runs them. */
    procedures: { of: procedureOf, secretOf },
    keepProcedure: (actor: Actor, ref: string, input: ProcedureInput) =>
      database.transact((tx) => keepProcedure(kernel)(tx, actor, ref, input)),
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
    /** Adds an order system, or changes the one of this id. */
    keepOms: (actor: Actor, oms: OmsInput, change?: { id: number }) =>
      database.transact((tx) => keepOms(tx, kernel, actor, oms, change)),
    providersBySlug,
    /** All order systems by id, with the secrets of their triggers. */
    omses: allOmses,
    /** Keeps a call to the trigger of an order system, once for each key. */
    callOms: (tx: Tx, { omsId, key, about }: { omsId: number; key: string; about: string }) =>
      deliveries.send(tx, { channel: omsTriggers, subscriber: String(omsId), key, about }),
    keepBundle: (actor: Actor, bundle: BundleInput) =>
      database.transact(async (tx) => (await keepBundle(tx, kernel, actor, bundle)).outcome),
  };
}

export type CatalogueModule = ReturnType<typeof catalogueModule>;
