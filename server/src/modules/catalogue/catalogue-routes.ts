import { catalogueEndpoints } from '#contracts/catalogue/endpoints';
import type { Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import { notFound } from '#kernel/errors';
import { route, type Plugin } from '#kernel/http';
import { visibleOffer } from './catalogue-queries.ts';
import { browseCatalogue } from './catalogue-view.ts';
import { checkParameters } from './check-parameters.ts';
import { toOffer } from './offer.ts';
import { readService } from './service-view.ts';

export const catalogueRoutes =
  ({ database, clock }: Pick<Kernel, 'database' | 'clock'>): Plugin =>
  async (app) => {
    async function offerFor(actor: Actor, place: { slug: string; iid: number }) {
      const offer = await visibleOffer(database.read(), actor, place);
      if (!offer) throw notFound(`offer ${place.slug}/${place.iid}`);
      return offer;
    }
    route(app, catalogueEndpoints.browseCatalogue, ({ query }) => browseCatalogue(database.read(), query));
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
