import { orderStates, orderStateWords } from '#contracts/ordering/lifecycle';
import type { OrderSummary } from '#contracts/ordering/order-schemas';

import { formatNumber, t } from '../../app/messages.ts';
import { Link } from '../../ui/link.tsx';
import { ClockText } from '../../ui/marks/clock.tsx';
import { State } from '../../ui/marks/state.tsx';
import { Avatar } from '../../ui/small.tsx';
import { urgentClock } from './words.ts';

const standing = ['registered', 'in_progress', 'waiting_for_response', 'approved', 'ready'] as const;

/** The list as a board: a column a state, soonest on top. */
export function DeskBoard({ orders, me }: { orders: readonly OrderSummary[]; me: string | undefined }) {
  const wanted: ReadonlySet<string> = new Set([...standing, ...orders.map(({ state }) => state)]);
  return (
    <section
      className="pt-board"
      aria-label={t('Orders by state')}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by key
      tabIndex={0}
    >
      {orderStates
        .filter((state) => wanted.has(state))
        .map((state) => {
          const held = orders.filter((order) => order.state === state);
          return (
            <div key={state} className="pt-board-column">
              <h2 className="pt-board-head">
                <State thing="order" state={state} />
                <span className="pt-second">{formatNumber(held.length)}</span>
              </h2>
              <ul aria-label={t(orderStateWords[state].desk)}>
                {held.map((order) => (
                  <li key={order.number}>
                    <Link href={`/orders/${order.number}`} className="pt-board-card">
                      <span className="pt-row">
                        <span className="pt-muted pt-grow">{order.number}</span>
                        <ClockText clock={urgentClock(order)} />
                      </span>
                      <span className="pt-row-title">{order.service}</span>
                      <span className="pt-row">
                        <span className="pt-second pt-truncate pt-grow" title={order.project.name}>
                          {order.customer}, {order.project.name}
                        </span>
                        <Avatar name={order.assignee?.name ?? null} own={order.assignee?.id === me} size={20} />
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
    </section>
  );
}
