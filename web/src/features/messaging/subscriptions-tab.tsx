import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import type { SubscriptionSummary } from '#contracts/messaging/schemas';

import { queryOf } from '../../api/query.ts';
import { formatNumber, t } from '../../app/messages.ts';
import { Link } from '../../ui/link.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { subscriptionHref, topicHref } from './hrefs.ts';
import { ListTab } from './list-tab.tsx';
import { NewSubscriptionForm } from './new-subscription.tsx';
import { Names } from './topics-tab.tsx';

/** The subscriptions of a project, with how far each is behind. */
export function SubscriptionsTab({ project, hasTopics }: { project: string; hasTopics: boolean }) {
  const [isNew, setNew] = useState(false);
  const found = useQuery({
    ...queryOf(messagingEndpoints.listMessagingSubscriptions, { params: { project } }),
    refetchInterval: 15_000,
  });
  return (
    <>
      <ListTab
        found={found}
        make={{
          label: t('New subscription'),
          about: t('Each has one place in its topic, shared by everybody who consumes it.'),
          refusal: hasTopics ? null : t('Make a topic first'),
          onClick: () => setNew(true),
        }}
        empty={{
          title: t('No subscription yet'),
          text: t('Programs read a topic through a subscription, which remembers how far they came.'),
        }}
      >
        {(items) => <Subscriptions project={project} items={items} />}
      </ListTab>
      {isNew && <NewSubscriptionForm project={project} onClose={() => setNew(false)} />}
    </>
  );
}

function Subscriptions({ project, items }: { project: string; items: readonly SubscriptionSummary[] }) {
  return (
    <SubTable label={t('Subscriptions')}>
      <thead>
        <tr>
          <th scope="col">{t('Subscription')}</th>
          <th scope="col">{t('Topic')}</th>
          <th scope="col" data-wide>
            {t('May consume')}
          </th>
          <th scope="col" data-align="right" data-wide>
            {t('Deadline')}
          </th>
          <th scope="col" data-align="right">
            {t('Behind')}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.name}>
            <th scope="row">
              <Link href={subscriptionHref(project, one.name)} className="pt-row-title pt-ams-name">
                {one.name}
              </Link>
            </th>
            <td>
              {one.topicDeleted ? (
                <span className="pt-fg-red">{t('{topic}, deleted', { topic: one.topic })}</span>
              ) : (
                <Link href={topicHref(project, one.topic)} className="pt-ams-name">
                  {one.topic}
                </Link>
              )}
            </td>
            <td data-wide>
              {one.isPushed ? (
                <span className="pt-muted">{t('pushed, nobody pulls')}</span>
              ) : (
                <Names names={one.consumers} none={t('project admins')} />
              )}
            </td>
            <td data-align="right" data-wide>
              {t('{n} s', { n: one.ackDeadlineSeconds })}
            </td>
            <td data-align="right">{one.lag === 0 ? <span className="pt-muted">0</span> : formatNumber(one.lag)}</td>
          </tr>
        ))}
      </tbody>
    </SubTable>
  );
}
