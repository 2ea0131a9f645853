import { IconArrowsHorizontal, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';

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
import { projectHref, subscriptionHref } from './hrefs.ts';
import { subscriptionRoute, subscriptionTabs } from './index.ts';
import './messaging.css';
import { MoveOffset } from './move-offset.tsx';
import { PeekedMessages } from './peeked-messages.tsx';
import { SubscriptionOverview } from './subscription-overview.tsx';
import { useMessagingChanged } from './use-changed.ts';

const labels: Readonly<Record<(typeof subscriptionTabs)[number], string>> = {
  overview: 'Overview',
  messages: 'Next messages',
};

/** A subscription: how far it is read, who reads it, what comes next. */
export function SubscriptionPage() {
  const project = useRouteParam('project');
  const name = useRouteParam('subscription');
  const { tab } = useRouteSearch(subscriptionRoute);
  const [isMoving, setMoving] = useState(false);
  const found = useQuery({
    ...queryOf(messagingEndpoints.readMessagingSubscription, { params: { project, subscription: name } }),
    refetchInterval: 5000,
  });
  useTitle(`${name}, ${project}`);
  if (found.error && !found.data) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  const subscription = found.data;
  return (
    <Page
      title={name}
      from={{ label: project, href: projectHref(project, 'subscriptions') }}
      facts={
        subscription &&
        t(
          { zero: 'everything is read', one: '1 message behind', other: '{n} messages behind' },
          { n: subscription.lag },
        )
      }
      actions={
        subscription && (
          <>
            <DeleteSubscription project={project} name={name} lag={subscription.lag} />
            <Button look="primary" icon={IconArrowsHorizontal} onClick={() => setMoving(true)}>
              {t('Move place')}
            </Button>
          </>
        )
      }
      tabs={
        <PageTabs
          label={t('Parts of the subscription')}
          tabs={subscriptionTabs.map((key) => ({
            href: subscriptionHref(project, name, key === 'overview' ? '' : `?tab=${key}`),
            label: t(labels[key]),
            current: key === tab,
          }))}
        />
      }
    >
      {!subscription && <Bones rows={8} />}
      {subscription && tab === 'overview' && <SubscriptionOverview project={project} subscription={subscription} />}
      {subscription && tab === 'messages' && <PeekedMessages project={project} subscription={subscription} />}
      {subscription && isMoving && (
        <MoveOffset project={project} subscription={subscription} onClose={() => setMoving(false)} />
      )}
    </Page>
  );
}

function DeleteSubscription({ project, name, lag }: { project: string; name: string; lag: number }) {
  const go = useGo();
  const changed = useMessagingChanged();
  const ask = () =>
    void confirm({
      title: t('Delete subscription {name}?', { name }),
      body: t(
        {
          one: 'Its place is lost, with 1 message that nobody has read through it. The messages of the topic stay.',
          other:
            'Its place is lost, with {n} messages that nobody has read through it. The messages of the topic stay.',
        },
        { n: lag },
      ),
      verb: t('Delete subscription'),
      keep: t('Keep subscription'),
      danger: true,
      typeName: name,
      run: async () => {
        await call(messagingEndpoints.deleteMessagingSubscription, { params: { project, subscription: name } });
        go(projectHref(project, 'subscriptions'), { replace: true });
        await changed();
      },
    });
  return (
    <Button look="danger" icon={IconTrash} onClick={ask}>
      {t('Delete subscription')}
    </Button>
  );
}
