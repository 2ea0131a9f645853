import type { Tone } from '../marks/states.ts';
import type { Held } from './held-rows.ts';

export interface RowGroup {
  readonly id: string;
  readonly label: string;
  readonly tone?: Tone;
  /** How many there are in all, where the server counts them. */
  readonly count?: number;
  /** Place among the groups, lowest first; absent: in the order in which groups first occur. */
  readonly rank?: number;
}

export interface Grouped<Row> {
  readonly group: RowGroup | null;
  readonly rows: readonly Held<Row>[];
}

/** Rows under their groups, by rank, or in the order in which groups first occur. */
export function groupRows<Row>(
  rows: readonly Held<Row>[],
  groupOf: ((row: Row, by: string) => RowGroup) | undefined,
  by: string,
): readonly Grouped<Row>[] {
  if (!groupOf || by === 'none') return [{ group: null, rows }];
  const found = new Map<string, { group: RowGroup; rows: Held<Row>[] }>();
  for (const row of rows) {
    const group = groupOf(row.row, by);
    const known = found.get(group.id);
    if (known) known.rows.push(row);
    else found.set(group.id, { group, rows: [row] });
  }
  return [...found.values()].toSorted((one, other) => (one.group.rank ?? 0) - (other.group.rank ?? 0));
}
