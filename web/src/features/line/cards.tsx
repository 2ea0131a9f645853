import { useQuery } from '@tanstack/react-query';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import { orderingEndpoints } from '#contracts/ordering/endpoints';
import { finalOrderStates } from '#contracts/ordering/lifecycle';
import type { Order } from '#contracts/ordering/order-schemas';

import { queryOf } from '../../api/query.ts';
import { t } from '../../app/messages.ts';
import { Link } from '../../ui/link.tsx';
import { State } from '../../ui/marks/state.tsx';
import { Section } from '../../ui/record/record-page.tsx';
import { formatDay } from '../../ui/time/format.ts';
import { When } from '../../ui/time/when.tsx';
import { gradeWords } from './line-words.ts';

/** The agreement that stands for the order, or what holds for everyone where it has none of its own. */
export function AgreementCard({ order }: { order: Order }) {
  if (order.agreement) return <OwnAgreement {...order.agreement} />;
  return finalOrderStates.includes(order.state) ? null : <CorporateAgreement />;
}

function OwnAgreement({ number, state, version }: NonNullable<Order['agreement']>) {
  const title = t('SLA {number}, version {version}', { number: String(number), version: String(version) });
  // A draft is the desk's until it is proposed.
  const isReadable = state !== 'draft';
  return (
    <Section title={t('Agreement')}>
      <p className="pt-strong">{isReadable ? <Link href={`/agreements/SLA-${number}`}>{title}</Link> : title}</p>
      <State thing="agreement" state={state} />
      {!isReadable && <p className="pt-second">{t('The order desk prepares it. You read it before you sign.')}</p>}
      {state === 'proposed' && <p className="pt-second">{t('It waits for signatures. Read it before you sign.')}</p>}
    </Section>
  );
}

/** The SLA that covers everyone; nothing before one holds. */
function CorporateAgreement() {
  const defaults = useQuery(queryOf(agreementsEndpoints.listDefaultAgreements, {}));
  const holding = (defaults.data?.items ?? []).filter(({ kind, state }) => kind === 'SLA' && state !== 'agreed');
  if (holding.length === 0) return null;
  return (
    <Section title={t('Agreement')}>
      {holding.map(({ name, validity }) => (
        <p key={name}>
          <Link href={`/agreements/${name}`} className="pt-strong">
            {t('Corporate SLA {name}', { name })}
          </Link>
          , {t('until {day}', { day: formatDay(validity.endsOn) })}
        </p>
      ))}
      <p className="pt-second">{t('It holds for everyone. This order has no agreement of its own.')}</p>
    </Section>
  );
}

/** What somebody said about it. */
export function RatingCard({ order }: { order: Order }) {
  if (!order.rating) return null;
  const { service, ordering, text, at } = order.rating;
  return (
    <Section title={t('Your rating')}>
      <dl className="pt-facts">
        <dt>{t('Service')}</dt>
        <dd>{t(gradeWords[service - 1] ?? '')}</dd>
        <dt>{t('Ordering')}</dt>
        <dd>{t(gradeWords[ordering - 1] ?? '')}</dd>
      </dl>
      {text !== '' && <p className="pt-rating-text">{text}</p>}
      <p className="pt-second">
        <When at={at} style="long" />
      </p>
    </Section>
  );
}

/** Changes of this order, and the order that this one changes, where the project shows them. */
export function RelatedOrders({ order }: { order: Order }) {
  const numbers = [...(order.changeOf === null ? [] : [order.changeOf]), ...order.changes.map(({ number }) => number)];
  const project = useQuery({
    ...queryOf(orderingEndpoints.readProject, { params: { number: order.project.number } }),
    enabled: numbers.length > 0,
  });
  const lines = (project.data?.lines ?? []).filter(({ number }) => numbers.includes(number));
  if (lines.length === 0) return null;
  return (
    <Section title={order.changeOf === null ? t('Changes') : t('Changes this order')}>
      <ul className="pt-stack">
        {lines.map((line) => (
          <li key={line.number} className="pt-row">
            <Link href={`/projects/${order.project.number}/lines/${line.iid}`}>{line.number}</Link>
            <State thing="order" state={line.state} reader="customer" />
          </li>
        ))}
      </ul>
    </Section>
  );
}
