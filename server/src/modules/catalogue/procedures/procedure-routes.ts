import { offerProcedureEndpoints as endpoints } from '#contracts/catalogue/procedure-endpoints';
import type { Kernel } from '#kernel/assemble';
import { ifMatch, route, type Plugin } from '#kernel/http';
import { keepProcedure, readProcedure, tryProcedure } from './keep-procedure.ts';

/** The procedure of an offer, for those who keep it. */
export const procedureRoutes =
  (kernel: Pick<Kernel, 'database' | 'clock' | 'audit' | 'outward'>): Plugin =>
  async (app) => {
    const { database } = kernel;
    const refOf = ({ slug, iid }: { slug: string; iid: number }) => `${slug}/${iid}`;

    route(app, endpoints.readOfferProcedure, async ({ params, request }) =>
      readProcedure(database.read(), request.actor, refOf(params)),
    );
    route(app, endpoints.keepOfferProcedure, async ({ params, body, request }) => {
      const ref = refOf(params);
      await database.transact((tx) => keepProcedure(kernel)(tx, request.actor, ref, body, ifMatch(request)));
      return readProcedure(database.read(), request.actor, ref);
    });
    route(app, endpoints.checkOfferProcedure, async ({ params, body, request }) =>
      tryProcedure(kernel)(database.read(), request.actor, refOf(params), body),
    );
  };
