import { useInfiniteQuery } from '@tanstack/react-query';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { QuestionSummary } from '#contracts/ordering/questions';

import { call } from '../../api/call.ts';
import type { ApiError } from '../../api/problem.ts';
import { keyOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { useRouteSearch } from '../../app/route-hooks.ts';
import { useHasRole } from '../../app/session.tsx';
import { Button, LinkButton } from '../../ui/button.tsx';
import { TwoLine } from '../../ui/data-table/cells.tsx';
import { Link } from '../../ui/link.tsx';
import { State } from '../../ui/marks/state.tsx';
import { Page, PageTabs } from '../../ui/page/page.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { EmptyState } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { ProjectsWaiting } from './projects-waiting.tsx';
import { questionsRoute } from './index.ts';
import './questions.css';

type View = 'open' | 'answered' | 'closed' | 'suspected' | 'mine';

const views: Readonly<Record<View, { label: string; empty: string }>> = {
  open: { label: 'Open', empty: 'No question waits for an answer' },
  answered: { label: 'Answered', empty: 'No answered question' },
  closed: { label: 'Closed', empty: 'No closed question' },
  suspected: { label: 'Suspected spam', empty: 'Nothing is held as spam' },
  mine: { label: 'My own', empty: 'You have asked nothing yet' },
};

function queryFor(view: View) {
  switch (view) {
    case 'mine':
      return { of: 'mine' as const };
    case 'suspected':
      return { of: 'desk' as const, suspected: 'true' };
    case 'open':
    case 'answered':
    case 'closed':
      return { of: 'desk' as const, state: [view] };
  }
}

/** What people asked about services: on the desk by state, for everybody else their own. */
export function QuestionsPage() {
  const isShifter = useHasRole('shifter');
  const isCoordinator = useHasRole('sla-coordinator');
  const isAdministrator = useHasRole('administrator');
  const isDesk = isShifter || isCoordinator || isAdministrator;
  const { view: wanted = 'open' } = useRouteSearch(questionsRoute);
  const view = isDesk ? wanted : 'mine';
  const query = { ...queryFor(view), limit: 50 };
  const found = useInfiniteQuery({
    queryKey: keyOf(orderingEndpoints.listQuestions, { query }),
    queryFn: ({ pageParam, signal }) =>
      call(
        orderingEndpoints.listQuestions,
        { query: { ...query, ...(pageParam === null ? {} : { after: pageParam }) } },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  if (found.isError && !found.data) {
    return <FailurePage error={found.error as ApiError} onRetry={() => void found.refetch()} />;
  }
  const questions = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page
      title={isDesk ? t('Questions') : t('My questions')}
      tabs={
        isDesk && (
          <PageTabs
            label={t('Views')}
            tabs={(Object.keys(views) as View[]).map((id) => ({
              href: `/questions?view=${id}`,
              label: t(views[id].label),
              current: id === view,
            }))}
          />
        )
      }
    >
      {view === 'open' && isDesk && <ProjectsWaiting />}
      {found.data && questions.length === 0 && (
        <EmptyState
          title={t(views[view].empty)}
          action={view === 'mine' && <LinkButton href="/marketplace">{t('Look at the marketplace')}</LinkButton>}
        >
          {view === 'mine'
            ? t('On the page of each service you can ask the order desk about it before you order.')
            : t('What people ask on the page of a service comes here.')}
        </EmptyState>
      )}
      {questions.length > 0 && view === 'open' && isDesk && <h2 className="pt-h2">{t('About services')}</h2>}
      {questions.length > 0 && <Rows questions={questions} desk={view !== 'mine'} />}
      {found.hasNextPage && (
        <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('Show more')}
        </Button>
      )}
    </Page>
  );
}

function Rows({ questions, desk }: { questions: readonly QuestionSummary[]; desk: boolean }) {
  return (
    <SubTable label={t('Questions')}>
      <thead>
        <tr>
          <th scope="col">{t('Question')}</th>
          <th scope="col">{t('State')}</th>
          {desk && (
            <th scope="col" data-wide>
              {t('From')}
            </th>
          )}
          <th scope="col" data-align="right" data-wide>
            {t('Last word')}
          </th>
        </tr>
      </thead>
      <tbody>
        {questions.map((question) => (
          <tr key={question.number} data-off={question.state === 'closed' || undefined}>
            <th scope="row" className="pt-question-cell">
              <TwoLine
                strong
                first={<Link href={`/questions/${question.number}`}>{question.text}</Link>}
                second={t('Question {number}, {service}', {
                  number: String(question.number),
                  service: question.service.name,
                })}
              />
            </th>
            <td>
              <State thing="question" state={question.state} reader={desk ? 'desk' : 'customer'} />
            </td>
            {desk && (
              <td data-wide>
                <TwoLine first={question.by} second={question.group.name} />
              </td>
            )}
            <td data-align="right" data-wide>
              <When at={question.lastAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </SubTable>
  );
}
