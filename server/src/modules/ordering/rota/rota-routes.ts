import { deskEndpoints as endpoints } from '#contracts/ordering/desk-endpoints';
import { route, type Plugin } from '#kernel/http';
import type { OrderingContext } from '../ordering-context.ts';
import { readRota, saveRotaWeek } from './keep-rota.ts';

/** Who is on duty when. */
export const rotaRoutes =
  (context: OrderingContext): Plugin =>
  async (app) => {
    route(app, endpoints.readRota, async ({ query, request }) => ({
      groups: await readRota(context, request.actor, query),
    }));
    route(app, endpoints.saveRotaWeek, async ({ params, body, request }) =>
      saveRotaWeek(context)(request.actor, { groupId: params.id, week: params.week }, body),
    );
  };
