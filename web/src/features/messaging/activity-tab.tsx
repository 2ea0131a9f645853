import { messagingEndpoints } from '#contracts/messaging/endpoints';
import type { MessagingActivity } from '#contracts/messaging/schemas';

import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { useContractList } from '../../ui/data-table/use-contract-list.ts';
import { Bones } from '../../ui/page/bones.tsx';
import { EmptyState } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { actInWords, changeInWords } from './activity-words.ts';

/** Who changed what in a project, newest on top, through the portal and through the API. */
export function ActivityTab({ project }: { project: string }) {
  const { rows, status, error, retry, more, fetching } = useContractList(messagingEndpoints.listMessagingActivity, {
    params: { project },
  });
  if (error && rows.length === 0) return <FailurePage error={error} onRetry={retry} />;
  if (status === 'loading') return <Bones rows={6} />;
  if (rows.length === 0)
    return (
      <EmptyState title={t('Nothing was changed yet')}>
        {t('Topics, subscriptions, lists, roles, tokens and offsets: every change is written here, and stays.')}
      </EmptyState>
    );
  return (
    <>
      <ol className="pt-ams-activity">
        {rows.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      {more && (
        <Button busy={fetching} onClick={more}>
          {t('Show older')}
        </Button>
      )}
    </>
  );
}

function Entry({ entry }: { entry: MessagingActivity }) {
  const change = changeInWords(entry);
  return (
    <li>
      <span className="pt-muted">
        <When at={entry.at} style="long" />
      </span>
      <div>
        <p>
          <strong className="pt-strong">{entry.by}</strong> {actInWords(entry)}
        </p>
        {change && (
          <p className="pt-second pt-wrap">
            <span className="pt-hidden">{t('before')}: </span>
            {change.before} <span aria-hidden>→</span>
            <span className="pt-hidden">, {t('after')}:</span> <span className="pt-ams-after">{change.after}</span>
          </p>
        )}
      </div>
    </li>
  );
}
