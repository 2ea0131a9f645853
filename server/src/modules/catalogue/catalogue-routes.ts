import { catalogueEndpoints } from '#contracts/catalogue/endpoints';
import type { Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import { notFound } from '#kernel/errors';
import { route, type Plugin } from '#kernel/http';
import { visibleOffer } from './catalogue-queries.ts';
import { browseCatalogue } from './catalogue-view.ts';
import { checkParameters } from './check-parameters.ts';
import { comparisonRoutes } from './comparison/comparison-routes.ts';
import { favouriteRoutes } from './favourites/favourite-routes.ts';
import { toOffer } from './offer.ts';
import { reviewRoutes } from './reviews/review-routes.ts';
import { readService } from './service-view.ts';

type CatalogueRouteParts = Pick<Kernel, 'database' | 'clock' | 'publish' | 'audit'>;

export const catalogueRoutes =
  (kernel: CatalogueRouteParts): Plugin =>
  async (app) => {
    const { database, clock } = kernel;
    async function offerFor(actor: Actor, place: { slug: string; iid: number }) {
      const offer = await visibleOffer(database.read(), actor, place);
      if (!offer) throw notFound(`offer ${place.slug}/${place.iid}`);
      return offer;
    }
    await app.register(comparisonRoutes(kernel));
    await app.register(favouriteRoutes(kernel));
    await app.register(reviewRoutes(kernel));
    route(app, catalogueEndpoints.browseCatalogue, ({ query, request }) =>
      browseCatalogue(database.read(), query, request.actor.id),
    );
    route(app, catalogueEndpoints.readService, async ({ params, request }) => {
      const service = await readService(database.read(), request.actor, params.slug);
      if (!service) throw notFound(`service ${params.slug}`);
      return service;
    });
    route(app, catalogueEndpoints.readOffer, async ({ params, request }) =>
      toOffer(await offerFor(request.actor, params)),
    );
    route(app, catalogueEndpoints.checkParameters, async ({ params, body, request }) =>
      checkParameters(await offerFor(request.actor, params), body.parameters, clock.today()),
    );
  };
