/*
 * The list that somebody opened an order from, kept for the tab: the order page leads back to it with its filters,
 * and to the next and the previous order in it.
 */
export interface DeskList {
  /** Address of the list with its query. */
  readonly href: string;
  /** Name of the view: `Open`. */
  readonly view: string | null;
  readonly numbers: readonly number[];
  readonly total: number | null;
}

const key = 'portolan.desk-list';

function isDeskList(value: unknown): value is DeskList {
  return (
    typeof value === 'object' &&
    value !== null &&
    'href' in value &&
    typeof value.href === 'string' &&
    'numbers' in value &&
    Array.isArray(value.numbers) &&
    value.numbers.every((number) => typeof number === 'number')
  );
}

/** Remembers the list on screen. */
export function rememberList(list: DeskList): void {
  sessionStorage.setItem(key, JSON.stringify(list));
}

/** The list that was on screen last in this tab. */
export function rememberedList(): DeskList | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    return isDeskList(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

export interface Place {
  readonly href: string;
  readonly view: string | null;
  /** Counted from 1; null where the order is not in the list. */
  readonly position: number | null;
  readonly total: number | null;
  readonly previous: number | undefined;
  readonly next: number | undefined;
}

/** Where an order stands in the list it was opened from. */
export function placeIn(list: DeskList | undefined, number: number): Place {
  if (!list) return { href: '/orders', view: null, position: null, total: null, previous: undefined, next: undefined };
  const at = list.numbers.indexOf(number);
  return {
    href: list.href,
    view: list.view,
    position: at < 0 ? null : at + 1,
    total: list.total,
    previous: at < 0 ? undefined : list.numbers[at - 1],
    next: at < 0 ? undefined : list.numbers[at + 1],
  };
}
