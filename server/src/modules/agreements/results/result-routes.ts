import { agreementsEndpoints as endpoints } from '#contracts/agreements/endpoints';
import type { Exclusion } from '#contracts/agreements/result-schemas';
import { require, type Actor } from '#kernel/access';
import { notFound } from '#kernel/errors';
import { route, type Plugin } from '#kernel/http';
import type { Dependencies } from '../dependencies.ts';
import { mayReportResults } from '../policies.ts';
import { visibleAgreement, visibleVersions } from '../versions/agreement-view.ts';
import { excludeMonth, justify, liftMonth, settleEscalation, settleViolation } from './act-on-results.ts';
import { importResults } from './import-results.ts';
import { resultsCsv, resultsOf, violationSummary } from './results-view.ts';
import { currentExclusions, pageOfResults, type ExclusionRow } from './sql-result-store.ts';
import { listedViolation, pageOfViolations } from './sql-violation-store.ts';

function shownExclusion({ id, month, site, reason, note, made_at: madeAt, made_by: madeBy }: ExclusionRow): Exclusion {
  return { id, month, site, reason, note, madeAt, madeBy };
}

/** The API of monthly results. */
export const resultRoutes =
  (dependencies: Dependencies): Plugin =>
  async (app) => {
    const { database, clock } = dependencies.kernel;
    const report = importResults(dependencies);
    const exclude = excludeMonth(dependencies);
    const lift = liftMonth(dependencies);
    const explain = justify(dependencies);
    const settle = settleViolation(dependencies);
    const settleRaised = settleEscalation(dependencies);

    async function summary(actor: Actor, id: string) {
      const row = await listedViolation(database.read(), id);
      if (!row) throw notFound(`violation ${id}`);
      return violationSummary(actor, row, clock.now());
    }

    route(app, endpoints.reportAgreementResults, ({ body, request }) => report(request.actor, body));
    route(app, endpoints.listAgreementResults, ({ query, request }) => {
      require(mayReportResults(request.actor));
      return pageOfResults(database.read(), query);
    });
    route(app, endpoints.excludeAgreementMonth, async ({ body, request }) =>
      shownExclusion(await exclude(request.actor, body)),
    );
    route(app, endpoints.listAgreementExclusions, async ({ request }) => {
      require(mayReportResults(request.actor));
      return { items: (await currentExclusions(database.read())).map(shownExclusion) };
    });
    route(app, endpoints.liftAgreementExclusion, async ({ params, request }) => {
      await lift(request.actor, params.id);
      return undefined;
    });
    route(app, endpoints.listAgreementViolations, async ({ query, request }) => {
      const { items, next } = await pageOfViolations(database.read(), request.actor, query);
      return { items: items.map((row) => violationSummary(request.actor, row, clock.now())), next, total: null };
    });
    route(app, endpoints.justifyAgreementViolation, async ({ params, body, request }) => {
      await explain(request.actor, params.id, body.text);
      return summary(request.actor, params.id);
    });
    route(app, endpoints.settleAgreementViolation, async ({ params, body, request }) => {
      await settle(request.actor, params.id, body);
      return summary(request.actor, params.id);
    });
    route(app, endpoints.settleAgreementEscalation, async ({ params, request }) => {
      await settleRaised(request.actor, params.id);
      return undefined;
    });
    route(app, endpoints.exportAgreementResults, async ({ params, request, reply }) => {
      const read = database.read();
      const agreement = await visibleAgreement(read, request.actor, params.name);
      const versions = await visibleVersions(read, request.actor, agreement);
      const results = await resultsOf(read, dependencies, { actor: request.actor, versions });
      void reply
        .header('content-disposition', `attachment; filename="${agreement.name}-results-${clock.today()}.csv"`)
        .type('text/csv; charset=utf-8')
        .serializer((payload: unknown) => payload as string)
        .send(resultsCsv(results));
      return undefined;
    });
  };
