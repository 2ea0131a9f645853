import { parseSearch, valueOf, valuesOf, writeSearch } from '../../app/address.ts';
import type { Search } from '../../app/address.ts';

/*
 * A list and its address are one: filters, text, sort, grouping, columns and view stand in the query and come back from it.
 * `?view=overdue` is a saved view as it was saved; any filter beside it replaces the filters of that view.
 */
export interface FilterOption {
  readonly value: string;
  readonly label: string;
}

export interface FilterDefinition {
  /** Key in the address and in the contract's query. */
  readonly key: string;
  readonly label: string;
  readonly kind: 'choice' | 'text' | 'day' | 'number';
  /** Values to pick from; a function is asked with what was typed. */
  readonly options?: readonly FilterOption[] | ((text: string) => Promise<readonly FilterOption[]>);
  /** Word between label and value where it is not `is`: `before`, `after`, `more than`. */
  readonly operator?: string;
  /** False where the server does not know `not`; days and numbers never do. */
  readonly negatable?: boolean;
}

export interface ListView {
  readonly id: string;
  readonly label: string;
  /** What it shows, as it stands in an address: `state=-closed&assignee=me`. */
  readonly query: string;
  readonly owner?: 'me' | 'group' | 'shipped';
  /** True where the reader saved it, and may change and delete it. */
  readonly mine?: boolean;
  readonly count?: number | null;
  /** True where the number means that something is late. */
  readonly attention?: boolean;
}

export interface ListDefinition {
  readonly filters: readonly FilterDefinition[];
  readonly views: readonly ListView[];
  /** Column ids in order, `-` for descending: `decision`. */
  readonly defaultSort: string;
  readonly defaultBy?: string;
}

export interface Filters {
  readonly [key: string]: readonly string[];
}

export interface ListState {
  /** Id of the chosen view; null when the address names filters of its own. */
  readonly view: string | null;
  readonly q: string;
  readonly filters: Filters;
  readonly sort: string;
  /** Grouping; `none` for a flat list. */
  readonly by: string;
  /** Columns to show where the reader chose them. */
  readonly cols: readonly string[] | null;
  readonly as: string;
  /** Id of the row that is opened beside the list. */
  readonly at: string | null;
}

const emptied = 'none';

function filtersIn(search: Search, definition: ListDefinition): Filters {
  const found: Record<string, readonly string[]> = {};
  for (const { key } of definition.filters) {
    const values = valuesOf(search, key).filter((value) => value !== '');
    if (values.length > 0) found[key] = values;
  }
  return found;
}

function viewNamed(id: string | undefined, definition: ListDefinition): ListView | undefined {
  return definition.views.find((view) => view.id === id);
}

/** What the list shows, from the query of the address. */
export function readListState(search: Search, definition: ListDefinition): ListState {
  const own = filtersIn(search, definition);
  const q = valueOf(search, 'q') ?? '';
  const hasOwn = Object.keys(own).length > 0 || q !== '' || valueOf(search, 'filters') === emptied;
  const named = viewNamed(valueOf(search, 'view'), definition);
  const view = named ?? (hasOwn ? undefined : definition.views[0]);
  const saved = view ? parseSearch(view.query) : {};
  return {
    view: view?.id ?? null,
    q: hasOwn ? q : (valueOf(saved, 'q') ?? ''),
    filters: hasOwn ? own : filtersIn(saved, definition),
    sort: valueOf(search, 'sort') ?? valueOf(saved, 'sort') ?? definition.defaultSort,
    by: valueOf(search, 'by') ?? valueOf(saved, 'by') ?? definition.defaultBy ?? emptied,
    cols: valueOf(search, 'cols')?.split(',') ?? null,
    as: valueOf(search, 'as') ?? 'list',
    at: valueOf(search, 'at') ?? null,
  };
}

function sameFilters(a: Filters, b: Filters): boolean {
  const text = (filters: Filters) =>
    JSON.stringify(
      Object.entries(filters)
        .filter(([, values]) => values.length > 0)
        .map(([key, values]) => [key, values.toSorted()])
        .toSorted(([a = ''], [b = '']) => String(a).localeCompare(String(b))),
    );
  return text(a) === text(b);
}

/**
 * The query of the address for a state; what a shipped view or the default says already is left out. A view that
 * somebody saved is written out, so that the address shows the same to people who do not have that view.
 */
export function writeListState(state: ListState, definition: ListDefinition): string {
  const view = viewNamed(state.view ?? undefined, definition);
  const saved = view ? parseSearch(view.query) : {};
  const savedFilters = filtersIn(saved, definition);
  const isOfSomebody = (view?.owner ?? 'shipped') !== 'shipped';
  const goesWithoutSaying = (key: string, otherwise: string) =>
    isOfSomebody ? undefined : (valueOf(saved, key) ?? otherwise);
  const asSaved =
    view !== undefined &&
    !isOfSomebody &&
    sameFilters(state.filters, savedFilters) &&
    state.q === (valueOf(saved, 'q') ?? '');
  const isEmpty = Object.values(state.filters).every((values) => values.length === 0) && state.q === '';
  const isFirst = view?.id === definition.views[0]?.id && asSaved;
  return writeSearch({
    view: isFirst ? undefined : (state.view ?? undefined),
    ...(asSaved ? {} : state.filters),
    q: asSaved ? undefined : state.q,
    filters: !asSaved && isEmpty ? emptied : undefined,
    sort: state.sort === goesWithoutSaying('sort', definition.defaultSort) ? undefined : state.sort,
    by: state.by === goesWithoutSaying('by', definition.defaultBy ?? emptied) ? undefined : state.by,
    cols: state.cols?.join(','),
    as: state.as === 'list' ? undefined : state.as,
    at: state.at ?? undefined,
  });
}

