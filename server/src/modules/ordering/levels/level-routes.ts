import { deskEndpoints as endpoints } from '#contracts/ordering/desk-endpoints';
import { route, type Plugin } from '#kernel/http';
import type { OrderingContext } from '../ordering-context.ts';
import { answerLevel, bypassLevel } from './answer-level.ts';
import { askedApprovals } from './asked-approvals.ts';

/** Levels of approval: what is asked of me, answers, passing over. */
export const levelRoutes =
  (context: OrderingContext): Plugin =>
  async (app) => {
    route(app, endpoints.listApprovals, async ({ request }) => ({
      items: await askedApprovals(context, request.actor),
    }));
    route(app, endpoints.answerApproval, async ({ params, body, request }) => ({
      levels: await answerLevel(context)(request.actor, params.number, body),
    }));
    route(app, endpoints.bypassApproval, async ({ params, body, request }) => ({
      levels: await bypassLevel(context)(request.actor, params.number, {
        position: params.level,
        reason: body.reason,
      }),
    }));
  };
