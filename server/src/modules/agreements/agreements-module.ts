import type { Kernel } from '#kernel/assemble';
import type { Plugin } from '#kernel/http';
import { mailReactions } from './following/agreement-mails.ts';
import { agreementRoutes, templateRoutes } from './versions/agreement-routes.ts';
import { agreementWork } from './following/agreement-work.ts';
import { checkPages } from './paper/check-page.ts';
import { dailyJob, runDaily } from './following/daily-agreements.ts';
import type { Dependencies } from './dependencies.ts';
import { orderReactions } from './following/follow-orders.ts';
import type { AvailabilityOf, Orders } from './order-dossier.ts';
import { prepareAgreements } from './versions/prepare-agreements.ts';
import { actOnAgreement } from './versions/act-on-agreement.ts';
import { renderAgreement, renderJob, renderReaction } from './paper/render-agreement.ts';
import { signPages } from './signing/sign-page.ts';
import { agreementsPersonalData } from './sql-personal-data.ts';
import { standingOf, standingsOf } from './versions/standing-view.ts';

/** No monitoring answers yet: results are unknown, and pages say so. */
const unknownAvailability: AvailabilityOf = { months: async () => undefined };

/** SLAs and OLAs: their templates, texts, signatures, papers and states. */
export function agreementsModule({
  kernel,
  orders,
  availability = unknownAvailability,
  coordinators = async () => [],
}: {
  kernel: Kernel;
  orders: Orders;
  availability?: AvailabilityOf;
  coordinators?: Dependencies['coordinators'];
}) {
  const dependencies: Dependencies = { kernel, orders, availability, coordinators };
  kernel.addReactions([...orderReactions(dependencies), ...mailReactions(dependencies), renderReaction]);
  kernel.addJobs([renderJob(dependencies), dailyJob(dependencies)]);
  const routes: Plugin = async (app) => {
    await app.register(agreementRoutes(dependencies));
    await app.register(templateRoutes(dependencies));
    await app.register(signPages(dependencies));
    await app.register(checkPages(dependencies));
  };
  return {
    routes,
    queries: { standingOf, standingsOf },
    personalData: agreementsPersonalData(dependencies),
    /** What waits for somebody here, for the list of their work. */
    work: agreementWork,
    commands: {
      prepare: prepareAgreements(dependencies),
      act: actOnAgreement(dependencies),
      render: renderAgreement(dependencies),
      runDaily: runDaily(dependencies),
    },
  };
}

export type AgreementsModule = ReturnType<typeof agreementsModule>;
