import { deskEndpoints as endpoints } from '#contracts/ordering/desk-endpoints';
import type { RoutingRules } from '#contracts/ordering/desk-schemas';
import type { Actor } from '#kernel/access';
import { route, type Plugin } from '#kernel/http';
import type { OrderingContext } from '../ordering-context.ts';
import { mayCoordinate, saveRouting } from './save-routing.ts';
import { routingRules, versionOf } from './sql-routing-store.ts';
import { requireDesk, tryRouting } from './try-routing.ts';

/** Which group takes which orders. */
export const routingRoutes =
  (context: OrderingContext): Plugin =>
  async (app) => {
    const { kernel } = context;
    async function shown(actor: Actor): Promise<RoutingRules> {
      const rules = await routingRules(kernel.database.read());
      return { version: versionOf(rules), rules, mayChange: mayCoordinate(actor).allowed };
    }
    route(app, endpoints.readRouting, async ({ request }) => {
      requireDesk(request.actor);
      return shown(request.actor);
    });
    route(app, endpoints.saveRouting, async ({ body, request }) => {
      await saveRouting(kernel)(request.actor, body);
      return shown(request.actor);
    });
    route(app, endpoints.tryRouting, async ({ body, request }) => tryRouting(context, request.actor, body));
  };
