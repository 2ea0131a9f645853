import { IconMessageQuestion } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { Order } from '#contracts/ordering/order-schemas';

import { t } from '../../app/messages.ts';
import { lookOf } from '../../ui/marks/states.ts';
import { Mark } from '../../ui/marks/state.tsx';
import { useNow } from '../../ui/time/now.ts';
import { When } from '../../ui/time/when.tsx';
import './line.css';
import { SetUpProgress } from '../procedures/set-up-progress.tsx';
import { reasonOfRejection } from './line-words.ts';

/** What happens next, by whom, until when; a question stands here with the box to answer it. */
export function NextStep({
  order,
  question,
  children,
}: {
  order: Order;
  question: Order['timeline'][number] | undefined;
  children: ReactNode;
}) {
  const { mark, tone } = lookOf('order', order.state);
  const { until } = order.next;
  const now = useNow();
  const isLate = until !== null && Date.parse(until) < now;
  const text =
    order.kind === 'external' && order.state === 'ready'
      ? t('You order it at the provider, on its own site.')
      : order.next.text;
  const reason = reasonOfRejection(order);
  // Whose turn it is goes without saying where it is the reader's own.
  const by = order.next.by === 'You' ? '' : order.next.by;
  if (question) {
    return (
      <section className="pt-section pt-question" aria-labelledby="question">
        <h2 id="question" className="pt-question-title">
          <IconMessageQuestion size={18} stroke={1.6} aria-hidden />
          {t('{name} asks you', { name: question.by.name })}
        </h2>
        <p className="pt-question-text">{question.text}</p>
        <p className="pt-second">
          <When at={question.at} style="long" />. {t('The order waits until you answer.')}
        </p>
        {children}
      </section>
    );
  }
  return (
    <section className="pt-section pt-next" aria-labelledby="next">
      <Mark name={mark} tone={tone} size={22} />
      <div>
        <h2 id="next" className="pt-h2">
          {order.state === 'closed' || order.state === 'rejected' ? t('How it ended') : t('What happens next')}
        </h2>
        <p className="pt-next-text">{text}</p>
        {order.state === 'approved' && <SetUpProgress order={order.number} />}
        {reason && (
          <blockquote className="pt-next-reason">
            {reason.text}
            <footer className="pt-second">{reason.by.name}</footer>
          </blockquote>
        )}
        {(by !== '' || until !== null) && (
          <p className="pt-muted">
            {by}
            {until !== null && (
              <>
                {by !== '' && ', '}
                {isLate ? <span className="pt-fg-red">{t('was due')}</span> : t('until')}{' '}
                <When at={until} style="long" />
              </>
            )}
          </p>
        )}
      </div>
    </section>
  );
}
