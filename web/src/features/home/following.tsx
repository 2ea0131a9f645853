import { IconMessage } from '@tabler/icons-react';

import type { FollowedOrder } from '#contracts/ordering/work-schemas';

import { formatNumber, t } from '../../app/messages.ts';
import { Link } from '../../ui/link.tsx';
import { State } from '../../ui/marks/state.tsx';
import { useNow } from '../../ui/time/now.ts';
import { When } from '../../ui/time/when.tsx';

/** The orders of my projects: where each is and what happens next. */
export function Following({ orders }: { orders: readonly FollowedOrder[] }) {
  if (orders.length === 0) return null;
  return (
    <section className="pt-lane" aria-labelledby="following">
      <h2 id="following" className="pt-lane-name">
        {t('Your orders')}
        <Link href="/projects" className="pt-lane-more">
          {t('All projects')}
        </Link>
      </h2>
      <ul>
        {orders.map((order) => (
          <li key={order.number} className="pt-follow">
            <span className="pt-follow-what">
              <Link href={order.path} className="pt-row-title pt-work-subject" title={order.service}>
                {order.service}
              </Link>
              {order.newMessages > 0 && <NewMessages count={order.newMessages} />}
              <span className="pt-second pt-truncate" title={`${order.offer}, ${order.project}`}>
                {order.number}, {order.offer}, {order.project}
              </span>
            </span>
            <State thing="order" state={order.state} reader="customer" />
            <span className="pt-follow-next">
              {order.next.text}
              <Turn next={order.next} />
            </span>
            <span className="pt-follow-when">
              <When at={order.changedAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function NewMessages({ count }: { count: number }) {
  return (
    <span className="pt-follow-new">
      <IconMessage size={14} stroke={1.7} aria-hidden /> {formatNumber(count)}
      <span className="pt-hidden">{t({ one: 'new message', other: 'new messages' }, { n: count })}</span>
    </span>
  );
}

/** Whose turn it is and until when; whoever reads it knows when it is their own. */
function Turn({ next: { by, until } }: Pick<FollowedOrder, 'next'>) {
  const now = useNow();
  if (until === null) return null;
  return (
    <span className="pt-second">
      {by !== 'You' && by !== '' && `${by}, `}
      {Date.parse(until) < now ? <span className="pt-fg-red">{t('was due')}</span> : t('until')}{' '}
      <When at={until} style="long" />
    </span>
  );
}
