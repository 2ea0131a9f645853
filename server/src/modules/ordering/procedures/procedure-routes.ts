import { mostAnswerBytes, procedureEndpoints as endpoints } from '#contracts/ordering/procedures';
import type { Actor } from '#kernel/access';
import { route, type Plugin } from '#kernel/http';
import { actOnStep, type StepInput } from './act-on-step.ts';
import type { ProceduresContext } from './procedure-context.ts';
import { procedureRunView } from './procedure-view.ts';
import { takeAnswer } from './take-answer.ts';

const answersPerMinute = { name: 'procedure-answer', most: 60, windowSeconds: 60 };

/** Runs of procedures: reading, keeping them going, doing what they ask, and the answers that are called back. */
export const procedureRoutes =
  (context: ProceduresContext): Plugin =>
  async (app) => {
    const { kernel } = context;
    const view = (actor: Actor, number: number) => procedureRunView(kernel.database.read(), actor, number);

    async function act(
      actor: Actor,
      { number, step }: { number: number; step: string },
      input: Pick<StepInput, 'action'> & Partial<StepInput>,
    ) {
      const seen = await view(actor, number);
      await actOnStep(context)(actor, number, step, { note: '', results: {}, ...input });
      // Who was asked and is done may not see the procedure any more: they get what they saw.
      return view(actor, number).catch(() => seen);
    }

    route(app, endpoints.readProcedureRun, async ({ params, request }) => view(request.actor, params.number));
    route(app, endpoints.retryProcedureStep, async ({ params, request }) =>
      act(request.actor, params, { action: 'retry' }),
    );
    route(app, endpoints.skipProcedureStep, async ({ params, body, request }) =>
      act(request.actor, params, { action: 'skip', note: body.reason }),
    );
    route(app, endpoints.completeProcedureStep, async ({ params, body, request }) =>
      act(request.actor, params, { action: 'complete', ...body }),
    );
    route(app, endpoints.decideProcedureStep, async ({ params, body, request }) =>
      act(request.actor, params, { action: body.approve ? 'approve' : 'reject', note: body.reason }),
    );
    await app.register(async (answers) => {
      answers.addHook('onRoute', (options) => {
        options.bodyLimit = mostAnswerBytes;
      });
      route(answers, endpoints.answerProcedureStep, async ({ params, body, request }) => {
        await kernel.limit(answersPerMinute, request.ip);
        await takeAnswer(context)(params.token, body);
        return { accepted: true };
      });
    });
  };
