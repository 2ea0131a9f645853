import type { ReactNode } from 'react';

import { SubTable } from '../../../ui/record/sub-table.tsx';

export interface FigureColumn<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** The first column names the row and stands on the left. */
  readonly title?: string;
}

interface FigureTableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly columns: readonly FigureColumn<Row>[];
}

/** A table of figures: what each row is about on the left, numbers on the right. */
export function FigureTable<Row>({ label, rows, keyOf, columns }: FigureTableProps<Row>) {
  const [first, ...rest] = columns;
  return (
    <SubTable label={label}>
      <thead>
        <tr>
          <th scope="col">{first?.head}</th>
          {rest.map(({ head, title }) => (
            <th key={head} scope="col" data-align="right" title={title}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            <th scope="row">{first?.cell(row)}</th>
            {rest.map(({ head, cell }) => (
              <td key={head} data-align="right">
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </SubTable>
  );
}
