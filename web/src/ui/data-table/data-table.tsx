import { IconArrowDown } from '@tabler/icons-react';
import { columnVisibilityFeature, rowSelectionFeature, tableFeatures, useTable } from '@tanstack/react-table';
import type { ColumnDef, RowSelectionState } from '@tanstack/react-table';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';

import { t } from '../../app/messages.ts';
import { useDensity } from '../../app/preferences.ts';
import { useMedia } from '../../app/use-media.ts';
import { useKey } from '../../app/keys.ts';
import { Button } from '../button.tsx';
import { Notice } from '../small.tsx';
import { chosenColumns, fitColumns } from './columns.ts';
import type { Column } from './columns.ts';
import './data-table.css';
import { FilterBar } from './filter-bar.tsx';
import type { GroupingOption } from './filter-bar.tsx';
import { groupRows } from './group-rows.ts';
import type { RowGroup } from './group-rows.ts';
import { useHeldRows } from './held-rows.ts';
import type { Held } from './held-rows.ts';
import { chipsOf } from './list-address.ts';
import { SmallRows } from './small-rows.tsx';
import type { SmallRow } from './small-rows.tsx';
import { TableFoot } from './table-foot.tsx';
import type { BulkAction, Noun } from './table-foot.tsx';
import { Peek } from './peek.tsx';
import { Bones, GroupHead, HeadCell, SelectBox, TableRow } from './table-parts.tsx';
import { ErrorNotice, ErrorState, FilteredEmpty } from './table-states.tsx';
import type { Rows } from './use-contract-list.ts';
import type { List } from './use-list.ts';
import { useRowKeys } from './use-row-keys.ts';
import { ViewsBar } from './views-bar.tsx';
import type { ViewSaving } from './views-bar.tsx';

export interface DataTableProps<Row> {
  readonly list: List;
  readonly columns: readonly Column<Row>[];
  /** From `useContractList`, or rows at hand through `givenRows`. */
  readonly rows: Rows<Row>;
  readonly rowId: (row: Row) => string;
  readonly href: (row: Row) => string;
  /** `{ one: '1 order', other: '{n} orders' }`. */
  readonly noun: Noun;
  /** `{ one: '1 new order, show', other: '{n} new orders, show' }`, on the button behind which new rows wait. */
  readonly arrived?: Noun;
  readonly caption: string;
  readonly placeholder?: string;
  readonly groupings?: readonly GroupingOption[];
  /** True where no cell has a second line: rows are low, and there is nothing to choose. */
  readonly oneLine?: boolean;
  readonly groupOf?: (row: Row, by: string) => RowGroup;
  readonly bulk?: readonly BulkAction[];
  readonly saving?: ViewSaving;
  /** Nothing in the first view: what would be here, how it comes, one button. */
  readonly empty: ReactNode;
  /** `2 of 3 sources answered. Accounting is missing since 09:10`. */
  readonly partial?: string | null;
  /** Row below 640 pixels: title and clock, state and turn. */
  readonly small?: (row: Row) => SmallRow;
  readonly board?: ReactNode;
  /** The record in short, beside the list. */
  readonly peek?: (row: Row) => ReactNode;
}

const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature });
const boxWidth = 50;
const arrivedRows = { one: '1 new row, show', other: '{n} new rows, show' };

