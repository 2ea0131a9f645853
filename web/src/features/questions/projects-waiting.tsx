import { useQuery } from '@tanstack/react-query';

import { orderingEndpoints } from '#contracts/ordering/endpoints';

import { queryOf } from '../../api/query.ts';
import { t } from '../../app/messages.ts';
import { TwoLine } from '../../ui/data-table/cells.tsx';
import '../../ui/data-table/data-table.css';
import { Link } from '../../ui/link.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { When } from '../../ui/time/when.tsx';

/** Projects whose people wrote to the desk about them as a whole and wait for its word; nothing where there is none. */
export function ProjectsWaiting() {
  const found = useQuery(queryOf(orderingEndpoints.listProjectConversations, { query: { limit: 50 } }));
  const waiting = found.data?.items.filter(({ waits }) => waits) ?? [];
  if (waiting.length === 0) return null;
  return (
    <section className="pt-questions-projects">
      <h2 className="pt-h2">{t('About whole projects')}</h2>
      <SubTable label={t('About whole projects')}>
        <thead>
          <tr>
            <th scope="col">{t('Project and message')}</th>
            <th scope="col" data-wide>
              {t('From')}
            </th>
            <th scope="col" data-align="right" data-wide>
              {t('Last word')}
            </th>
          </tr>
        </thead>
        <tbody>
          {waiting.map(({ project, last }) => (
            <tr key={project.number}>
              <th scope="row" className="pt-question-cell">
                <TwoLine
                  strong
                  first={<Link href={`/projects/${project.number}/conversation`}>{project.name}</Link>}
                  second={last.text}
                />
              </th>
              <td data-wide>{last.by}</td>
              <td data-align="right" data-wide>
                <When at={last.at} />
              </td>
            </tr>
          ))}
        </tbody>
      </SubTable>
    </section>
  );
}
