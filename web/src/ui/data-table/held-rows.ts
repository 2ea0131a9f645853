import { useMemo, useState } from 'react';

export interface Held<Row> {
  readonly id: string;
  readonly row: Row;
  /** No longer part of the list; stays greyed until it is refreshed. */
  readonly gone: boolean;
  /** Changed since the reader saw it. */
  readonly before: Row | null;
}

export interface Merged<Row> {
  readonly shown: readonly Held<Row>[];
  /** Rows that arrived and wait behind a button. */
  readonly waiting: number;
}

/**
 * What a reader sees when rows arrive while the page stands: rows keep their place, changed ones show their new text,
 * vanished ones stay, new ones wait. Where the list had a further page, rows after the last known one are that page.
 */
export function mergeRows<Row>(
  seen: readonly Row[],
  now: readonly Row[],
  idOf: (row: Row) => string,
  hadMore: boolean,
): Merged<Row> {
  if (seen.length === 0)
    return { shown: now.map((row) => ({ id: idOf(row), row, gone: false, before: null })), waiting: 0 };
  const present = new Map(now.map((row) => [idOf(row), row]));
  const known = new Set(seen.map(idOf));
  const lastKnown = now.findLastIndex((row) => known.has(idOf(row)));
  const appended = !hadMore || lastKnown < 0 ? [] : now.slice(lastKnown + 1);
  const shown = seen.map((row): Held<Row> => {
    const id = idOf(row);
    const current = present.get(id);
    return current === undefined
      ? { id, row, gone: true, before: null }
      : { id, row: current, gone: false, before: current === row ? null : row };
  });
  const waiting = now.filter((row) => !known.has(idOf(row))).length - appended.length;
  return { shown: [...shown, ...appended.map((row) => ({ id: idOf(row), row, gone: false, before: null }))], waiting };
}

/** Holds the rows of a list still under live updates; `key` changes when the reader asks for another list. */
export function useHeldRows<Row>({
  rows,
  idOf,
  key,
  hold,
  hasMore,
}: {
  rows: readonly Row[];
  idOf: (row: Row) => string;
  key: string;
  hold: boolean;
  /** Whether the list goes on after these rows. */
  hasMore: boolean;
}) {
  const [seen, setSeen] = useState<{ key: string; rows: readonly Row[]; hadMore: boolean }>({
    key,
    rows,
    hadMore: hasMore,
  });
  const stale = seen.key !== key || !hold || seen.rows.length === 0;
  const merged = useMemo(
    () => mergeRows(stale ? rows : seen.rows, rows, idOf, seen.hadMore),
    [stale, rows, seen, idOf],
  );
  if (stale && (seen.key !== key || seen.rows !== rows)) setSeen({ key, rows, hadMore: hasMore });
  return { ...merged, refresh: () => setSeen({ key, rows, hadMore: hasMore }) };
}
