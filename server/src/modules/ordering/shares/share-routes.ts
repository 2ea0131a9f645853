import { orderingEndpoints as endpoints } from '#contracts/ordering/endpoints';
import type { Order } from '#contracts/ordering/order-schemas';
import type { ShareRow } from '#contracts/ordering/share-schemas';
import { type Actor, personId } from '#kernel/access';
import { ifMatch, type Plugin, route } from '#kernel/http';
import { deskCalendars } from '../calendar/desk-calendars.ts';
import { actOnShare } from './act-on-share.ts';
import { addShare } from './add-share.ts';
import { changeShare } from './change-share.ts';
import { loadShare } from './load-share.ts';
import { sendShares } from './send-shares.ts';
import type { SharesContext } from './share-links.ts';
import { shareView } from './share-view.ts';
import { shareList } from './sql-share-list-view.ts';

/** Answers an order as somebody may see it. */
type ViewOrder = (actor: Actor, number: number) => Promise<Order>;

/** Shares for the desk and for providers with an account; those without one answer on the page behind their link. */
export const shareRoutes =
  (context: SharesContext, orderView: ViewOrder): Plugin =>
  async (app) => {
    const { database, clock } = context.kernel;
    const settings = async () => ({
      calendarOf: await deskCalendars(database.read(), context.calendar),
      now: clock.now(),
    });

    route(app, endpoints.addShare, async ({ params, body, request }) => {
      await addShare(context)(request.actor, params.number, body);
      return orderView(request.actor, params.number);
    });

    route(app, endpoints.changeShare, async ({ params, body, request }) => {
      const at = { order: params.number, share: params.share };
      await changeShare(context)(request.actor, at, body, ifMatch(request));
      return orderView(request.actor, params.number);
    });

    route(app, endpoints.sendShares, async ({ params, request }) => {
      await sendShares(context)(request.actor, params.number);
      return orderView(request.actor, params.number);
    });

    route(app, endpoints.actOnShare, async ({ params, body, request, reply }): Promise<ShareRow> => {
      const { actor } = request;
      const at = { order: params.number, share: params.share };
      await actOnShare(context)(actor, at, params.action, body, ifMatch(request));
      const { order, share, mayWork } = await loadShare(database.read(), actor, at);
      const { calendarOf, now } = await settings();
      reply.header('etag', `"${share.version}"`);
      return {
        ...shareView(share, order, { actor, mayWork, calendar: calendarOf(order.group_id), now }),
        service: order.service_name,
        offer: order.offer_name,
        project: order.project_name,
        customer: order.customer_name,
        group: order.group_id,
        orderState: order.state,
      };
    });

    route(app, endpoints.listShares, async ({ query, request }) => {
      personId(request.actor);
      return shareList(database.read(), request.actor, query, await settings());
    });
  };
