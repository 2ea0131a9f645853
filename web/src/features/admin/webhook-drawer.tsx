import { IconKey, IconPencil, IconPlayerPause, IconPlayerPlay, IconSend, IconTrash, IconX } from '@tabler/icons-react';
import { useState } from 'react';

import { webhookEndpoints } from '#contracts/kernel/webhooks';
import type { Webhook, WebhookChoices } from '#contracts/kernel/webhooks';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { keyOf } from '../../api/query.ts';
import { confirm } from '../../app/confirm.tsx';
import { Dialog } from '../../app/dialog.tsx';
import { t } from '../../app/messages.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Notice } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { DeliveryLog } from '../integrations/delivery-log.tsx';
import { WebhookForm } from './webhook-form.tsx';
import { aboutInWords, kindsInWords } from './webhook-words.ts';

export interface WebhookDrawerProps {
  readonly webhook: Webhook;
  readonly choices: WebhookChoices;
  readonly onClose: () => void;
  readonly onChanged: () => Promise<unknown>;
  readonly onIssued: (issued: { name: string; secret: string }) => void;
}

/** One webhook: what it is told of, what can be done with it, and how its calls went. */
export function WebhookDrawer({ webhook, choices, onClose, onChanged, onIssued }: WebhookDrawerProps) {
  const { id, name, state } = webhook;
  const params = { id };
  const [isChanging, setChanging] = useState(false);
  const [failure, setFailure] = useState<string>();
  const paused = state === 'paused';
  const refusal = paused ? t('It is paused. Resume it first.') : null;
  const run = (work: () => Promise<unknown>) => {
    setFailure(undefined);
    void work()
      .then(onChanged)
      .catch((error: unknown) =>
        setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.')),
      );
  };
  const renew = () =>
    void confirm({
      title: t('Give {name} a new secret?', { name }),
      body: t('Calls are signed with the new one at once. The receiver refuses them until it knows it.'),
      verb: t('Make a new secret'),
      keep: t('Keep the secret'),
      danger: true,
      run: async () => {
        const { secret } = await call(webhookEndpoints.renewWebhookSecret, { params });
        onIssued({ name, secret });
      },
    });
  const remove = () =>
    void confirm({
      title: t('Remove {name}?', { name }),
      body: t('It is told of nothing more, and calls that wait are not made.'),
      verb: t('Remove webhook'),
      keep: t('Keep webhook'),
      danger: true,
      run: async () => {
        await call(webhookEndpoints.removeWebhook, { params });
        onClose();
        await onChanged();
      },
    });
  if (isChanging)
    return (
      <WebhookForm
        webhook={webhook}
        choices={choices}
        onClose={() => setChanging(false)}
        onSaved={() => {
          setChanging(false);
          void onChanged();
        }}
      />
    );
  return (
    <Dialog label={name} className="pt-drawer" onClose={onClose}>
      <div className="pt-drawer-frame">
        <header className="pt-drawer-head">
          <h2 className="pt-h1 pt-truncate">{name}</h2>
          <IconButton icon={IconX} label={t('Close')} onClick={onClose} />
        </header>
        <div className="pt-form-scroll pt-drawer-body pt-stack">
          {failure !== undefined && <Notice tone="red">{failure}</Notice>}
          {paused && (
            <Notice tone="amber">
              {t('Paused: {why}. Events of this time are not told later.', { why: webhook.pausedBecause })}{' '}
              {webhook.pausedAt !== null && (
                <>
                  {t('Since')} <When at={webhook.pausedAt} />
                </>
              )}
            </Notice>
          )}
          <div>
            <div className="pt-mono pt-wrap">{webhook.url}</div>
            <div className="pt-muted">{kindsInWords(webhook, choices)}</div>
          </div>
          <div className="pt-row pt-webhook-deeds">
            <Button
              size="small"
              icon={IconSend}
              refusal={refusal}
              onClick={() => run(() => call(webhookEndpoints.testWebhook, { params }))}
            >
              {t('Send a test')}
            </Button>
            <Button
              size="small"
              icon={paused ? IconPlayerPlay : IconPlayerPause}
              onClick={() =>
                run(() =>
                  call(webhookEndpoints.changeWebhook, { params, body: { state: paused ? 'active' : 'paused' } }),
                )
              }
            >
              {paused ? t('Resume') : t('Pause')}
            </Button>
            <Button size="small" icon={IconPencil} onClick={() => setChanging(true)}>
              {t('Change')}
            </Button>
            <Button size="small" icon={IconKey} onClick={renew}>
              {t('New secret')}
            </Button>
            <Button size="small" look="danger" icon={IconTrash} onClick={remove}>
              {t('Remove')}
            </Button>
          </div>
          <DeliveryLog
            queryKey={keyOf(webhookEndpoints.listWebhookCalls, { params })}
            read={(after) =>
              call(webhookEndpoints.listWebhookCalls, { params, query: { limit: 20, ...(after ? { after } : {}) } })
            }
            again={(callId) => call(webhookEndpoints.repeatWebhookCall, { params: { id, call: callId } })}
            refusal={refusal}
            wordsOf={(about) => aboutInWords(about, choices)}
          />
        </div>
      </div>
    </Dialog>
  );
}
