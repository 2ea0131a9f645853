import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import type { Subscription } from '#contracts/messaging/schemas';

import { call } from '../../api/call.ts';
import { queryOf } from '../../api/query.ts';
import { confirm } from '../../app/confirm.tsx';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { toast } from '../../app/toasts.tsx';
import { Button } from '../../ui/button.tsx';
import { Bones } from '../../ui/page/bones.tsx';
import { EmptyState } from '../../ui/small.tsx';
import { MessageList } from './message-list.tsx';
import { useMessagingChanged } from './use-changed.ts';

/** What consumers get next, in this order, read without taking it from them. */
export function PeekedMessages({ project, subscription }: { project: string; subscription: Subscription }) {
  const { name, topic, current, lag } = subscription;
  const params = { project, subscription: name };
  const changed = useMessagingChanged();
  const found = useQuery({
    ...queryOf(messagingEndpoints.peekMessages, { params, query: { limit: 20 } }),
    refetchInterval: 15_000,
  });
  if (found.error && !found.data) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Bones rows={8} />;
  const { items } = found.data;
  const acknowledge = (message: number) =>
    void confirm({
      title: t('Acknowledge up to message {id}?', { id: String(message) }),
      body: t(
        {
          one: 'No consumer of {name} gets this message any more.',
          other: 'No consumer of {name} gets these {n} messages any more.',
        },
        { name, n: message + 1 - current },
      ),
      verb: t('Acknowledge'),
      keep: t('Keep them waiting'),
      run: async () => {
        const { before, after } = await call(messagingEndpoints.acknowledgeUpTo, { params, body: { message } });
        await changed();
        toast({
          text: t('{name} goes on from message {after}.', { name, after: String(after) }),
          seconds: 10,
          undo: async () => {
            await call(messagingEndpoints.moveSubscription, { params, body: { offset: before } });
            await changed();
          },
        });
      },
    });
  if (items.length === 0)
    return (
      <EmptyState title={t('Everything is read')}>
        {t('Messages wait here from the moment they are published until they are acknowledged.')}
      </EmptyState>
    );
  return (
    <>
      <p className="pt-muted pt-page-lead">
        {t(
          'The next {n} of {lag}, in the order in which they are handed out. Looking at them takes nothing from the consumers.',
          {
            n: items.length,
            lag,
          },
        )}
      </p>
      <MessageList
        items={items}
        whole={(message) => call(messagingEndpoints.readTopicMessage, { params: { project, topic, message } })}
        action={({ id }) => (
          <Button
            size="small"
            icon={IconCheck}
            aria-label={t('Acknowledge up to message {id}', { id: String(id) })}
            onClick={() => acknowledge(id)}
          >
            {t('Acknowledge up to here')}
          </Button>
        )}
      />
    </>
  );
}