/** Whether the list differs from the view that is chosen, so that saving it makes sense. */
export function isViewChanged(state: ListState, definition: ListDefinition): boolean {
  const view = viewNamed(state.view ?? undefined, definition);
  if (!view) return false;
  const saved = parseSearch(view.query);
  return (
    !sameFilters(state.filters, filtersIn(saved, definition)) ||
    state.q !== (valueOf(saved, 'q') ?? '') ||
    state.sort !== (valueOf(saved, 'sort') ?? definition.defaultSort) ||
    state.by !== (valueOf(saved, 'by') ?? definition.defaultBy ?? emptied)
  );
}

/** The whole question as a view keeps it, whichever view it was made from. */
export function queryToSave(state: ListState): string {
  const { filters, q, sort, by } = state;
  return writeSearch({ ...filters, q, sort, by }).replace(/^\?/, '');
}

/** The list as a query to hand to a contract: filters, text and sort. */
export function queryOfState(state: ListState): Readonly<Record<string, string | readonly string[]>> {
  return { ...state.filters, ...(state.q === '' ? {} : { q: state.q }), sort: state.sort };
}

/** One filter as the reader sees it. */
export interface Chip {
  readonly key: string;
  readonly label: string;
  /** `is`, `is not`, `any of`, `before`. */
  readonly operator: string;
  readonly values: readonly string[];
  readonly negated: boolean;
}

/** The filters as chips: positive values of a key are one chip (`any of`), negative ones another. */
export function chipsOf(state: ListState, definition: ListDefinition): readonly Chip[] {
  return definition.filters.flatMap((filter) => {
    const values = state.filters[filter.key] ?? [];
    const canNegate = filter.kind === 'choice' && filter.negatable !== false;
    const negative = canNegate ? values.filter((value) => value.startsWith('-')).map((value) => value.slice(1)) : [];
    const positive = canNegate ? values.filter((value) => !value.startsWith('-')) : values;
    const base = { key: filter.key, label: filter.label };
    return [
      ...(positive.length > 0
        ? [
            {
              ...base,
              operator: filter.operator ?? (positive.length > 1 ? 'any of' : 'is'),
              values: positive,
              negated: false,
            },
          ]
        : []),
      ...(negative.length > 0
        ? [{ ...base, operator: negative.length > 1 ? 'none of' : 'is not', values: negative, negated: true }]
        : []),
    ];
  });
}

/** A filter's value as people read it. */
function labelOf(filter: FilterDefinition | undefined, value: string): string {
  if (filter && typeof filter.options === 'object')
    return filter.options.find((option) => option.value === value)?.label ?? value;
  return value;
}

/** Values of a chip as people read them: `closed, rejected`. */
export function wordsOf(chip: Chip, definition: ListDefinition): string {
  const filter = definition.filters.find(({ key }) => key === chip.key);
  return chip.values.map((value) => labelOf(filter, value)).join(', ');
}

/** The filters without one chip. */
export function withoutChip(state: ListState, chip: Chip): ListState {
  const gone = new Set(chip.values.map((value) => (chip.negated ? `-${value}` : value)));
  const left = (state.filters[chip.key] ?? []).filter((value) => !gone.has(value));
  return { ...state, filters: { ...state.filters, [chip.key]: left } };
}

/** The filters with `is` and `is not` of one chip exchanged. */
export function withChipTurned(state: ListState, chip: Chip): ListState {
  const turned = chip.values.map((value) => (chip.negated ? value : `-${value}`));
  const left = withoutChip(state, chip);
  return { ...left, filters: { ...left.filters, [chip.key]: [...(left.filters[chip.key] ?? []), ...turned] } };
}

/** The filters with one value more; days and numbers hold one value only. */
export function withValue(state: ListState, filter: FilterDefinition, value: string): ListState {
  const before = filter.kind === 'choice' ? (state.filters[filter.key] ?? []) : [];
  return before.includes(value) ? state : { ...state, filters: { ...state.filters, [filter.key]: [...before, value] } };
}

export interface SortKey {
  readonly id: string;
  readonly descending: boolean;
}

/** `-decision,number` as keys. */
export function readSort(sort: string): readonly SortKey[] {
  return sort
    .split(',')
    .filter((part) => part !== '')
    .map((part) => ({ id: part.replace(/^-/, ''), descending: part.startsWith('-') }));
}

/** The sort after a click on a head: up, down, up; with shift the column becomes or stays a further key. */
export function clickedSort(sort: string, id: string, further: boolean): string {
  const keys = readSort(sort);
  const known = keys.find((key) => key.id === id);
  const next: SortKey = { id, descending: known ? !known.descending : false };
  const written = (key: SortKey) => `${key.descending ? '-' : ''}${key.id}`;
  if (!further) return written(next);
  const others = known ? keys.map((key) => (key.id === id ? next : key)) : [...keys, next];
  return others.map(written).join(',');
}
