import { questionEndpoints as endpoints } from '#contracts/ordering/questions';
import { route, type Plugin } from '#kernel/http';
import type { OrderingContext } from '../ordering-context.ts';
import { askQuestion } from './ask-question.ts';
import { listQuestions, readQuestion } from './question-view.ts';
import { closeQuestion, judgeQuestion, writeOnQuestion } from './work-question.ts';

const questionsPerHour = { name: 'ask-question', most: 10, windowSeconds: 3600 };
const messagesPerHour = { name: 'write-on-question', most: 120, windowSeconds: 3600 };

/** Questions about services: asked on the page of a service, answered on the desk. */
export const questionRoutes =
  (context: OrderingContext): Plugin =>
  async (app) => {
    const { kernel } = context;
    const read = (actor: Parameters<typeof readQuestion>[1], number: number) =>
      readQuestion(kernel.database.read(), actor, number);

    route(app, endpoints.askQuestion, async ({ params, body, request }) => {
      await kernel.limit(questionsPerHour, request.actor.id ?? request.ip);
      const { number } = await askQuestion(context)(request.actor, params.slug, body);
      return read(request.actor, number);
    });
    route(app, endpoints.listQuestions, ({ query, request }) =>
      listQuestions(kernel.database.read(), request.actor, query),
    );
    route(app, endpoints.readQuestion, ({ params, request }) => read(request.actor, params.number));
    route(app, endpoints.writeOnQuestion, async ({ params, body, request }) => {
      await kernel.limit(messagesPerHour, request.actor.id ?? request.ip);
      await writeOnQuestion(context)(request.actor, params.number, body.text);
      return read(request.actor, params.number);
    });
    route(app, endpoints.closeQuestion, async ({ params, request }) => {
      await closeQuestion(context)(request.actor, params.number);
      return read(request.actor, params.number);
    });
    route(app, endpoints.judgeQuestion, async ({ params, body, request }) => {
      await judgeQuestion(context)(request.actor, params.number, body.spam);
      return read(request.actor, params.number);
    });
  };
