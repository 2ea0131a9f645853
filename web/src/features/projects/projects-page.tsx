import { IconFolderPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { ProjectSummary } from '#contracts/ordering/project-schemas';

import { queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { LinkButton } from '../../ui/button.tsx';
import { TwoLine } from '../../ui/data-table/cells.tsx';
import '../../ui/data-table/data-table.css';
import { Link } from '../../ui/link.tsx';
import { Mark } from '../../ui/marks/state.tsx';
import { Page } from '../../ui/page/page.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { EmptyState } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { rightWord, typologyWords } from './project-words.ts';
import './projects.css';

/** The projects in which I have a part, changed last first; archived ones below. */
export function ProjectsPage() {
  const found = useQuery(queryOf(orderingEndpoints.listProjects, { query: { limit: 200 } }));
  if (found.isError && !found.data) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  const projects = found.data?.items ?? [];
  const active = projects.filter(({ status }) => status === 'active');
  const archived = projects.filter(({ status }) => status === 'archived');
  const create = (
    <LinkButton href="/projects/new" look="primary" icon={IconFolderPlus}>
      {t('New project')}
    </LinkButton>
  );
  return (
    <Page title={t('My projects')} actions={create}>
      {found.data && projects.length === 0 && (
        <EmptyState
          title={t('You have no project yet')}
          action={<LinkButton href="/marketplace">{t('Look at the marketplace')}</LinkButton>}
        >
          {t('A project holds your orders and the people who may place or read them. Others can invite you to theirs.')}
        </EmptyState>
      )}
      {active.length > 0 && <Projects label={t('My projects')} projects={active} />}
      {archived.length > 0 && (
        <section className="pt-projects-archived">
          <h2 className="pt-h2">{t('Archived')}</h2>
          <Projects label={t('Archived projects')} projects={archived} />
        </section>
      )}
    </Page>
  );
}

function Projects({ label, projects }: { label: string; projects: readonly ProjectSummary[] }) {
  return (
    <SubTable label={label}>
      <thead>
        <tr>
          <th scope="col">{t('Project')}</th>
          <th scope="col">{t('Orders')}</th>
          <th scope="col">{t('Waiting for you')}</th>
          <th scope="col" data-wide>
            {t('You')}
          </th>
          <th scope="col" data-align="right" data-wide>
            {t('Last change')}
          </th>
        </tr>
      </thead>
      <tbody>
        {projects.map((project) => (
          <tr key={project.number} className="pt-project-row">
            <th scope="row">
              <TwoLine
                strong
                first={<Link href={`/projects/${project.number}`}>{project.name}</Link>}
                second={t(typologyWords[project.typology])}
              />
            </th>
            <td>
              <TwoLine
                first={t({ zero: 'None yet', one: '1 order', other: '{n} orders' }, { n: project.orders })}
                second={project.openOrders > 0 ? t('{n} open', { n: project.openOrders }) : ''}
              />
            </td>
            <td>
              <Waiting count={project.needsAnswer} />
            </td>
            <td data-wide>
              <TwoLine
                first={rightWord(project.right)}
                second={project.right === 'owner' ? '' : t('of {name}', { name: project.owner.name })}
              />
            </td>
            <td data-align="right" data-wide>
              <When at={project.changedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </SubTable>
  );
}

function Waiting({ count }: { count: number }) {
  if (count === 0) return <span className="pt-muted">-</span>;
  return (
    <span className="pt-state pt-fg-amber">
      <Mark name="order-waiting" tone="amber" size={15} />
      {t({ one: '1 question', other: '{n} questions' }, { n: count })}
    </span>
  );
}
