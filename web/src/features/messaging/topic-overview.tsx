import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import type { Topic } from '#contracts/messaging/schemas';

import { call } from '../../api/call.ts';
import { formatNumber, t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { HourChart } from '../../ui/charts/hour-chart.tsx';
import { Link } from '../../ui/link.tsx';
import { DefinitionList, Section } from '../../ui/record/record-page.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { formatBytes } from '../../ui/time/format.ts';
import { When } from '../../ui/time/when.tsx';
import { AccessEditor } from './access-editor.tsx';
import { CodeLines, publishLines } from './code-lines.tsx';
import { subscriptionHref } from './hrefs.ts';
import { OpenAlerts, TopicLimits } from './limits.tsx';
import { NewSubscriptionForm } from './new-subscription.tsx';
import { TopicSchema } from './topic-schema.tsx';

/** What is kept of a topic, its traffic, who publishes and who reads, and how to begin. */
export function TopicOverview({ project, topic }: { project: string; topic: Topic }) {
  const params = { project, topic: topic.name };
  const samples = (figure: 'messages' | 'bytes') => topic.traffic.map((hour) => ({ at: hour.at, value: hour[figure] }));
  return (
    <div className="pt-ams-columns">
      <div>
        <OpenAlerts alerts={topic.alerts} />
        <HourChart
          title={t('How much is published?')}
          unit={t('Messages an hour')}
          samples={samples('messages')}
          fileName={`messages-${topic.name}`}
        />
        <HourChart
          title={t('How large is it?')}
          unit={t('Bytes an hour')}
          samples={samples('bytes')}
          fileName={`bytes-${topic.name}`}
          format={formatBytes}
        />
        <CodeLines title={t('Publish from a program')} lines={publishLines(project, topic.name)} />
      </div>
      <div>
        <Section title={t('What is kept')}>
          <DefinitionList
            facts={[
              [t('Messages'), formatNumber(topic.next - topic.min)],
              [t('Size'), formatBytes(topic.bytes)],
              [
                t('Ids'),
                topic.next === topic.min
                  ? t('next is {n}', { n: String(topic.next) })
                  : `${topic.min} – ${topic.next - 1}`,
              ],
              [t('Last message'), <When key="last" at={topic.lastPublishedAt} style="long" />],
              [t('Made'), <When key="made" at={topic.createdAt} style="long" />],
            ]}
          />
        </Section>
        <AccessEditor
          project={project}
          title={t('Who may publish')}
          users={topic.publishers}
          needs="publisher"
          save={(users) => call(messagingEndpoints.setTopicPublishers, { params, body: { users: [...users] } })}
        />
        <TopicSchema project={project} topic={topic} />
        <TopicLimits project={project} topic={topic} />
        <TopicSubscriptions project={project} topic={topic} />
      </div>
    </div>
  );
}

function TopicSubscriptions({ project, topic }: { project: string; topic: Topic }) {
  const [isNew, setNew] = useState(false);
  return (
    <Section
      title={t('Subscriptions')}
      aside={
        <Button size="small" icon={IconPlus} onClick={() => setNew(true)}>
          {t('New subscription')}
        </Button>
      }
    >
      {topic.lags.length === 0 ? (
        <p className="pt-muted">{t('Nobody reads this topic.')}</p>
      ) : (
        <SubTable label={t('Subscriptions')}>
          <thead>
            <tr>
              <th scope="col">{t('Subscription')}</th>
              <th scope="col" data-align="right">
                {t('Behind')}
              </th>
            </tr>
          </thead>
          <tbody>
            {topic.lags.map(({ subscription, lag }) => (
              <tr key={subscription}>
                <th scope="row">
                  <Link href={subscriptionHref(project, subscription)} className="pt-ams-name">
                    {subscription}
                  </Link>
                </th>
                <td data-align="right">{formatNumber(lag)}</td>
              </tr>
            ))}
          </tbody>
        </SubTable>
      )}
      {isNew && <NewSubscriptionForm project={project} topic={topic.name} onClose={() => setNew(false)} />}
    </Section>
  );
}
