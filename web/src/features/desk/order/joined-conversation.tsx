import { useQuery } from '@tanstack/react-query';

import { orderingEndpoints } from '#contracts/ordering/endpoints';

import { queryOf } from '../../../api/query.ts';
import { Dialog } from '../../../app/dialog.tsx';
import { FailurePage } from '../../../app/failure.tsx';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { When } from '../../../ui/time/when.tsx';

/** The messages of orders that are the same, as one conversation, to read. */
export function JoinedConversation({ number, onClose }: { readonly number: number; readonly onClose: () => void }) {
  const joined = useQuery(queryOf(orderingEndpoints.joinedConversation, { params: { number } }));
  return (
    <Dialog label={t('Conversations as one')} onClose={onClose}>
      <div className="pt-dialog-body">
        <h2 className="pt-h1">{t('Conversations as one')}</h2>
        <p className="pt-second">
          {t('Orders {numbers}. Answers are written on the page of each order.', {
            numbers: joined.data?.orders.join(', ') ?? '',
          })}
        </p>
        {joined.error && !joined.data && <FailurePage error={joined.error} onRetry={() => void joined.refetch()} />}
        {joined.data?.messages.length === 0 && <p className="pt-muted">{t('Nobody has written yet.')}</p>}
        {joined.data?.messages.map((message) => (
          <article key={message.id} className="pt-joined" data-scope={message.scope}>
            <div className="pt-second">
              <Link href={`/orders/${message.order}`}>{String(message.order)}</Link> {message.by.name},{' '}
              {message.scope === 'internal' ? t('internal note') : t('public')}, <When at={message.at} style="long" />
            </div>
            <p>{message.text}</p>
          </article>
        ))}
        <div className="pt-dialog-foot">
          <Button onClick={onClose}>{t('Close')}</Button>
        </div>
      </div>
    </Dialog>
  );
}
