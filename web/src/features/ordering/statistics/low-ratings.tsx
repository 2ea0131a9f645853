import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { statisticsEndpoints, type LowRating } from '#contracts/ordering/statistics';

import { mutationOf, queryOf } from '../../../api/query.ts';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/small.tsx';
import { When } from '../../../ui/time/when.tsx';

/** Grades of 1 and 2 that nobody has looked into, where there are some; who coordinates says what came of each. */
export function LowRatings() {
  const low = useQuery(queryOf(statisticsEndpoints.listLowRatings, {}));
  if (!low.data || low.data.items.length === 0) return null;
  const { items, maySettle } = low.data;
  return (
    <section id="low-ratings" className="pt-stat-chart" aria-labelledby="low-ratings-title">
      <header className="pt-stat-head">
        <div>
          <h2 className="pt-h2" id="low-ratings-title">
            {t('Low ratings to look into')}
          </h2>
          <p className="pt-second">
            {t('A grade of 1 or 2 is a complaint. It stays here until a coordinator settles it.')}
          </p>
        </div>
      </header>
      <ul className="pt-stat-low">
        {items.map((rating) => (
          <Low key={rating.order} rating={rating} maySettle={maySettle} />
        ))}
      </ul>
    </section>
  );
}

function Low({ rating, maySettle }: { rating: LowRating; maySettle: boolean }) {
  const { order, service, customer, grades, text, openedAt } = rating;
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const settle = useMutation({
    ...mutationOf(statisticsEndpoints.settleLowRating),
    onSuccess: () => client.invalidateQueries({ queryKey: ['ordering'] }),
  });
  const given = [
    grades.service === null ? '' : t('service {n}', { n: grades.service }),
    grades.ordering === null ? '' : t('ordering {n}', { n: grades.ordering }),
  ].filter((part) => part !== '');
  return (
    <li>
      <p>
        <Link href={`/orders/${order}`} className="pt-strong pt-low-order">
          {t('Order {number}', { number: String(order) })}
        </Link>{' '}
        {service}: <strong className="pt-strong">{given.join(', ')}</strong>{' '}
        <span className="pt-muted">
          {customer}, <When at={openedAt} />
        </span>
      </p>
      {text !== '' && <blockquote className="pt-reading">{text}</blockquote>}
      {maySettle && (
        <form
          className="pt-row"
          onSubmit={(event) => {
            event.preventDefault();
            settle.mutate({ input: { params: { number: order }, body: { note } } });
          }}
        >
          <input
            className="pt-input"
            aria-label={t('What came of the low rating of order {number}', { number: String(order) })}
            placeholder={t('What came of it')}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <Button
            type="submit"
            size="small"
            busy={settle.isPending}
            refusal={note.trim() === '' ? t('Say what came of it') : null}
          >
            {t('Settle')}
          </Button>
        </form>
      )}
      {settle.error && <Notice tone="red">{settle.error.detail}</Notice>}
    </li>
  );
}
