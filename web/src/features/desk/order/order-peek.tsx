import { useQuery } from '@tanstack/react-query';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { Order } from '#contracts/ordering/order-schemas';
import type { Share } from '#contracts/ordering/share-schemas';

import { queryOf } from '../../../api/query.ts';
import { t } from '../../../app/messages.ts';
import { ClockRow } from '../../../ui/marks/clock.tsx';
import { Pill, State } from '../../../ui/marks/state.tsx';
import { CoverageBars } from '../../../ui/record/coverage-bar.tsx';
import { FactStrip, Section } from '../../../ui/record/record-page.tsx';
import { TimelineList } from '../../../ui/record/timeline.tsx';
import { Notice } from '../../../ui/small.tsx';
import { useNow } from '../../../ui/time/now.ts';
import { fileHref } from '../../line/order-files.ts';
import { resourceLines, stateNote } from '../shares/share-words.ts';
import { inMetricOrder, metricTitle } from '../words.ts';
import { clockWords, waitingNote } from './order-words.ts';
import './order.css';
import { factsOf } from './requirement.tsx';

const entriesShown = 4;

/** An order in short beside the list: whose turn, how late, what was asked, who answered, what was said last. */
export function OrderPeek({ number }: { number: number }) {
  const order = useQuery(queryOf(orderingEndpoints.readOrder, { params: { number } }));
  if (order.data) return <Summary order={order.data} />;
  if (order.error) return <Notice tone="red">{order.error.detail}</Notice>;
  return <p className="pt-muted pt-section">{t('Loading')}</p>;
}

function Summary({ order }: { order: Order }) {
  const { desk } = order;
  const clocks = desk?.clocks.filter(({ state }) => state !== 'not_applicable') ?? [];
  const facts = factsOf(order);
  const messages = order.timeline.filter(({ scope }) => scope !== 'system').slice(0, entriesShown);
  return (
    <>
      <section className="pt-section pt-stack">
        <h2 className="pt-h1">
          <span className="pt-record-number">{order.number}</span>
          {order.service.name}, {order.offer.name}
        </h2>
        <p className="pt-row">
          <Pill thing="order" state={order.state} />
          <span className="pt-muted">{waitingNote(order)}</span>
        </p>
        <p>
          {order.customer.name}, <span className="pt-muted">{order.project.name}</span>
        </p>
      </section>
      {clocks.length > 0 && (
        <Section title={t('Clocks')}>
          <div className="pt-stack">
            {clocks.map((clock) => (
              <ClockRow key={clock.name} label={t(clockWords[clock.name])} clock={clock} />
            ))}
          </div>
        </Section>
      )}
      {facts.length > 0 && (
        <Section title={t('Technical requirement')}>
          <FactStrip facts={facts} />
        </Section>
      )}
      {desk && desk.shares.length > 0 && (
        <Section title={t('Shares')}>
          <CoverageBars metrics={inMetricOrder(desk.coverage).map((one) => ({ ...one, label: metricTitle(one) }))} />
          <ul className="pt-peek-shares">
            {desk.shares.map((share) => (
              <ShareLine key={share.id} share={share} />
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('Last messages')}>
        {messages.length === 0 ? (
          <p className="pt-muted">{t('None.')}</p>
        ) : (
          <TimelineList entries={messages} fileHref={fileHref(order.number)} />
        )}
      </Section>
    </>
  );
}

function ShareLine({ share }: { share: Share }) {
  const now = useNow();
  return (
    <li>
      <span>
        <strong className="pt-strong">{share.site.name}</strong>
        <span className="pt-second">{resourceLines(share).first}</span>
      </span>
      <State thing="share" state={share.state} detail={stateNote(share, now)} />
    </li>
  );
}
