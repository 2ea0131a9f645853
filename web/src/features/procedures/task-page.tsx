import { useQuery } from '@tanstack/react-query';

import { procedureEndpoints } from '#contracts/ordering/procedures';

import { isMissing } from '../../api/problem.ts';
import { queryOf } from '../../api/query.ts';
import { FailurePage, NotFoundPage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { useRouteParam } from '../../app/route-hooks.ts';
import { Page } from '../../ui/page/page.tsx';
import { StepActions } from './step-actions.tsx';
import { StepTrack } from './step-track.tsx';

/** What a procedure asks of somebody, with the steps around it. */
export function TaskPage() {
  const number = Number(useRouteParam('number'));
  const run = useQuery(queryOf(procedureEndpoints.readProcedureRun, { params: { number } }));
  if (isMissing(run.error)) return <NotFoundPage />;
  if (run.error) return <FailurePage error={run.error} onRetry={() => void run.refetch()} />;
  if (!run.data) return null;
  const { service, steps } = run.data;
  const asked = steps.filter(({ actions }) => actions.length > 0);
  return (
    <Page title={t('Order {number}', { number: String(number) })} facts={service}>
      <div className="pt-procedure">
        <p>
          {asked.length > 0
            ? t('The procedure that gives access waits for you.')
            : t('Nothing here waits for you now.')}
        </p>
        <StepTrack steps={steps} actionsOf={(step) => <StepActions order={number} step={step} />} />
      </div>
    </Page>
  );
}
