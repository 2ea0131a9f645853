import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';

import { webhookEndpoints } from '#contracts/kernel/webhooks';
import type { Webhook, WebhookChoices } from '#contracts/kernel/webhooks';

import { queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { IssuedSecret } from '../../ui/issued-secret.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { EmptyState } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { AdminFrame } from './admin-frame.tsx';
import { WebhookDrawer } from './webhook-drawer.tsx';
import { WebhookForm } from './webhook-form.tsx';
import { kindsInWords } from './webhook-words.ts';

/** Webhooks: which addresses outside are told of which events, and whether they take it. */
export function WebhooksPage() {
  const [isNew, setNew] = useState(false);
  const newWebhook = (
    <Button look="primary" icon={IconPlus} onClick={() => setNew(true)}>
      {t('New webhook')}
    </Button>
  );
  return (
    <AdminFrame title={t('Webhooks')} actions={newWebhook}>
      <p className="pt-reading">
        {t('These addresses are told of events by a signed call, so that other programs can go on from them.')}
      </p>
      <Webhooks isNew={isNew} onNewDone={() => setNew(false)} />
    </AdminFrame>
  );
}

function Webhooks({ isNew, onNewDone }: { isNew: boolean; onNewDone: () => void }) {
  const client = useQueryClient();
  const [opened, setOpened] = useState<string>();
  const [issued, setIssued] = useState<{ name: string; secret: string }>();
  const webhooks = useQuery({ ...queryOf(webhookEndpoints.listWebhooks, {}), refetchInterval: 15_000 });
  const choices = useQuery(queryOf(webhookEndpoints.webhookChoices, {}));
  if (webhooks.error && !webhooks.data)
    return <FailurePage error={webhooks.error} onRetry={() => void webhooks.refetch()} />;
  const items = webhooks.data?.items ?? [];
  const current = items.find(({ id }) => id === opened);
  const given: WebhookChoices = choices.data ?? { kinds: [], scopes: [] };
  const refresh = () => client.invalidateQueries({ queryKey: ['integrations'] });
  return (
    <>
      {issued && <IssuedSecret {...issued} onDone={() => setIssued(undefined)} />}
      {webhooks.data && items.length === 0 && (
        <EmptyState title={t('No webhook yet')}>
          {t('With one, a program of yours hears at once when an order is placed, approved or ready.')}
        </EmptyState>
      )}
      {items.length > 0 && <Table items={items} choices={given} onOpen={setOpened} />}
      {isNew && choices.data && (
        <WebhookForm
          choices={choices.data}
          onClose={onNewDone}
          onSaved={(saved) => {
            setIssued(saved);
            onNewDone();
            void refresh();
          }}
        />
      )}
      {current && (
        <WebhookDrawer
          webhook={current}
          choices={given}
          onClose={() => setOpened(undefined)}
          onChanged={refresh}
          onIssued={(next) => {
            setIssued(next);
            setOpened(undefined);
          }}
        />
      )}
    </>
  );
}

interface TableProps {
  readonly items: readonly Webhook[];
  readonly choices: WebhookChoices;
  readonly onOpen: (id: string) => void;
}

function Table({ items, choices, onOpen }: TableProps) {
  return (
    <SubTable label={t('Webhooks')}>
      <thead>
        <tr>
          <th scope="col">{t('Webhook')}</th>
          <th scope="col">{t('Hears of')}</th>
          <th scope="col">{t('Last call')}</th>
          <th scope="col" data-align="right">
            <span className="pt-hidden">{t('Action')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((webhook) => (
          <tr key={webhook.id} data-off={webhook.state === 'paused' || undefined}>
            <th scope="row">
              <strong className="pt-strong">{webhook.name}</strong>
              <div className="pt-second pt-mono pt-wrap">{webhook.url}</div>
            </th>
            <td className="pt-wrap">{kindsInWords(webhook, choices)}</td>
            <td>
              <LastCall webhook={webhook} />
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

function LastCall({ webhook: { state, last } }: { webhook: Webhook }) {
  if (state === 'paused') return <strong className="pt-strong pt-fg-amber">{t('Paused')}</strong>;
  if (!last) return <span className="pt-muted">{t('none yet')}</span>;
  return (
    <>
      <span className={last.failure === null ? 'pt-fg-green' : 'pt-fg-red'}>
        {last.failure === null ? t('taken') : last.failure}
      </span>{' '}
      <span className="pt-muted">
        <When at={last.at} />
      </span>
    </>
  );
}
