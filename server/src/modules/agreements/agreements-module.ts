import type { Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { Read } from '#kernel/database';
import type { Plugin } from '#kernel/http';
import { mailReactions } from './following/agreement-mails.ts';
import { agreementDeskMoments, partyMoments } from './following/agreement-moments.ts';
import { agreementRoutes, templateRoutes } from './versions/agreement-routes.ts';
import { agreementTopics } from './following/agreement-topics.ts';
import { agreementWork } from './following/agreement-work.ts';
import { checkPages } from './paper/check-page.ts';
import { dailyJob, runDaily } from './following/daily-agreements.ts';
import type { Dependencies } from './dependencies.ts';
import { orderReactions } from './following/follow-orders.ts';
import type { Orders } from './order-dossier.ts';
import { prepareAgreements } from './versions/prepare-agreements.ts';
import { actOnAgreement } from './versions/act-on-agreement.ts';
import { evaluationReactions } from './results/evaluate-site.ts';
import { importResults } from './results/import-results.ts';
import { justifyPages } from './results/justify-page.ts';
import { reportedResults, type MonthlyResults } from './results/monthly-results.ts';
import { resultMailReactions } from './results/result-mails.ts';
import { resultMoments } from './results/result-moments.ts';
import { resultRoutes } from './results/result-routes.ts';
import { renderAgreement, renderJob, renderReaction } from './paper/render-agreement.ts';
import { signPages } from './signing/sign-page.ts';
import { agreementsPersonalData } from './sql-personal-data.ts';
import { standingOf, standingsOf } from './versions/standing-view.ts';

/** SLAs and OLAs: their templates, texts, signatures, papers and states. */
export function agreementsModule({
  kernel,
  orders,
  results = reportedResults,
  coordinators = async () => [],
  sites = { byName: async () => undefined },
  accountOf = async () => undefined,
}: {
  kernel: Kernel;
  orders: Orders;
  results?: MonthlyResults;
  coordinators?: Dependencies['coordinators'];
  sites?: Dependencies['sites'];
  accountOf?: Dependencies['accountOf'];
}) {
  const dependencies: Dependencies = { kernel, orders, results, coordinators, sites, accountOf };
  kernel.mailTexts.addMoments([
    ...Object.values(partyMoments),
    ...Object.values(agreementDeskMoments),
    ...Object.values(resultMoments),
  ]);
  kernel.addReactions([
    ...orderReactions(dependencies),
    ...mailReactions(dependencies),
    ...resultMailReactions(dependencies),
    ...evaluationReactions(dependencies),
    renderReaction,
  ]);
  kernel.addJobs([renderJob(dependencies), dailyJob(dependencies)]);
  const routes: Plugin = async (app) => {
    await app.register(agreementRoutes(dependencies));
    await app.register(templateRoutes(dependencies));
    await app.register(signPages(dependencies));
    await app.register(checkPages(dependencies));
    await app.register(resultRoutes(dependencies));
    await app.register(justifyPages(dependencies));
  };
  return {
    routes,
    queries: { standingOf, standingsOf },
    /** What the messaging service tells of agreements. */
    topics: agreementTopics,
    personalData: agreementsPersonalData(dependencies),
    /** What waits for somebody here, for the list of their work. */
    work: (read: Read, actor: Actor) => agreementWork(read, actor, kernel.clock.now()),
    commands: {
      prepare: prepareAgreements(dependencies),
      act: actOnAgreement(dependencies),
      render: renderAgreement(dependencies),
      runDaily: runDaily(dependencies),
      importResults: importResults(dependencies),
    },
  };
}

export type AgreementsModule = ReturnType<typeof agreementsModule>;
