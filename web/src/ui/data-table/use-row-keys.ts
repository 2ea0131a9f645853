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
  /** Opens a row beside the list, or closes it. */
  readonly onPeek: ((id: string) => void) | undefined;
  /** Told when the keys have led to another row. */
  readonly onMove: (id: string) => void;
}

export interface RowKeys {
  readonly current: string | undefined;
  readonly setCurrent: (id: string) => void;
  /** Selects a row, or with shift the range from the last one. */
  readonly toggle: (id: string, shift: boolean) => void;
}

/** True on the link of a row: elsewhere arrows scroll and Space presses, as they do in every page. */
function inRow(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a.pt-row-link') !== null;
}

/** J and K or the arrows move real focus from row to row, Space opens one beside the list, X selects, shift-X up to here. */
export function useRowKeys({ ids, region, onToggle, isSelected, more, onPeek, onMove }: RowKeysGiven): RowKeys {
  const [current, setCurrent] = useState<string>();
  const [anchor, setAnchor] = useState<string>();

  const focus = (id: string | undefined) => {
    if (id === undefined) return;
    setCurrent(id);
    onMove(id);
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
  useKey({ keys: 'ArrowDown', label: 'Next row', group: 'Lists', run: ({ target }) => inRow(target) && move(1) });
  useKey({ keys: 'ArrowUp', label: 'Previous row', group: 'Lists', run: ({ target }) => inRow(target) && move(-1) });
  // The browser opens the link that has the focus; bound so that the overview of keys names it.
  useKey({ keys: 'Enter', label: 'Open', group: 'Lists', run: () => false });
  useKey(
    {
      keys: 'Space',
      label: 'Look at it beside the list',
      group: 'Lists',
      run: ({ target }) => (current === undefined || !inRow(target) ? false : onPeek?.(current)),
    },
    onPeek !== undefined,
  );
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
