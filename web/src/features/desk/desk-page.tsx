import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { OrderSummary } from '#contracts/ordering/order-schemas';
import type { SavedView, ShifterGroup } from '#contracts/ordering/work-schemas';

import { call } from '../../api/call.ts';
import { queryOf } from '../../api/query.ts';
import { useGo, writeSearch } from '../../app/address.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { usePaletteActions } from '../../app/palette-store.ts';
import { useTitle } from '../../app/route-hooks.ts';
import { useSession } from '../../app/session.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { chosenColumns } from '../../ui/data-table/columns.ts';
import { csvName, csvOf, saveFile } from '../../ui/data-table/csv.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { ListHead } from '../../ui/data-table/list-head.tsx';
import type { Selection } from '../../ui/data-table/table-foot.tsx';
import { useContractList } from '../../ui/data-table/use-contract-list.ts';
import { useList } from '../../ui/data-table/use-list.ts';
import type { List } from '../../ui/data-table/use-list.ts';
import { ClockText } from '../../ui/marks/clock.tsx';
import { State } from '../../ui/marks/state.tsx';
import { EmptyState } from '../../ui/small.tsx';
import { now } from '../../ui/time/now.ts';
import { useDeskBulk } from './desk-bulk.tsx';
import { DeskBoard } from './desk-board.tsx';
import { deskColumns } from './desk-columns.tsx';
import { asShown, deskDefinition, groupings, groupOf, orderQuery } from './desk-definition.ts';
import type { Counted } from './desk-definition.ts';
import './desk.css';
import { rememberList } from './list-memory.ts';
import { OrderPeek } from './order/order-peek.tsx';
import { groupsIn, urgentClock } from './words.ts';

const deskRoles = ['shifter', 'sla-coordinator', 'administrator'];

/** The order desk: what waits, whose turn it is, how late it is. Customers are led to their projects. */
export function DeskPage() {
  const { roles } = useSession();
  const go = useGo();
  const isDesk = roles.some(({ role }) => deskRoles.includes(role));
  useEffect(() => {
    if (!isDesk) go('/projects', { replace: true });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `go` is new with every render
  }, [isDesk]);
  return isDesk ? <DeskLoader /> : null;
}

function DeskLoader() {
  const views = useQuery(queryOf(orderingEndpoints.countViews, {}));
  const groups = useQuery(queryOf(orderingEndpoints.listGroups, {}));
  const error = views.error ?? groups.error;
  if (views.data && groups.data) return <Desk views={views.data.views} groups={groups.data.groups} />;
  if (error) {
    return (
      <FailurePage
        error={error}
        onRetry={() => {
          void views.refetch();
          void groups.refetch();
        }}
      />
    );
  }
  return <ListHead title={t('Order desk')} />;
}

const rowId = (order: OrderSummary) => String(order.number);
const arrived = { one: '1 new order, show', other: '{n} new orders, show' };
const noun = { zero: 'No order matches', one: '1 order', other: '{n} orders' };

