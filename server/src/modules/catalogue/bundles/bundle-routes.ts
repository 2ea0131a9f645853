import { bundleEndpoints } from '#contracts/catalogue/bundles';
import type { Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import { notFound } from '#kernel/errors';
import { ifMatch, route, type Plugin } from '#kernel/http';
import { mayKeep } from '../policies.ts';
import { toBundle, type BundleRecord } from './bundle.ts';
import { keepBundle } from './keep-bundle.ts';
import { visibleBundle } from './read-bundle.ts';

/** Bundles: reading, adding, changing. */
export const bundleRoutes =
  (kernel: Pick<Kernel, 'database' | 'clock' | 'publish' | 'audit'>): Plugin =>
  async (app) => {
    const { database } = kernel;
    const answer = (actor: Actor, bundle: BundleRecord) =>
      toBundle(bundle, mayKeep(actor, bundle.main.service.provider).allowed);

    route(app, bundleEndpoints.readBundle, async ({ params, request }) => {
      const bundle = await visibleBundle(database.read(), request.actor, params);
      if (!bundle) throw notFound(`bundle ${params.slug}/${params.iid}`);
      return answer(request.actor, bundle);
    });

    route(app, bundleEndpoints.createBundle, async ({ body, request }) => {
      const { bundle } = await database.transact((tx) => keepBundle(tx, kernel, request.actor, body));
      return answer(request.actor, bundle);
    });

    route(app, bundleEndpoints.changeBundle, async ({ params, body, request }) => {
      const { bundle } = await database.transact((tx) =>
        keepBundle(tx, kernel, request.actor, body, { place: params, seenVersion: ifMatch(request) }),
      );
      return answer(request.actor, bundle);
    });
  };
