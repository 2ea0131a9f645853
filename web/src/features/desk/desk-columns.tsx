import { IconMessage, IconUserCircle } from '@tabler/icons-react';

import type { OrderSummary } from '#contracts/ordering/order-schemas';

import { t } from '../../app/messages.ts';
import { TwoLine } from '../../ui/data-table/cells.tsx';
import type { Column } from '../../ui/data-table/columns.ts';
import { ClockText } from '../../ui/marks/clock.tsx';
import { Priority, State } from '../../ui/marks/state.tsx';
import { Avatar, Tag } from '../../ui/small.tsx';
import { formatAge } from '../../ui/time/format.ts';
import { useNow } from '../../ui/time/now.ts';
import { When } from '../../ui/time/when.tsx';
import { classWords } from './words.ts';

/** How old an order is: `16 d old`. */
export function Age({ since }: { since: string }) {
  return formatAge(since, { now: useNow() });
}

/** State of an order on the desk; suspected spam is said before anything else. */
export function OrderState({ order }: { order: OrderSummary }) {
  if (order.spam !== 'no')
    return (
      <State
        thing="order"
        state="spam"
        word={order.spam === 'yes' ? t('Spam') : t('Suspected spam')}
        detail={t('held back')}
      />
    );
  return <State thing="order" state={order.state} detail={order.value} />;
}

/** Whose turn it is, and why. */
export function WaitingFor({ waiting }: { waiting: OrderSummary['waiting'] }) {
  if (waiting.for === 'none') return <span className="pt-muted">—</span>;
  const look = waiting.for === 'you' ? 'pt-strong' : waiting.for === 'nobody' ? 'pt-strong pt-fg-blue' : undefined;
  return <TwoLine first={<span className={look}>{t(waiting.who)}</span>} second={waiting.why} />;
}

function NewMessages({ count }: { count: number }) {
  const label = t({ one: '1 new message', other: '{n} new messages' }, { n: count });
  return (
    <span className="pt-new-messages" title={label}>
      <IconMessage size={14} stroke={1.7} aria-hidden />
      <span aria-hidden="true">{count}</span>
      <span className="pt-hidden">{label}</span>
    </span>
  );
}

/** How many further lines a bundle has; of an open line that stands by itself, of which order it is one. */
function LinesMark({ lines, partOf }: Pick<OrderSummary, 'lines' | 'partOf'>) {
  if (partOf !== null) return <span className="pt-second">{t('line of {number}', { number: String(partOf) })}</span>;
  return lines > 0 && <span className="pt-second">{t({ one: '+1 line', other: '+{n} lines' }, { n: lines })}</span>;
}

/** Columns of the desk list, two lines each; `me` is the reader. */
export function deskColumns(me: string | undefined): readonly Column<OrderSummary>[] {
  return [
    {
      id: 'number',
      header: t('No.'),
      width: 68,
      sort: 'number',
      value: (order) => order.number,
      cell: (order) => (
        <TwoLine
          first={<span className="pt-number-cell">{order.number}</span>}
          second={order.changeOf === null ? t(classWords[order.class]) : t('Change')}
        />
      ),
    },
    {
      id: 'service',
      header: t('Service and offer'),
      width: 150,
      grow: 2,
      rowHeader: true,
      value: (order) => order.service,
      cell: (order) => (
        <TwoLine
          strong
          first={order.service}
          second={order.offer}
          mark={<LinesMark lines={order.lines} partOf={order.partOf} />}
        />
      ),
    },
    {
      id: 'customer',
      header: t('Customer and project'),
      width: 150,
      grow: 1.6,
      priority: 2,
      value: (order) =>
        `${order.customer}, ${order.project.name}${order.newMessages > 0 ? ` (${order.newMessages})` : ''}`,
      cell: (order) => (
        <TwoLine
          first={order.customer}
          second={order.project.name}
          mark={order.newMessages > 0 && <NewMessages count={order.newMessages} />}
        />
      ),
    },
    {
      id: 'state',
      header: t('State'),
      width: 158,
      grow: 1,
      priority: 1,
      value: (order) => `${order.state}${order.value === '' ? '' : `: ${order.value}`}`,
      cell: (order) => <OrderState order={order} />,
    },
    {
      id: 'provider',
      header: t('Provider'),
      width: 122,
      grow: 0.8,
      priority: 5,
      value: (order) => order.provider.name,
      cell: (order) => (
        <TwoLine
          first={order.provider.name ?? <span className="pt-muted">{t('No provider yet')}</span>}
          mark={order.provider.more > 0 && <span className="pt-second">+{order.provider.more}</span>}
        />
      ),
    },
    {
      id: 'waiting',
      header: t('Waiting for'),
      width: 108,
      grow: 0.6,
      priority: 3,
      value: (order) => `${order.waiting.who}${order.waiting.why === '' ? '' : `: ${order.waiting.why}`}`,
      cell: (order) => <WaitingFor waiting={order.waiting} />,
    },
    {
      id: 'first',
      header: t('First reply'),
      width: 112,
      priority: 6,
      value: (order) => order.firstReply.dueAt,
      cell: (order) => <ClockText clock={order.firstReply} />,
    },
    {
      id: 'decision',
      header: t('Decision'),
      width: 112,
      sort: 'decision',
      priority: 1,
      value: (order) => order.decision.dueAt,
      cell: (order) => <ClockText clock={order.decision} />,
    },
    {
      id: 'assignee',
      header: t('Assignee'),
      headerMark: <IconUserCircle size={15} stroke={1.6} aria-hidden />,
      width: 44,
      align: 'center',
      priority: 4,
      value: (order) => order.assignee?.name ?? null,
      cell: (order) => (
        <Avatar name={order.assignee?.name ?? null} own={me !== undefined && order.assignee?.id === me} />
      ),
    },
    {
      id: 'last',
      header: t('Last public'),
      width: 92,
      align: 'right',
      sort: 'lastPublic',
      priority: 7,
      value: (order) => order.lastPublicAt,
      cell: (order) => (
        <TwoLine
          align="right"
          first={
            <span className="pt-muted">
              <When at={order.lastPublicAt} />
            </span>
          }
          second={<Age since={order.submittedAt} />}
        />
      ),
    },
    {
      id: 'priority',
      header: t('Priority'),
      width: 120,
      optional: true,
      priority: 8,
      value: (order) => order.priority,
      cell: (order) => <Priority level={order.priority} />,
    },
    {
      id: 'group',
      header: t('Group'),
      width: 120,
      optional: true,
      priority: 9,
      value: (order) => order.group.id,
      cell: (order) => order.group.name,
    },
    {
      id: 'tags',
      header: t('Tags'),
      width: 120,
      optional: true,
      priority: 10,
      value: (order) => order.tags.join(' '),
      cell: (order) => (
        <span className="pt-row">
          {order.tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </span>
      ),
    },
    {
      id: 'submitted',
      header: t('Submitted'),
      width: 100,
      optional: true,
      priority: 11,
      sort: 'submitted',
      align: 'right',
      value: (order) => order.submittedAt,
      cell: (order) => <When at={order.submittedAt} />,
    },
  ];
}
