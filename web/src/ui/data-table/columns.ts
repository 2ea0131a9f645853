import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** Shown in the head in place of the word, which is then read out. */
  readonly headerMark?: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Raw value for CSV, and by which a live change of the cell is noticed. */
  readonly value?: (row: Row) => string | number | boolean | null;
  /** One line in compact density, where `cell` has two. */
  readonly compact?: (row: Row) => ReactNode;
  readonly align?: 'left' | 'right' | 'center';
  /** Width in pixels at least; columns that `grow` share what is left. */
  readonly width: number;
  readonly grow?: number;
  /** Key to sort by on the server; absent: not sortable. */
  readonly sort?: string;
  /** 1 stays longest; the highest leave first when the page is narrow. Absent: never leaves. */
  readonly priority?: number;
  /** Offered in "Columns" but not shown at first. */
  readonly optional?: boolean;
  /** The one cell that names the row: its header and its link. */
  readonly rowHeader?: boolean;
}

/** The columns that the reader wants: those of the address, or all but the optional ones; the row's name always. */
export function chosenColumns<Row>(
  columns: readonly Column<Row>[],
  ids: readonly string[] | null,
): readonly Column<Row>[] {
  return columns.filter(({ id, optional, rowHeader }) => rowHeader || (ids ? ids.includes(id) : !optional));
}

export interface Fit {
  readonly widths: ReadonlyMap<string, number>;
  /** Ids of columns that found no room. */
  readonly squeezed: readonly string[];
}

type Measure = Pick<Column<never>, 'id' | 'width' | 'grow' | 'priority'>;

/** Which columns fit into a width and how wide each is; the lowest priority leaves first. */
export function fitColumns(columns: readonly Measure[], available: number): Fit {
  const kept = [...columns];
  const squeezed: string[] = [];
  const needed = () => kept.reduce((sum, column) => sum + column.width, 0);
  while (needed() > available) {
    const leaver = kept.reduce<Measure | undefined>(
      (worst, column) => ((column.priority ?? 0) > (worst?.priority ?? 0) ? column : worst),
      undefined,
    );
    if (!leaver) break;
    kept.splice(kept.indexOf(leaver), 1);
    squeezed.push(leaver.id);
  }
  const spare = Math.max(0, available - needed());
  const shares = kept.reduce((sum, column) => sum + (column.grow ?? 0), 0);
  const widths = new Map(
    kept.map((column) => [column.id, column.width + (shares === 0 ? 0 : (spare * (column.grow ?? 0)) / shares)]),
  );
  return { widths, squeezed };
}
