import { catalogueEndpoints as endpoints } from '#contracts/catalogue/endpoints';
import { personId, type Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { Read } from '#kernel/database';
import { AppError, notFound } from '#kernel/errors';
import { route, type Plugin } from '#kernel/http';
import { maySee } from '../policies.ts';
import { findService } from '../sql-service-store.ts';
import { countFavourites, deleteFavourite, favouritesOf, insertFavourite } from './sql-favourite-store.ts';

const mostFavourites = 500;

/** Stars that people put on services, kept with their account. */
export const favouriteRoutes =
  ({ database, clock }: Pick<Kernel, 'database' | 'clock'>): Plugin =>
  async (app) => {
    route(app, endpoints.listFavourites, async ({ request }) => ({
      slugs: await favouritesOf(database.read(), personId(request.actor)),
    }));
    route(app, endpoints.addFavourite, async ({ params, request }) => {
      const person = personId(request.actor);
      await database.transact(async (tx) => {
        const service = await visibleService(tx, request.actor, params.slug);
        if ((await countFavourites(tx, person)) >= mostFavourites) {
          throw new AppError(
            'refused',
            'too_many_favourites',
            `You have ${mostFavourites} favourites. Take one away first`,
          );
        }
        await insertFavourite(tx, { person_id: person, service_id: service.id, at: clock.now() });
      });
      return undefined;
    });
    route(app, endpoints.removeFavourite, async ({ params, request }) => {
      const person = personId(request.actor);
      await database.transact(async (tx) => {
        // One that is not published any more can be let go all the same.
        const service = await findService(tx, params.slug);
        if (!service) throw notFound(`service ${params.slug}`);
        await deleteFavourite(tx, person, service.id);
      });
      return undefined;
    });
  };

async function visibleService(read: Read, actor: Actor, slug: string) {
  const service = await findService(read, slug);
  if (!service || !maySee(actor, { status: service.status, providerSlug: service.provider })) {
    throw notFound(`service ${slug}`);
  }
  return service;
}