function Desk({ views, groups }: { views: readonly SavedView[]; groups: readonly ShifterGroup[] }) {
  const { person, roles } = useSession();
  const client = useQueryClient();
  const go = useGo();
  const definition = useMemo(() => deskDefinition(views, groups), [views, groups]);
  const list = useList(definition);
  const query = useMemo(() => orderQuery(list.query), [list.query]);
  const rows = useContractList(orderingEndpoints.listOrders, { query });
  const counts = useDueCounts(query, list.state.by === 'due' && rows.more !== null);
  const columns = useMemo(() => deskColumns(person?.id), [person?.id]);
  const grouped = useCallback((order: OrderSummary, by: string) => groupOf(order, by, counts), [counts]);
  const chosen = chosenColumns(columns, list.state.cols);
  const csv = `/api/orders.csv${writeSearch({ ...query, cols: chosen.map(({ id }) => id).join(',') })}`;
  const view = definition.views.find(({ id }) => id === list.state.view);
  useTitle(view ? `${view.label}, ${t('Order desk')}` : t('Order desk'));
  useRememberedList(list, view?.label ?? null, rows);

  const save = (selection: Selection) => {
    if (selection.all) {
      window.location.assign(csv);
      return;
    }
    const selected = rows.rows.filter((order) => selection.ids.includes(rowId(order)));
    saveFile(csvName('orders', now()), new Blob([csvOf(chosen, selected)], { type: 'text/csv' }));
  };
  usePaletteActions([
    { id: 'new-order', label: t('New order'), run: () => go('/marketplace') },
    { id: 'csv', label: t('Save the list as CSV'), run: () => window.location.assign(csv) },
  ]);
  const bulk = useDeskBulk({ rows: rows.rows, query, groups, onExport: save });
  const mine = groupsIn(roles).filter((group) => group !== '*');
  const duty = useDuty(mine, person?.id);

  return (
    <>
      <ListHead
        title={t('Order desk')}
        facts={
          mine.length === 0
            ? []
            : [
                mine.length === 1
                  ? t('Your group: {groups}', { groups: mine.join(', ') })
                  : t('Your groups: {groups}', { groups: mine.join(', ') }),
                ...duty,
              ]
        }
        csv={csv}
        action={
          <LinkButton href="/marketplace" look="primary" icon={IconPlus}>
            {t('New order')}
          </LinkButton>
        }
      />
      <DataTable
        list={list}
        rows={rows}
        columns={columns}
        rowId={rowId}
        href={(order) => `/orders/${order.number}`}
        noun={noun}
        arrived={arrived}
        caption={t('Orders')}
        placeholder={t('Filter by number, name, mail, parameter or message')}
        groupings={groupings.map((id) => ({ id, label: t(id) }))}
        groupOf={grouped}
        bulk={roles.some(({ role }) => role === 'shifter') ? bulk.actions : []}
        saving={{
          save: async (body) => {
            const saved = await call(orderingEndpoints.saveView, { body });
            await client.invalidateQueries({ queryKey: ['ordering', 'countViews'] });
            go(`/orders?view=${saved.id}&${saved.query}`);
          },
          remove: async (id) => {
            await call(orderingEndpoints.deleteView, { params: { id } });
            go('/orders');
            await client.invalidateQueries({ queryKey: ['ordering', 'countViews'] });
          },
          canShare: mine.length > 0,
        }}
        small={(order) => ({
          title: `${order.number} ${order.service}`,
          clock: <ClockText clock={urgentClock(order)} />,
          state: <State thing="order" state={order.state} />,
          turn: [order.waiting.who, order.waiting.why].filter((part) => part !== '').join(', '),
        })}
        board={<DeskBoard orders={rows.rows} me={person?.id} />}
        peek={(order) => <OrderPeek key={order.number} number={order.number} />}
        empty={<NothingYet />}
      />
      {bulk.dialog}
    </>
  );
}

/** Who is on the rota of the reader's groups now. */
function useDuty(mine: readonly string[], me: string | undefined): readonly string[] {
  const rota = useQuery({
    ...queryOf(orderingEndpoints.readRota, { query: { weeks: 1 } }),
    enabled: mine.length > 0,
  });
  const own = rota.data?.groups.filter(({ group }) => mine.includes(group.id)) ?? [];
  const names = own.flatMap(({ onDuty }) => (onDuty ? [onDuty.id === me ? t('you') : onDuty.name] : []));
  return names.length === 0 ? [] : [t('On the rota: {people}', { people: [...new Set(names)].join(', ') })];
}

/** How many orders each due group holds, where the page does not hold them all. */
function useDueCounts(query: ReturnType<typeof orderQuery>, enabled: boolean): Counted {
  const lanes = ['overdue', 'today', 'later'] as const;
  const own = query.due !== undefined;
  const answers = useQueries({
    queries: lanes.map((lane) => ({
      ...queryOf(orderingEndpoints.listOrders, { query: { ...query, due: [lane], limit: 1 } }),
      enabled: enabled && !own,
    })),
  });
  const totals = answers.map(({ data }) => data?.total ?? undefined);
  const key = totals.join();
  return useMemo(
    () =>
      enabled
        ? Object.fromEntries(lanes.flatMap((lane, at) => (totals[at] === undefined ? [] : [[lane, totals[at]]])))
        : {},
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `key` stands for the totals
    [enabled, key],
  );
}

function useRememberedList(
  list: List,
  view: string | null,
  { rows, total, status }: { rows: readonly OrderSummary[]; total: number | null; status: string },
): void {
  const { search, state } = list;
  useEffect(() => {
    if (status !== 'ready') return;
    rememberList({
      href: `/orders${search}`,
      view,
      numbers: asShown(rows, state.by).map(({ number }) => number),
      total,
    });
  }, [search, state.by, view, rows, total, status]);
}

function NothingYet() {
  return (
    <EmptyState
      title={t('No order is open')}
      action={<LinkButton href="/marketplace">{t('Go to the marketplace')}</LinkButton>}
    >
      {t('Orders appear here when customers place them in the marketplace.')}
    </EmptyState>
  );
}
