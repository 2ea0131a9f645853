import type { Order } from '#contracts/ordering/order-schemas';

import { t } from '../../app/messages.ts';
import { Link } from '../../ui/link.tsx';
import { DefinitionList, Section } from '../../ui/record/record-page.tsx';
import { Money } from '../../ui/small.tsx';
import { formatDay } from '../../ui/time/format.ts';
import { DayText, When } from '../../ui/time/when.tsx';
import './line.css';

/** What was ordered, by whom, for what. */
export function Details({ order }: { order: Order }) {
  const { period, price, voucher, project } = order;
  // A day that a parameter says already is not said twice.
  const unsaid = (day: string | null) =>
    day !== null && !order.parameters.some(({ shown }) => shown === formatDay(day)) ? day : null;
  const [startsOn, endsOn] = [unsaid(period.startsOn), unsaid(period.endsOn)];
  return (
    <>
      <Section title={t('What you ordered')}>
        <div className="pt-line-parameters">
          <DefinitionList
            facts={[
              ...order.parameters.map(({ label, shown }) => [label, shown] as const),
              [t('From'), startsOn && <DayText key="from" day={startsOn} />],
              [t('Until'), endsOn && <DayText key="until" day={endsOn} />],
              [t('Price'), price && <Money key="price" amount={String(price.amount)} currency={price.currency} />],
              [t('Voucher'), voucher && (voucher.id ?? t('asked for'))],
            ]}
          />
        </div>
        {order.parameters.length === 0 && !price && <p className="pt-muted">{t('Nothing had to be chosen.')}</p>}
      </Section>
      <Section title={t('About')}>
        <DefinitionList
          facts={[
            [
              t('Service'),
              <Link key="s" href={`/marketplace/${order.service.slug}`}>
                {order.service.name}
              </Link>,
            ],
            [t('Provider'), order.provider],
            [
              t('Project'),
              <Link key="p" href={`/projects/${project.number}`}>
                {project.name}
              </Link>,
            ],
            [t('By'), order.customer.name],
            [order.kind === 'order' ? t('Ordered') : t('Added'), <When key="w" at={order.submittedAt} style="long" />],
            [t('Ended'), order.endedAt && <When key="ended" at={order.endedAt} style="long" />],
          ]}
        />
      </Section>
    </>
  );
}
