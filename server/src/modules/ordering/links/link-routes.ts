import { deskEndpoints as endpoints } from '#contracts/ordering/desk-endpoints';
import { route, type Plugin } from '#kernel/http';
import type { OrderingContext } from '../ordering-context.ts';
import { linkTicketOfOrder, unlinkTicketOfOrder } from './followed-tickets.ts';
import { joinedConversation, linkOrder, unlinkOrder } from './link-order.ts';

/** How orders belong together. */
export const linkRoutes =
  (context: OrderingContext): Plugin =>
  async (app) => {
    route(app, endpoints.linkOrder, async ({ params, body, request }) => ({
      tree: await linkOrder(context)(request.actor, params.number, body),
    }));
    route(app, endpoints.unlinkOrder, async ({ params, request }) => ({
      tree: await unlinkOrder(context)(request.actor, params.number, params.other),
    }));
    route(app, endpoints.linkTicket, async ({ params, body, request }) => ({
      tickets: await linkTicketOfOrder(context)(request.actor, params.number, body.ticket),
    }));
    route(app, endpoints.unlinkTicket, async ({ params, request }) => ({
      tickets: await unlinkTicketOfOrder(context)(request.actor, params.number, params.id),
    }));
    route(app, endpoints.joinedConversation, async ({ params, request }) =>
      joinedConversation(context, request.actor, params.number),
    );
  };
