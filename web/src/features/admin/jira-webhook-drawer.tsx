import { IconPlayerPause, IconPlayerPlay, IconTrash, IconX } from '@tabler/icons-react';
import { useState } from 'react';

import { jiraEndpoints } from '#contracts/ordering/jira';
import type { JiraWebhook } from '#contracts/ordering/jira';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { keyOf } from '../../api/query.ts';
import { confirm } from '../../app/confirm.tsx';
import { Dialog } from '../../app/dialog.tsx';
import { t } from '../../app/messages.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Notice } from '../../ui/small.tsx';
import { DeliveryLog } from '../integrations/delivery-log.tsx';

export interface JiraWebhookDrawerProps {
  readonly webhook: JiraWebhook;
  readonly onClose: () => void;
  readonly onChanged: () => Promise<unknown>;
}

/** One receiver of news of tickets, and how its calls went. */
export function JiraWebhookDrawer({ webhook, onClose, onChanged }: JiraWebhookDrawerProps) {
  const { id, name, enabled } = webhook;
  const params = { id };
  const [failure, setFailure] = useState<string>();
  const turn = () => {
    setFailure(undefined);
    void call(jiraEndpoints.switchJiraWebhook, { params, body: { enabled: !enabled } })
      .then(onChanged)
      .catch((error: unknown) =>
        setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.')),
      );
  };
  const remove = () =>
    void confirm({
      title: t('Remove {name}?', { name }),
      body: t('It is told of nothing more, and calls that wait are not made.'),
      verb: t('Remove webhook'),
      keep: t('Keep webhook'),
      danger: true,
      run: async () => {
        await call(jiraEndpoints.removeJiraWebhook, { params });
        onClose();
        await onChanged();
      },
    });
  return (
    <Dialog label={name} className="pt-drawer" onClose={onClose}>
      <div className="pt-drawer-frame">
        <header className="pt-drawer-head">
          <h2 className="pt-h1 pt-truncate">{name}</h2>
          <IconButton icon={IconX} label={t('Close')} onClick={onClose} />
        </header>
        <div className="pt-form-scroll pt-drawer-body pt-stack">
          {failure !== undefined && <Notice tone="red">{failure}</Notice>}
          <div>
            <div className="pt-mono pt-wrap">{webhook.url}</div>
            <div className="pt-muted pt-wrap">{webhook.events.join(', ')}</div>
          </div>
          <div className="pt-row pt-webhook-deeds">
            <Button size="small" icon={enabled ? IconPlayerPause : IconPlayerPlay} onClick={turn}>
              {enabled ? t('Switch off') : t('Switch on')}
            </Button>
            <Button size="small" look="danger" icon={IconTrash} onClick={remove}>
              {t('Remove')}
            </Button>
          </div>
          <DeliveryLog
            queryKey={keyOf(jiraEndpoints.listJiraCalls, { params })}
            read={(after) =>
              call(jiraEndpoints.listJiraCalls, { params, query: { limit: 20, ...(after ? { after } : {}) } })
            }
            again={(callId) => call(jiraEndpoints.repeatJiraCall, { params: { id, call: callId } })}
            refusal={enabled ? null : t('It is switched off.')}
          />
        </div>
      </div>
    </Dialog>
  );
}
