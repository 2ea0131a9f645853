import { useQuery, useQueryClient } from '@tanstack/react-query';

import { orderingEndpoints } from '#contracts/ordering/endpoints';

import { call } from '../../api/call.ts';
import { keyOf, queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { useRouteParam, useTitle } from '../../app/route-hooks.ts';
import { Page } from '../../ui/page/page.tsx';
import { Notice } from '../../ui/small.tsx';
import { Said, WriteBox } from '../questions/said.tsx';

const { readProjectConversation, writeOnProject, listProjectConversations } = orderingEndpoints;

function useConversation(number: number) {
  return useQuery(queryOf(readProjectConversation, { params: { number }, query: {} }));
}

/** What was said between the people of a project and the desk about it as a whole, with a box to go on. */
export function ProjectContact({ number, side }: { number: number; side: 'project' | 'desk' }) {
  const client = useQueryClient();
  const found = useConversation(number);
  if (found.isError && !found.data) return <Notice tone="amber">{found.error.message}</Notice>;
  if (!found.data) return <div aria-busy="true" />;
  const { items, next, mayWrite } = found.data;
  return (
    <div className="pt-question pt-project-contact">
      {side === 'project' && items.length === 0 && (
        <p className="pt-muted">
          {t('Ask people who know the services what fits your project, before you order or at any time after.')}
        </p>
      )}
      {next !== null && <p className="pt-muted">{t('These are the newest messages.')}</p>}
      <Said words={items.toReversed()} />
      {mayWrite ? (
        <WriteBox
          key={items[0]?.number ?? 0}
          label={side === 'project' ? t('Write to the experts') : t('Your answer')}
          hint={
            side === 'project'
              ? t('The order desk gets a mail. What concerns one order is better said there.')
              : t('The people of the project get a mail.')
          }
          send={t('Send')}
          onSend={async (text) => {
            const answer = await call(writeOnProject, { params: { number }, body: { text } });
            client.setQueryData(keyOf(readProjectConversation, { params: { number }, query: {} }), answer);
            await client.invalidateQueries({ queryKey: [listProjectConversations.tag, listProjectConversations.id] });
          }}
        />
      ) : (
        <p className="pt-muted">{t('Who may order in this project writes here.')}</p>
      )}
    </div>
  );
}

/** The same for the desk, which reads of a project no more than what was said to it. */
export function ProjectConversationPage() {
  const number = Number(useRouteParam('number'));
  const found = useConversation(number);
  const name = found.data?.project.name;
  useTitle(name);
  if (found.isError && !found.data) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <Page
      from={{ label: t('Questions'), href: '/questions' }}
      title={name ?? ''}
      facts={t('Project {number}', { number: String(number) })}
    >
      <ProjectContact number={number} side="desk" />
    </Page>
  );
}
