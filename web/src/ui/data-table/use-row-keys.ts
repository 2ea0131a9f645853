import { useState } from 'react';
import type { RefObject } from 'react';

import { useKey } from '../../app/keys.ts';

interface RowKeysGiven {
  /** Rows in sight, in order. */
  readonly ids: readonly string[];
  readonly region: RefObject<HTMLElement | null>;
  readonly onToggle: ((id: string, on: boolean) => void) | undefined;
  readonly isSelected: (id: string) => boolean;
  readonly more: (() => void) | null;
}

export interface RowKeys {
  readonly current: string | undefined;
  readonly setCurrent: (id: string) => void;
  /** Selects a row, or with shift the range from the last one. */
  readonly toggle: (id: string, shift: boolean) => void;
}

/** J and K move real focus from row to row, X selects, shift-X selects up to here. */
export function useRowKeys({ ids, region, onToggle, isSelected, more }: RowKeysGiven): RowKeys {
  const [current, setCurrent] = useState<string>();
  const [anchor, setAnchor] = useState<string>();

  const focus = (id: string | undefined) => {
    if (id === undefined) return;
    setCurrent(id);
    const row = [...(region.current?.querySelectorAll<HTMLElement>('tr[data-row]') ?? [])].find(
      (element) => element.dataset['row'] === id,
    );
    row?.querySelector<HTMLElement>('a.pt-row-link')?.focus();
  };
  const move = (step: number) => {
    const at = current === undefined ? -1 : ids.indexOf(current);
    const next = at < 0 && step < 0 ? ids.length - 1 : at + step;
    if (next >= ids.length) more?.();
    else focus(ids[Math.max(0, next)]);
  };
  const toggle = (id: string, shift: boolean) => {
    const from = anchor === undefined ? -1 : ids.indexOf(anchor);
    const to = ids.indexOf(id);
    const on = !isSelected(id);
    if (shift && from >= 0 && to >= 0) {
      for (const between of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) onToggle?.(between, true);
    } else {
      onToggle?.(id, on);
    }
    setAnchor(id);
    setCurrent(id);
  };

  useKey({ keys: 'j', label: 'Next row', group: 'Lists', run: () => move(1) });
  useKey({ keys: 'k', label: 'Previous row', group: 'Lists', run: () => move(-1) });
  useKey(
    {
      keys: 'x',
      label: 'Select',
      group: 'Lists',
      run: () => (current === undefined ? undefined : toggle(current, false)),
    },
    onToggle !== undefined,
  );
  useKey(
    {
      keys: 'shift+x',
      label: 'Select up to here',
      group: 'Lists',
      run: () => (current === undefined ? undefined : toggle(current, true)),
    },
    onToggle !== undefined,
  );
  return { current, setCurrent, toggle };
}
