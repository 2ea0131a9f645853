import { IconTicket } from '@tabler/icons-react';

import type { Order, OrderDesk } from '#contracts/ordering/order-schemas';

import { formatNumber, t } from '../../../app/messages.ts';
import { countryName } from '../../../ui/country-name.ts';
import { Link } from '../../../ui/link.tsx';
import { Mark } from '../../../ui/marks/state.tsx';
import { lookOf } from '../../../ui/marks/states.ts';
import { DefinitionList, Section } from '../../../ui/record/record-page.tsx';
import { Avatar, Notice } from '../../../ui/small.tsx';
import { typologyWord } from '../words.ts';
import { FollowedTickets } from './followed-tickets.tsx';
import { LinkedOrders } from './linked-orders.tsx';

/** Who ordered and why: customer, project, earlier and linked orders, open tickets. */
export function LeftColumn({ order, desk }: { order: Order; desk: OrderDesk | null }) {
  return (
    <>
      <Customer order={order} desk={desk} />
      <Project order={order} isDesk={desk !== null} />
      {desk && desk.linked.length > 0 && (
        <Section title={t('Changes')} aside={formatNumber(desk.linked.length)}>
          <Orders orders={desk.linked.map(({ number, relation, state }) => ({ number, state, text: t(relation) }))} />
        </Section>
      )}
      {desk && desk.customerCard.spamOrders.length > 0 && <Flagged card={desk.customerCard} />}
      {desk && <LinkedOrders number={order.number} tree={desk.tree} />}
      {desk && <FollowedTickets number={order.number} tickets={desk.followedTickets} />}
      {desk && (
        <Section title={t('Earlier orders')} aside={formatNumber(desk.customerCard.earlierOrders.length)}>
          {desk.customerCard.earlierOrders.length === 0 ? (
            <p className="pt-muted">{t('None. This is their first order.')}</p>
          ) : (
            <Orders
              orders={desk.customerCard.earlierOrders.map(({ number, service, offer, state }) => ({
                number,
                state,
                text: `${service}, ${offer}`,
              }))}
            />
          )}
        </Section>
      )}
      {desk && <Tickets tickets={desk.customerCard.openTickets} />}
    </>
  );
}

/** An account of which an order was spam: its orders are all to be looked at. */
function Flagged({ card: { spamOrders, openOrders } }: { card: OrderDesk['customerCard'] }) {
  return (
    <Section title={t('Flagged account')}>
      <Notice tone="amber">
        {t(
          { one: 'Order {numbers} of this account was spam.', other: 'Orders {numbers} of this account were spam.' },
          {
            n: spamOrders.length,
            numbers: spamOrders.join(', '),
          },
        )}
      </Notice>
      {openOrders.length > 0 && <p className="pt-second">{t('All its open orders:')}</p>}
      <Orders
        orders={openOrders.map(({ number, service, offer, state }) => ({
          number,
          state,
          text: `${service}, ${offer}`,
        }))}
      />
    </Section>
  );
}

/** `Low` for `LoA#Low`, `Cappuccino` for the profile of that name. */
function assuranceWord(assurance: string): string {
  const word = assurance.split(/[#/]/).at(-1) ?? '';
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** A mail address that breaks before its `@`, not inside a name. */
function Mail({ address }: { address: string }) {
  const [name, ...host] = address.split('@');
  return (
    <>
      {name}
      <wbr />@{host.join('@')}
    </>
  );
}

function Customer({ order, desk }: { order: Order; desk: OrderDesk | null }) {
  const card = desk?.customerCard;
  return (
    <Section title={t('Customer')}>
      <div className="pt-row">
        <Avatar name={order.customer.name} tone="blue" size={36} />
        <div className="pt-grow">
          <strong className="pt-strong">{order.customer.name}</strong>
          {card?.institution && <div className="pt-second">{card.institution}</div>}
        </div>
      </div>
      <DefinitionList
        facts={[
          [
            t('Mail'),
            card?.email ? (
              <a key="mail" href={`mailto:${card.email}`}>
                <Mail address={card.email} />
              </a>
            ) : null,
          ],
          [t('Type'), typologyWord(order.project.typology)],
          [t('Country'), countryName(card?.country ?? '')],
          [t('Assurance'), assuranceWord(card?.assurance ?? '')],
          [t('Groups'), card && card.groups.length > 0 ? card.groups.join(', ') : null],
        ]}
      />
    </Section>
  );
}

function Project({ order: { project, agreement, comment }, isDesk }: { order: Order; isDesk: boolean }) {
  return (
    <Section
      title={t('Project')}
      aside={isDesk && <Link href={`/orders?project=${project.number}`}>{t('Its orders')}</Link>}
    >
      <strong className="pt-strong">{project.name}</strong>
      {project.overview !== '' && <p className="pt-overview">{project.overview}</p>}
      <DefinitionList
        facts={[
          [t('Field'), project.scientificDomains.join(', ')],
          [t('Partners'), project.partnerCountries.join(', ')],
          [t('Agreement'), agreement ? `SLA-${agreement.number}` : t('none yet')],
          [t('Comment'), comment],
        ]}
      />
    </Section>
  );
}

interface Row {
  readonly number: number;
  readonly state: string;
  readonly text: string;
}

function Orders({ orders }: { orders: readonly Row[] }) {
  return (
    <ul className="pt-side-list">
      {orders.map(({ number, state, text }) => {
        const look = lookOf('order', state);
        return (
          <li key={number}>
            <Mark name={look.mark} tone={look.tone} size={14} />
            <Link href={`/orders/${number}`} className="pt-strong">
              {number}
            </Link>
            <span className="pt-truncate" title={`${text}, ${t(look.word)}`}>
              {text}
              <span className="pt-hidden">, {t(look.word)}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Tickets({ tickets }: { tickets: OrderDesk['customerCard']['openTickets'] }) {
  if (!tickets.known)
    return (
      <Section title={t('Open tickets')}>
        <p className="pt-muted">{t('Unknown: no helpdesk is connected.')}</p>
      </Section>
    );
  return (
    <Section title={t('Open tickets')} aside={formatNumber(tickets.tickets.length)}>
      {tickets.tickets.length === 0 && <p className="pt-muted">{t('None.')}</p>}
      <ul className="pt-side-list">
        {tickets.tickets.map(({ number, title }) => (
          <li key={number}>
            <IconTicket size={14} stroke={1.7} aria-hidden />
            <Link href={`/tickets/${number}`} className="pt-strong">
              {number}
            </Link>
            <span className="pt-truncate" title={title}>
              {title}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
