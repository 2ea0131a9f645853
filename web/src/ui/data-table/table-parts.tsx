import { IconChevronDown, IconChevronRight, IconChevronUp } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { MouseEvent } from 'react';

import { useGo } from '../../app/address.ts';
import { formatNumber, t } from '../../app/messages.ts';
import { Link } from '../link.tsx';
import type { Column } from './columns.ts';
import type { RowGroup } from './group-rows.ts';
import type { Held } from './held-rows.ts';
import { clickedSort, readSort } from './list-address.ts';
import type { List } from './use-list.ts';

interface SelectBoxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly mixed?: boolean;
  readonly onToggle: (shift: boolean) => void;
}

/** A tick box of a row or of the head; shift selects a range. */
export function SelectBox({ label, checked, mixed = false, onToggle }: SelectBoxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = mixed && !checked;
  }, [mixed, checked]);
  return (
    <input
      ref={box}
      type="checkbox"
      className="pt-check"
      aria-label={label}
      checked={checked}
      onChange={() => undefined}
      onClick={(event) => {
        event.stopPropagation();
        onToggle(event.shiftKey);
      }}
    />
  );
}

/** Head of a column: sorts by a click, with shift as a further key. */
export function HeadCell<Row>({ column, list }: { column: Column<Row>; list: List }) {
  const key = column.sort === undefined ? undefined : readSort(list.state.sort).find(({ id }) => id === column.sort);
  const words = column.headerMark ? (
    <>
      <span className="pt-head-mark" aria-hidden="true">
        {column.headerMark}
      </span>
      <span className="pt-hidden">{column.header}</span>
    </>
  ) : (
    <span className="pt-truncate" title={column.header}>
      {column.header}
    </span>
  );
  const { sort } = column;
  return (
    <th
      scope="col"
      data-align={column.align}
      aria-sort={key ? (key.descending ? 'descending' : 'ascending') : undefined}
    >
      {sort === undefined ? (
        words
      ) : (
        <button
          type="button"
          className="pt-table-sort"
          onClick={(event) => list.set((state) => ({ ...state, sort: clickedSort(state.sort, sort, event.shiftKey) }))}
        >
          {words}
          {key &&
            (key.descending ? (
              <IconChevronDown size={13} stroke={1.8} aria-hidden />
            ) : (
              <IconChevronUp size={13} stroke={1.8} aria-hidden />
            ))}
        </button>
      )}
    </th>
  );
}

interface GroupHeadProps {
  readonly group: RowGroup;
  readonly shown: number;
  readonly span: number;
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** Head of a group: folds it, says how many there are. */
export function GroupHead({ group, shown, span, open, onToggle }: GroupHeadProps) {
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <tr className="pt-group-head">
      <th scope="rowgroup" colSpan={span}>
        <button type="button" className="pt-group-toggle" aria-expanded={open} onClick={onToggle}>
          <Chevron size={14} stroke={1.7} aria-hidden />
          <strong className={group.tone ? `pt-fg-${group.tone}` : undefined}>{group.label}</strong>
          <span>{formatNumber(group.count ?? shown)}</span>
        </button>
      </th>
    </tr>
  );
}

interface TableRowProps<Row> {
  readonly held: Held<Row>;
  readonly columns: readonly Column<Row>[];
  readonly compact: boolean;
  readonly href: string;
  readonly current: boolean;
  /** Undefined where rows cannot be selected. */
  readonly selected: boolean | undefined;
  readonly onSelect: (shift: boolean) => void;
  readonly onFocus: () => void;
}

/** A row: one cell is its header and its link, the rest opens it too; ctrl and middle click stay the browser's on the link. */
export function TableRow<Row>({
  held,
  columns,
  compact,
  href,
  current,
  selected,
  onSelect,
  onFocus,
}: TableRowProps<Row>) {
  const go = useGo();
  const { row, before, gone, id } = held;
  const open = (event: MouseEvent<HTMLTableRowElement>) => {
    const target = event.target as Element;
    if (target.closest('a, button, input, label') || window.getSelection()?.type === 'Range') return;
    if (event.metaKey || event.ctrlKey) window.open(href, '_blank', 'noopener');
    else go(href);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the row's link does the same by key
    <tr
      data-row={id}
      data-current={current || undefined}
      data-gone={gone || undefined}
      aria-selected={selected}
      title={gone ? t('No longer in this list') : undefined}
      onClick={open}
      onFocus={onFocus}
    >
      {selected !== undefined && (
        <td data-align="center">
          <SelectBox label={t('Select {row}', { row: id })} checked={selected} onToggle={onSelect} />
        </td>
      )}
      {columns.map((column) => {
        const fresh = before !== null && column.value !== undefined && column.value(before) !== column.value(row);
        const content = compact && column.compact ? column.compact(row) : column.cell(row);
        const shared = { 'data-align': column.align, 'data-fresh': fresh || undefined };
        return column.rowHeader ? (
          <th key={column.id} scope="row" {...shared}>
            <Link href={href} className="pt-row-link">
              {content}
            </Link>
          </th>
        ) : (
          <td key={column.id} {...shared}>
            {content}
          </td>
        );
      })}
    </tr>
  );
}

const bones = Array.from({ length: 12 }, (_, index) => index);

/** First load: as many grey rows as a page shows. */
export function Bones({ span }: { span: number }) {
  return (
    <tbody aria-hidden="true">
      {bones.map((bone) => (
        <tr key={bone}>
          {Array.from({ length: span }, (_, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- identical placeholders
            // oxlint-disable-next-line jsx-a11y/control-has-associated-label -- hidden from readers as a whole
            <td key={index}>
              <span className="pt-bone" />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
