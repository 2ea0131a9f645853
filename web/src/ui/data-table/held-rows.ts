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
 * vanished ones stay, new ones wait. Rows after the last known one (a further page) are simply added.
 */
export function mergeRows<Row>(seen: readonly Row[], now: readonly Row[], idOf: (row: Row) => string): Merged<Row> {
  if (seen.length === 0)
    return { shown: now.map((row) => ({ id: idOf(row), row, gone: false, before: null })), waiting: 0 };
  const present = new Map(now.map((row) => [idOf(row), row]));
  const known = new Set(seen.map(idOf));
  const lastKnown = now.findLastIndex((row) => known.has(idOf(row)));
  const appended = lastKnown < 0 ? [] : now.slice(lastKnown + 1);
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
}: {
  rows: readonly Row[];
  idOf: (row: Row) => string;
  key: string;
  hold: boolean;
}) {
  const [seen, setSeen] = useState<{ key: string; rows: readonly Row[] }>({ key, rows });
  const stale = seen.key !== key || !hold || seen.rows.length === 0;
  const merged = useMemo(() => mergeRows(stale ? rows : seen.rows, rows, idOf), [stale, rows, seen.rows, idOf]);
  if (stale && (seen.key !== key || seen.rows !== rows)) setSeen({ key, rows });
  return { ...merged, refresh: () => setSeen({ key, rows }) };
}
