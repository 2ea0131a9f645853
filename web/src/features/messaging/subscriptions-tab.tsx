import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import type { SubscriptionSummary } from '#contracts/messaging/schemas';

import { queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { formatNumber, t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { Link } from '../../ui/link.tsx';
import { Bones } from '../../ui/page/bones.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { EmptyState } from '../../ui/small.tsx';
import { subscriptionHref, topicHref } from './hrefs.ts';
import { NewSubscriptionForm } from './new-subscription.tsx';
import { Names } from './topics-tab.tsx';

/** The subscriptions of a project, with how far each is behind. */
export function SubscriptionsTab({ project, hasTopics }: { project: string; hasTopics: boolean }) {
  const [isNew, setNew] = useState(false);
  const found = useQuery({
    ...queryOf(messagingEndpoints.listMessagingSubscriptions, { params: { project } }),
    refetchInterval: 15_000,
  });
  if (found.error && !found.data) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  const items = found.data?.items ?? [];
  const create = (
    <Button
      look="primary"
      icon={IconPlus}
      refusal={hasTopics ? null : t('Make a topic first')}
      onClick={() => setNew(true)}
    >
      {t('New subscription')}
    </Button>
  );
  return (
    <>
      {items.length > 0 && (
        <div className="pt-ams-bar">
          <p className="pt-muted pt-reading">
            {t('Each has one place in its topic, shared by everybody who consumes it.')}
          </p>
          {create}
        </div>
      )}
      {!found.data && <Bones rows={6} />}
      {found.data && items.length === 0 && (
        <EmptyState title={t('No subscription yet')} action={create}>
          {t('Programs read a topic through a subscription, which remembers how far they came.')}
        </EmptyState>
      )}
      {items.length > 0 && <Subscriptions project={project} items={items} />}
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
