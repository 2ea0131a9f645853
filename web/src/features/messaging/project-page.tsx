import { useQuery } from '@tanstack/react-query';

import { messagingEndpoints } from '#contracts/messaging/endpoints';

import { queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { formatNumber, t } from '../../app/messages.ts';
import { useRouteParam, useRouteSearch, useTitle } from '../../app/route-hooks.ts';
import { Bones } from '../../ui/page/bones.tsx';
import { Page, PageTabs } from '../../ui/page/page.tsx';
import { ActivityTab } from './activity-tab.tsx';
import { projectHref } from './hrefs.ts';
import { projectRoute, projectTabs } from './index.ts';
import { MembersTab } from './members-tab.tsx';
import './messaging.css';
import { SchemasTab } from './schemas-tab.tsx';
import { SettingsTab } from './settings-tab.tsx';
import { SubscriptionsTab } from './subscriptions-tab.tsx';
import { TopicsTab } from './topics-tab.tsx';

const labels: Readonly<Record<(typeof projectTabs)[number], string>> = {
  topics: 'Topics',
  subscriptions: 'Subscriptions',
  schemas: 'Schemas',
  members: 'Members',
  activity: 'Activity',
  settings: 'Settings',
};

/** A messaging project: what is in it, who uses it, what was changed. */
export function ProjectPage() {
  const name = useRouteParam('project');
  const { tab } = useRouteSearch(projectRoute);
  const found = useQuery(queryOf(messagingEndpoints.readMessagingProject, { params: { project: name } }));
  useTitle(`${name}, ${t('Messaging')}`);
  if (found.error && !found.data) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  const project = found.data;
  return (
    <Page
      title={name}
      from={{ label: t('Messaging'), href: '/messaging' }}
      facts={project && t({ one: '1 message kept', other: '{n} messages kept' }, { n: project.retained })}
      tabs={
        <PageTabs
          label={t('Parts of the project')}
          tabs={projectTabs.map((key) => ({
            href: projectHref(name, key === 'topics' ? undefined : key),
            label: project ? labelled(t(labels[key]), countOf(key, project)) : t(labels[key]),
            current: key === tab,
          }))}
        />
      }
    >
      {!project && <Bones rows={6} />}
      {project && tab === 'topics' && <TopicsTab project={name} description={project.description} />}
      {project && tab === 'subscriptions' && <SubscriptionsTab project={name} hasTopics={project.topics > 0} />}
      {project && tab === 'schemas' && <SchemasTab project={name} />}
      {project && tab === 'members' && <MembersTab project={name} />}
      {project && tab === 'activity' && <ActivityTab project={name} />}
      {project && tab === 'settings' && <SettingsTab project={project} />}
    </Page>
  );
}

const counted = ['topics', 'subscriptions', 'schemas', 'members'] as const;

const countOf = (
  tab: (typeof projectTabs)[number],
  counts: Readonly<Record<(typeof counted)[number], number>>,
): number | undefined => {
  const key = counted.find((one) => one === tab);
  return key && counts[key];
};
const labelled = (label: string, count: number | undefined) =>
  count === undefined ? label : `${label} ${formatNumber(count)}`;
