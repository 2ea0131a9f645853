import { IconMessage, IconPlus, IconUserCircle } from '@tabler/icons-react';

import { LinkButton } from '../button.tsx';
import { TwoLine } from '../data-table/cells.tsx';
import type { Column } from '../data-table/columns.ts';
import { DataTable } from '../data-table/data-table.tsx';
import { ListHead } from '../data-table/list-head.tsx';
import type { ListDefinition } from '../data-table/list-address.ts';
import { givenRows } from '../data-table/use-contract-list.ts';
import { useList } from '../data-table/use-list.ts';
import { ClockText } from '../marks/clock.tsx';
import { State } from '../marks/state.tsx';
import { Avatar, EmptyState } from '../small.tsx';
import { orders } from './sample.ts';
import type { SampleOrder } from './sample.ts';

const columns: readonly Column<SampleOrder>[] = [
  {
    id: 'number',
    header: 'No.',
    width: 68,
    value: (order) => order.number,
    sort: 'number',
    cell: (order) => <TwoLine first={<span className="pt-number-cell">{order.number}</span>} second={order.kind} />,
  },
  {
    id: 'service',
    header: 'Service and offer',
    width: 150,
    grow: 2,
    rowHeader: true,
    value: (order) => order.service,
    cell: (order) => <TwoLine strong first={order.service} second={order.offer} />,
  },
  {
    id: 'customer',
    header: 'Customer and project',
    width: 150,
    grow: 1.6,
    priority: 2,
    value: (order) => order.customer,
    cell: (order) => (
      <TwoLine
        first={order.customer}
        second={order.project}
        mark={
          order.messages > 0 && (
            <span className="pt-new-messages" title={`${order.messages} new messages`}>
              <IconMessage size={14} stroke={1.7} aria-hidden /> {order.messages}
            </span>
          )
        }
      />
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: 158,
    grow: 1,
    priority: 1,
    value: (order) => order.state,
    cell: (order) => <State thing="order" state={order.state} detail={order.detail} />,
  },
  {
    id: 'provider',
    header: 'Provider',
    width: 122,
    grow: 0.8,
    priority: 5,
    value: (order) => order.provider,
    cell: (order) => (
      <TwoLine
        first={order.provider ?? <span className="pt-muted">No provider yet</span>}
        mark={order.more > 0 && <span className="pt-second">+{order.more}</span>}
      />
    ),
  },
  {
    id: 'waiting',
    header: 'Waiting for',
    width: 104,
    grow: 0.6,
    priority: 3,
    value: (order) => order.waiting,
    cell: (order) => (
      <TwoLine
        first={
          <span
            className={
              order.waiting === 'You' ? 'pt-strong' : order.waiting === 'Nobody' ? 'pt-strong pt-fg-blue' : undefined
            }
          >
            {order.waiting}
          </span>
        }
        second={order.why}
      />
    ),
  },
  { id: 'first', header: 'First reply', width: 92, priority: 6, cell: (order) => <ClockText clock={order.first} /> },
  {
    id: 'decision',
    header: 'Decision',
    width: 104,
    sort: 'decision',
    priority: 1,
    cell: (order) => <ClockText clock={order.decision} />,
  },
  {
    id: 'assignee',
    header: 'Assignee',
    headerMark: <IconUserCircle size={15} stroke={1.6} aria-hidden />,
    width: 44,
    align: 'center',
    priority: 4,
    cell: (order) => <Avatar name={order.assignee} own={order.assignee === 'Anna de Wit'} />,
  },
  {
    id: 'last',
    header: 'Last public',
    width: 92,
    align: 'right',
    priority: 7,
    cell: (order) => (
      <TwoLine align="right" first={<span className="pt-muted">{order.last}</span>} second={order.age} />
    ),
  },
];

const definition: ListDefinition = {
  filters: [
    {
      key: 'group',
      label: 'Group',
      kind: 'choice',
      options: ['cloud-compute', 'storage', 'training'].map((value) => ({ value, label: value })),
    },
    {
      key: 'state',
      label: 'State',
      kind: 'choice',
      options: ['registered', 'in_progress', 'ready', 'closed'].map((value) => ({ value, label: value })),
    },
    { key: 'submittedBefore', label: 'Submitted', kind: 'day', operator: 'before' },
  ],
  views: [
    { id: 'open', label: 'Open', query: 'group=cloud-compute&state=-closed', count: 38 },
    { id: 'mine', label: 'Mine', query: 'assignee=me', count: 9 },
    { id: 'unassigned', label: 'Unassigned', query: 'assignee=nobody', count: 4 },
    { id: 'overdue', label: 'Overdue', query: 'due=overdue', count: 2, attention: true },
    { id: 'provider', label: 'Waiting for provider', query: 'waiting=provider', count: 12 },
    { id: 'customer', label: 'Waiting for customer', query: 'waiting=customer', count: 6 },
    { id: 'spam', label: 'Suspected spam', query: 'spam=suspected', count: 3 },
  ],
  defaultSort: 'decision',
  defaultBy: 'due',
};

const dueGroups = {
  overdue: { id: 'overdue', label: 'Overdue', tone: 'red', count: 2 },
  today: { id: 'today', label: 'Due today', tone: 'amber', count: 4 },
  later: { id: 'later', label: 'Due later', count: 32 },
} as const;

const rows = givenRows(orders);
const rowId = (order: SampleOrder) => String(order.number);

/** The desk list of the pictures. */
export function DeskSample() {
  const list = useList(definition);
  return (
    <>
      <ListHead
        title="Order desk"
        facts={['Your group: cloud-compute', 'On the rota this week: you, then Jonas']}
        csv={() => undefined}
        action={
          <LinkButton href="/marketplace" look="primary" icon={IconPlus}>
            New order
          </LinkButton>
        }
      />
      <DataTable
        list={list}
        rows={{ ...rows, total: 38 }}
        caption="Orders"
        placeholder="Filter by number, name, mail, parameter or message"
        noun={{ zero: 'No order matches', one: '1 order', other: '{n} orders' }}
        rowId={rowId}
        href={(order) => `/_gallery/order?number=${order.number}`}
        columns={columns}
        groupings={[{ id: 'due', label: 'due' }]}
        groupOf={(order) => dueGroups[order.due]}
        bulk={[
          { id: 'assign', label: 'Assign', keys: 'a', run: () => undefined },
          { id: 'tag', label: 'Tag', keys: 'l', run: () => undefined },
          {
            id: 'spam',
            label: 'Mark as spam',
            run: async () => ({ done: 1, failed: [{ id: '1284', reason: 'has an agreement' }] }),
          },
          { id: 'export', label: 'Export', run: () => undefined },
        ]}
        saving={{ save: async () => undefined, remove: async () => undefined, canShare: true }}
        small={(order) => ({
          title: `${order.number} ${order.service}`,
          clock: <ClockText clock={order.decision} />,
          state: <State thing="order" state={order.state} />,
          turn: `${order.waiting}, ${order.why}`,
        })}
        board={<p className="pt-page">Board</p>}
        empty={<EmptyState title="No order yet">Orders appear here when a customer places one.</EmptyState>}
      />
    </>
  );
}
