import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';

import { jiraEndpoints } from '#contracts/ordering/jira';
import type { JiraWebhook } from '#contracts/ordering/jira';

import { queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { EmptyState } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { AdminFrame } from './admin-frame.tsx';
import { JiraCheckList } from './jira-check-list.tsx';
import { JiraSettings } from './jira-settings.tsx';
import { JiraWebhookDrawer } from './jira-webhook-drawer.tsx';
import { MarketplaceForm } from './marketplace-form.tsx';

/** Connecting a marketplace: its settings, whether they would work, and who is told of tickets. */
export function JiraPage() {
  const [isNew, setNew] = useState(false);
  return (
    <AdminFrame
      title={t('Jira')}
      actions={
        <Button look="primary" icon={IconPlus} onClick={() => setNew(true)}>
          {t('Connect a marketplace')}
        </Button>
      }
    >
      <Connection isNew={isNew} onNewDone={() => setNew(false)} />
    </AdminFrame>
  );
}

function Connection({ isNew, onNewDone }: { isNew: boolean; onNewDone: () => void }) {
  const client = useQueryClient();
  const [opened, setOpened] = useState<number>();
  const [secret, setSecret] = useState('');
  const connection = useQuery({ ...queryOf(jiraEndpoints.readJiraConnection, {}), refetchInterval: 15_000 });
  if (connection.error && !connection.data)
    return <FailurePage error={connection.error} onRetry={() => void connection.refetch()} />;
  if (!connection.data) return null;
  const { url, webhooks } = connection.data;
  const refresh = () => client.invalidateQueries({ queryKey: ['integrations'] });
  const current = webhooks.find(({ id }) => id === opened);
  return (
    <div className="pt-stack">
      <p className="pt-reading">
        {t(
          'Orders and projects are tickets of a Jira Server at {url}. A marketplace works with them by its connector.',
          {
            url,
          },
        )}
      </p>
      <JiraSettings connection={connection.data} webhookSecret={secret} />
      <JiraCheckList />
      <section className="pt-section" aria-label={t('Told of tickets')}>
        <h2 className="pt-h2">{t('Told of tickets')}</h2>
        {webhooks.length === 0 && (
          <EmptyState title={t('No marketplace is told yet')}>
            {t('Connect one, and it hears of every change of a status, a voucher or a comment.')}
          </EmptyState>
        )}
        {webhooks.length > 0 && <Table items={webhooks} onOpen={setOpened} />}
      </section>
      {isNew && (
        <MarketplaceForm
          onClose={onNewDone}
          onSaved={(made) => {
            setSecret(made);
            onNewDone();
            void refresh();
          }}
        />
      )}
      {current && <JiraWebhookDrawer webhook={current} onClose={() => setOpened(undefined)} onChanged={refresh} />}
    </div>
  );
}

function Table({ items, onOpen }: { items: readonly JiraWebhook[]; onOpen: (id: number) => void }) {
  return (
    <SubTable label={t('Told of tickets')}>
      <thead>
        <tr>
          <th scope="col">{t('Receiver')}</th>
          <th scope="col">{t('Tickets')}</th>
          <th scope="col">{t('Changed')}</th>
          <th scope="col" data-align="right">
            <span className="pt-hidden">{t('Action')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((webhook) => (
          <tr key={webhook.id} data-off={!webhook.enabled || undefined}>
            <th scope="row">
              <strong className="pt-strong">{webhook.name}</strong>
              {!webhook.enabled && <span className="pt-fg-amber"> {t('switched off')}</span>}
              <div className="pt-second pt-mono pt-wrap">{webhook.url}</div>
            </th>
            <td className="pt-wrap">{webhook.filter === '' ? t('all') : webhook.filter}</td>
            <td>
              <When at={webhook.changedAt} />
            </td>
            <td data-align="right">
              <Button
                size="small"
                aria-label={t('Open {name}', { name: webhook.name })}
                onClick={() => onOpen(webhook.id)}
              >
                {t('Open')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </SubTable>
  );
}