/** The one table of the product: views, filters, grouping, selection, keys, live rows, and every state a list can be in. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { list, columns, rows, rowId, noun, bulk = [], groupOf, small, board } = props;
  const [chosenDensity, setDensity] = useDensity();
  const density = props.oneLine ? 'compact' : chosenDensity;
  const [region, width] = useWidth();
  const narrow = useMedia('(max-width: 639px)');
  const [selected, setSelected] = useState<RowSelectionState>({});
  const [everything, setEverything] = useState(false);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const selects = bulk.length > 0;

  const held = useHeldRows({
    rows: rows.rows,
    idOf: rowId,
    key: rows.loadedFor,
    hold: rows.status === 'ready',
    hasMore: rows.more !== null,
  });
  const wanted = useMemo(() => chosenColumns(columns, list.state.cols), [columns, list.state.cols]);
  const fit = useMemo(() => fitColumns(wanted, width - (selects ? boxWidth : 0)), [wanted, width, selects]);

  const definitions = useMemo<ColumnDef<typeof features, Held<Row>>[]>(
    () =>
      columns.map((column) => ({
        id: column.id,
        header: column.header,
        cell: ({ row }) => column.cell(row.original.row),
      })),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: held.shown as Held<Row>[],
    getRowId: (row) => row.id,
    state: {
      columnVisibility: Object.fromEntries(columns.map(({ id }) => [id, fit.widths.has(id)])),
      rowSelection: selected,
    },
    onRowSelectionChange: setSelected,
    enableRowSelection: ({ original }) => !original.gone,
  });
  const loaded = table.getRowModel().rows;
  const selectedIds = Object.keys(selected).filter((id) => selected[id]);
  const clear = () => {
    setSelected({});
    setEverything(false);
  };
  // A selection belongs to the question it was made for.
  const [selectedFor, setSelectedFor] = useState(list.search);
  if (selectedFor !== list.search) {
    setSelectedFor(list.search);
    setSelected({});
    setEverything(false);
  }

  const groups = useMemo(() => groupRows(held.shown, groupOf, list.state.by), [held.shown, groupOf, list.state.by]);
  const visibleIds = groups.flatMap(({ group, rows: inGroup }) =>
    group && closed.has(group.id) ? [] : inGroup.map(({ id }) => id),
  );
  const canPeek = props.peek !== undefined && !narrow;
  const peeked = canPeek ? held.shown.find(({ id }) => id === list.state.at) : undefined;
  const peekAt = (id: string | null) =>
    list.set((state) => ({ ...state, at: id }), { replace: id !== null && list.state.at !== null });
  const keys = useRowKeys({
    ids: visibleIds,
    region,
    onToggle: selects ? (id, on) => setSelected((before) => withSelection(before, id, on)) : undefined,
    isSelected: (id) => selected[id] ?? false,
    more: rows.more,
    onPeek: canPeek ? (id) => peekAt(list.state.at === id ? null : id) : undefined,
    onMove: (id) => {
      if (peeked) peekAt(id);
    },
  });
  useKey(
    { keys: 'Escape', label: 'Close or clear', group: 'Lists', run: () => (peeked ? peekAt(null) : clear()) },
    peeked !== undefined || selectedIds.length > 0 || everything,
  );

  const shownColumns = columns.filter(({ id }) => fit.widths.has(id));
  const span = shownColumns.length + (selects ? 1 : 0);
  const byId = new Map(loaded.map((row) => [row.id, row]));
  const isAsShipped = list.state.view === list.definition.views[0]?.id && !list.changed;
  const filtered = !isAsShipped && (chipsOf(list.state, list.definition).length > 0 || list.state.q !== '');
  const isDim = rows.fetching && rows.loadedFor.startsWith('before');
  const isBoard = board !== undefined && list.state.as === 'board';

  const bodyOf = (heldRow: Held<Row>) => {
    const row = byId.get(heldRow.id);
    if (!row) return null;
    const isSelected = everything || row.getIsSelected();
    return (
      <TableRow
        key={heldRow.id}
        held={heldRow}
        columns={shownColumns}
        compact={density === 'compact'}
        href={props.href(heldRow.row)}
        current={(peeked?.id ?? keys.current) === heldRow.id}
        selected={selects ? isSelected : undefined}
        onSelect={(shift) => keys.toggle(heldRow.id, shift)}
        onFocus={() => keys.setCurrent(heldRow.id)}
      />
    );
  };

  return (
    <>
      <ViewsBar list={list} {...(props.saving ? { saving: props.saving } : {})} />
      <FilterBar
        list={list}
        placeholder={props.placeholder ?? t('Filter')}
        {...(props.groupings ? { groupings: props.groupings } : {})}
        columns={columns
          .filter((column) => !column.rowHeader)
          .map((column) => ({ id: column.id, label: column.header, shown: wanted.includes(column) }))}
        squeezed={fit.squeezed.length}
        onColumns={(ids) => list.set((state) => ({ ...state, cols: ids }))}
        density={density}
        onDensity={props.oneLine ? undefined : setDensity}
        board={board !== undefined}
      />
      {props.partial && (
        <div className="pt-table-notice">
          <Notice tone="amber">{props.partial}</Notice>
        </div>
      )}
      {rows.error && rows.rows.length > 0 && <ErrorNotice rows={rows} />}
      {isBoard ? (
        board
      ) : (
        <div className="pt-list-body">
          <section
            ref={region}
            className="pt-table-region"
            aria-label={props.caption}
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by key
            tabIndex={0}
            data-dim={isDim || undefined}
          >
            {isDim && <div className="pt-table-line" aria-hidden="true" />}
            {held.waiting > 0 && (
              <div className="pt-new-rows">
                <Button look="link" size="small" icon={IconArrowDown} onClick={held.refresh}>
                  {t(props.arrived ?? arrivedRows, { n: held.waiting })}
                </Button>
              </div>
            )}
            {narrow && small ? (
              <SmallRows
                groups={groups.map(({ group, rows: inGroup }) => ({
                  group,
                  rows: inGroup.map(({ id, row }) => ({ id, href: props.href(row), ...small(row) })),
                }))}
              />
            ) : (
              <table className="pt-table" data-density={density} aria-rowcount={rows.total ?? -1}>
                <caption className="pt-hidden">{props.caption}</caption>
                <colgroup>
                  {selects && <col style={{ width: boxWidth }} />}
                  {shownColumns.map(({ id }) => (
                    <col key={id} style={{ width: fit.widths.get(id) }} />
                  ))}
                </colgroup>
                <thead>
                  <tr>
                    {selects && (
                      <th scope="col" data-align="center">
                        <SelectBox
                          label={t('Select all rows on this page')}
                          checked={everything || (loaded.length > 0 && table.getIsAllRowsSelected())}
                          mixed={selectedIds.length > 0}
                          onToggle={() => {
                            if (selectedIds.length > 0 || everything) clear();
                            else table.toggleAllRowsSelected(true);
                          }}
                        />
                      </th>
                    )}
                    {shownColumns.map((column) => (
                      <HeadCell key={column.id} column={column} list={list} />
                    ))}
                  </tr>
                </thead>
                {groups.map(({ group, rows: inGroup }) => (
                  <tbody key={group?.id ?? 'all'}>
                    {group && (
                      <GroupHead
                        group={group}
                        shown={inGroup.length}
                        span={span}
                        open={!closed.has(group.id)}
                        onToggle={() => setClosed((before) => toggled(before, group.id))}
                      />
                    )}
                    {(!group || !closed.has(group.id)) && inGroup.map(bodyOf)}
                  </tbody>
                ))}
                {rows.status === 'loading' && <Bones span={span} />}
              </table>
            )}
            {rows.status === 'error' && rows.error && <ErrorState rows={rows} />}
            {rows.status === 'ready' &&
              rows.rows.length === 0 &&
              held.shown.length === 0 &&
              (filtered ? <FilteredEmpty list={list} noun={noun} /> : props.empty)}
          </section>
          {peeked && (
            <Peek href={props.href(peeked.row)} onClose={() => peekAt(null)}>
              {props.peek?.(peeked.row)}
            </Peek>
          )}
        </div>
      )}
      <TableFoot
        selected={selectedIds}
        everything={everything}
        pageIsSelected={loaded.length > 0 && table.getIsAllRowsSelected()}
        bulk={bulk}
        noun={noun}
        shown={rows.rows.length}
        total={rows.total}
        onClear={clear}
        onEverything={() => setEverything(true)}
        more={rows.more}
        fetching={rows.fetching}
        hasKeys={!isBoard && !narrow}
      />
    </>
  );
}

function withSelection(before: RowSelectionState, id: string, on: boolean): RowSelectionState {
  const others = Object.fromEntries(Object.entries(before).filter(([key]) => key !== id));
  return on ? { ...others, [id]: true } : others;
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Width of the table's region, followed as the window changes. */
function useWidth() {
  const region = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(1200);
  useEffect(() => {
    const element = region.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [region, width] as const;
}
