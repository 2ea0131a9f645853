import { replyTemplateEndpoints as endpoints } from '#contracts/ordering/reply-templates';
import { ifMatch, route, type Plugin } from '#kernel/http';
import { loadOrder } from '../orders/load-order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { dropReplyTemplate, fillReply, requireShifter, saveReplyTemplate } from './change-reply-template.ts';
import { replyContext, replyPlaceholders, sampleReply } from './reply-context.ts';
import { replyTemplates } from './sql-reply-template-store.ts';

/** Replies of the desk: keeping them, trying them, and choosing one on an order. */
export const replyTemplateRoutes =
  ({ kernel }: OrderingContext): Plugin =>
  async (app) => {
    const { database, config } = kernel;

    route(app, endpoints.listReplyTemplates, async ({ request }) => {
      requireShifter(request.actor);
      return { items: await replyTemplates(database.read()), placeholders: [...replyPlaceholders] };
    });

    route(app, endpoints.createReplyTemplate, async ({ body, request }) =>
      saveReplyTemplate(kernel)(request.actor, body),
    );

    route(app, endpoints.saveReplyTemplate, async ({ params, body, request }) =>
      saveReplyTemplate(kernel)(request.actor, body, { id: params.id, seen: ifMatch(request) }),
    );

    route(app, endpoints.archiveReplyTemplate, async ({ params, request }) => {
      await dropReplyTemplate(kernel)(request.actor, params.id);
      return undefined;
    });

    route(app, endpoints.previewReplyTemplate, async ({ body, request }) => {
      requireShifter(request.actor);
      const context =
        body.order === undefined
          ? sampleReply(request.actor, config)
          : replyContext((await loadOrder(database.read(), request.actor, body.order)).order, request.actor, config);
      const filled = fillReply(body.body, context);
      if ('text' in filled) return { text: filled.text, problem: null };
      const { line, reason } = filled.fault;
      return { text: '', problem: { line, reason } };
    });

    route(app, endpoints.listOrderReplies, async ({ params, request }) => {
      const { order } = await loadOrder(database.read(), request.actor, params.number);
      requireShifter(request.actor);
      const context = replyContext(order, request.actor, config);
      const items = (await replyTemplates(database.read())).flatMap(({ id, name, language, use, body }) => {
        const filled = fillReply(body, context);
        return 'text' in filled ? [{ id, name, language, use, text: filled.text }] : [];
      });
      return { items };
    });
  };
