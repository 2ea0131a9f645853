import { bundleOrderEndpoints } from '#contracts/ordering/bundle-orders';
import { idempotent, route, type Plugin } from '#kernel/http';
import { orderView } from '../orders/order-view.ts';
import { ordersPerHour } from '../orders/orders-per-hour.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { placeBundle } from './place-bundle.ts';

/** Orders of bundles. */
export const bundleOrderRoutes =
  (context: OrderingContext): Plugin =>
  async (app) => {
    const { kernel } = context;
    route(app, bundleOrderEndpoints.placeBundle, async ({ body, request }) => {
      const { actor } = request;
      if (actor.kind === 'person') await kernel.limit(ordersPerHour(kernel), actor.id ?? request.ip);
      const source = body.form === undefined ? 'api' : 'marketplace';
      const { number } = await kernel.database.transact((tx) =>
        idempotent(tx, request, kernel.clock, async () => ({
          number: (await placeBundle(context)(tx, actor, body, { source })).number,
        })),
      );
      return orderView(context, actor, number);
    });
  };
