import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import type { Topic } from '#contracts/messaging/schemas';

import { call } from '../../api/call.ts';
import { queryOf } from '../../api/query.ts';
import { useGo } from '../../app/address.ts';
import { confirm } from '../../app/confirm.tsx';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { useRouteParam, useRouteSearch, useTitle } from '../../app/route-hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Bones } from '../../ui/page/bones.tsx';
import { Page, PageTabs } from '../../ui/page/page.tsx';
import { projectHref, topicHref } from './hrefs.ts';
import { topicRoute, topicTabs } from './index.ts';
import { MessageBrowser } from './message-browser.tsx';
import './messaging.css';
import { PublishForm } from './publish-form.tsx';
import { TopicOverview } from './topic-overview.tsx';
import { useMessagingChanged } from './use-changed.ts';

const labels: Readonly<Record<(typeof topicTabs)[number], string>> = {
  messages: 'Messages',
  overview: 'Overview',
  publish: 'Publish a test message',
};

/** A topic: its messages, who publishes and reads them, and how many there are. */
export function TopicPage() {
  const project = useRouteParam('project');
  const name = useRouteParam('topic');
  const { tab, from, at } = useRouteSearch(topicRoute);
  const found = useQuery({
    ...queryOf(messagingEndpoints.readMessagingTopic, { params: { project, topic: name } }),
    refetchInterval: 15_000,
  });
  useTitle(`${name}, ${project}`);
  if (found.error && !found.data) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  const topic = found.data;
  return (
    <Page
      title={name}
      from={{ label: project, href: projectHref(project) }}
      facts={topic && t({ one: '1 message kept', other: '{n} messages kept' }, { n: topic.next - topic.min })}
      actions={topic && <DeleteTopic project={project} topic={topic} />}
      tabs={
        <PageTabs
          label={t('Parts of the topic')}
          tabs={topicTabs.map((key) => ({
            href: topicHref(project, name, key === 'messages' ? '' : `?tab=${key}`),
            label: t(labels[key]),
            current: key === tab,
          }))}
        />
      }
    >
      {!topic && <Bones rows={8} />}
      {topic && tab === 'messages' && (
        <MessageBrowser key={`${name} ${from ?? ''} ${at ?? ''}`} project={project} topic={name} place={{ from, at }} />
      )}
      {topic && tab === 'overview' && <TopicOverview project={project} topic={topic} />}
      {topic && tab === 'publish' && <PublishForm project={project} topic={name} />}
    </Page>
  );
}

function DeleteTopic({ project, topic }: { project: string; topic: Topic }) {
  const go = useGo();
  const changed = useMessagingChanged();
  const ask = () =>
    void confirm({
      title: t('Delete topic {name}?', { name: topic.name }),
      body: t(
        'Its {messages} messages are gone for good, and publishing to it is refused. Its {n} subscriptions stay, and are refused until a topic of this name is made again.',
        { messages: topic.next - topic.min, n: topic.subscriptions.length },
      ),
      verb: t('Delete topic'),
      keep: t('Keep topic'),
      danger: true,
      typeName: topic.name,
      run: async () => {
        await call(messagingEndpoints.deleteMessagingTopic, { params: { project, topic: topic.name } });
        go(projectHref(project), { replace: true });
        await changed();
      },
    });
  return (
    <Button look="danger" icon={IconTrash} onClick={ask}>
      {t('Delete topic')}
    </Button>
  );
}
