import { useMemo } from 'react';

import { useAddress, useGo } from '../../app/address.ts';
import { isViewChanged, queryOfState, readListState, writeListState } from './list-address.ts';
import type { ListDefinition, ListState } from './list-address.ts';

export interface List {
  readonly definition: ListDefinition;
  readonly state: ListState;
  /** What to hand to the contract: filters, text and sort. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** True when the list differs from the chosen view. */
  readonly changed: boolean;
  /** Puts a state into the address, or the result of a change to the present one. */
  readonly set: (next: ListState | ((state: ListState) => ListState), options?: { readonly replace?: boolean }) => void;
  /** Address of a saved view. */
  readonly hrefOfView: (id: string) => string;
  /** The present question as it stands in the address, without the row opened beside it. */
  readonly search: string;
}

/** A list whose whole state is the address of the page: `const list = useList(desk)`. Give it a stable definition. */
export function useList(definition: ListDefinition): List {
  const { pathname, search } = useAddress();
  const go = useGo();
  const state = useMemo(() => readListState(search, definition), [search, definition]);
  const query = useMemo(() => queryOfState(state), [state]);
  return {
    definition,
    state,
    query,
    changed: isViewChanged(state, definition),
    set: (next, { replace = false } = {}) => {
      const wanted = typeof next === 'function' ? next(state) : next;
      go(`${pathname}${writeListState(wanted, definition)}`, { keepScroll: true, replace });
    },
    hrefOfView: (id) => {
      const asSaved = readListState({ view: id }, definition);
      return `${pathname}${writeListState(asSaved, definition)}`;
    },
    search: writeListState({ ...state, at: null }, definition),
  };
}
