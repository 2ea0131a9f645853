import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { AskedApproval } from '#contracts/ordering/desk-schemas';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { toast } from '../../app/toasts.tsx';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page/page.tsx';
import { DefinitionList, Section } from '../../ui/record/record-page.tsx';
import { EmptyState, Notice } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { LevelList } from './level-list.tsx';
import '../../ui/form/form.css';
import './setup.css';

/** Orders about which I am asked before the desk may approve them. */
export function ApprovalsPage() {
  const asked = useQuery(queryOf(orderingEndpoints.listApprovals, {}));
  if (asked.error && !asked.data) return <FailurePage error={asked.error} onRetry={() => void asked.refetch()} />;
  const items = asked.data?.items ?? [];
  return (
    <Page
      from={{ label: t('My work'), href: '/' }}
      title={t('Approvals')}
      lead={t('Orders that go on only when you agree. The order desk and the next approvers read your answer.')}
    >
      {asked.data && items.length === 0 ? (
        <EmptyState title={t('Nothing is asked of you')}>
          {t('Orders appear here when a routing rule names you as their approver and it is your turn.')}
        </EmptyState>
      ) : (
        items.map((item) => <Asked key={item.order} item={item} />)
      )}
    </Page>
  );
}

function Asked({ item }: { readonly item: AskedApproval }) {
  const client = useQueryClient();
  const [comment, setComment] = useState('');
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const send = (answer: 'approve' | 'refuse') => {
    if (answer === 'refuse' && comment.trim() === '') {
      setFailure(t('Say why you refuse, so that the desk can act on it.'));
      return;
    }
    setBusy(true);
    setFailure(undefined);
    call(orderingEndpoints.answerApproval, { params: { number: item.order }, body: { answer, comment } })
      .then(async () => {
        toast({
          text:
            answer === 'approve'
              ? t('You agreed to order {n}', { n: item.order })
              : t('You refused order {n}', { n: item.order }),
        });
        await client.invalidateQueries({ queryKey: ['ordering'] });
      })
      .catch((error: unknown) =>
        setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.')),
      )
      .finally(() => setBusy(false));
  };
  return (
    <Section title={t('Order {n}: {service}, {offer}', { n: item.order, service: item.service, offer: item.offer })}>
      <div className="pt-asked">
        <DefinitionList
          facts={[
            [
              t('You are asked as'),
              `${item.level.name}, ${t('level {n} of {all}', { n: item.level.position, all: item.level.of })}${item.asDeputy ? `, ${t('as a deputy')}` : ''}`,
            ],
            [t('Since'), <When key="since" at={item.askedAt} />],
            [t('Customer'), item.customer],
            [t('Project'), item.overview === '' ? item.project : `${item.project}: ${item.overview}`],
            [t('Comment'), item.comment === '' ? null : item.comment],
            ...item.parameters.map(({ label, shown }) => [label, shown] as const),
          ]}
        />
        {item.earlier.length > 0 && (
          <div>
            <h3 className="pt-strong">{t('Levels before yours')}</h3>
            <LevelList levels={item.earlier} />
          </div>
        )}
        <label className="pt-field">
          <span className="pt-field-label">{t('Comment')}</span>
          <span className="pt-field-hint">{t('Needed to refuse.')}</span>
          <textarea
            className="pt-input"
            rows={2}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
        </label>
        {failure && <Notice tone="red">{failure}</Notice>}
        <div className="pt-row">
          <Button look="primary" busy={busy} onClick={() => send('approve')}>
            {t('Agree')}
          </Button>
          <Button look="danger" busy={busy} onClick={() => send('refuse')}>
            {t('Refuse')}
          </Button>
        </div>
      </div>
    </Section>
  );
}
