import { IconColumns3, IconFilter, IconLayoutKanban, IconLayoutList, IconMenu2, IconX } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';

import { useKey } from '../../app/keys.ts';
import { t } from '../../app/messages.ts';
import { Button, IconButton } from '../button.tsx';
import { MenuButton } from '../menu-button.tsx';
import { OptionList } from '../option-list.tsx';
import { Kbd } from '../small.tsx';
import { chipsOf, withChipTurned, withoutChip, withValue, wordsOf } from './list-address.ts';
import type { Chip, FilterDefinition, FilterOption } from './list-address.ts';
import type { List } from './use-list.ts';

export interface GroupingOption {
  readonly id: string;
  /** `due` in "Grouped by due". */
  readonly label: string;
}

export interface FilterBarProps {
  readonly list: List;
  /** What free text looks through: `Filter by number, name, mail, parameter or message`. */
  readonly placeholder: string;
  readonly groupings?: readonly GroupingOption[];
  readonly columns: readonly { readonly id: string; readonly label: string; readonly shown: boolean }[];
  /** How many columns found no room. */
  readonly squeezed: number;
  readonly onColumns: (ids: readonly string[] | null) => void;
  readonly density: 'comfortable' | 'compact';
  /** Undefined where rows have one line in any case. */
  readonly onDensity: ((density: 'comfortable' | 'compact') => void) | undefined;
  /** True where the list can also be a board. */
  readonly board?: boolean;
}

/** One field for all filters with its chips, and how the list is drawn: grouping, columns, density, board. */
export function FilterBar(props: FilterBarProps) {
  const { list, groupings = [], columns, squeezed, onColumns, density, onDensity, board = false } = props;
  const grouping = groupings.find(({ id }) => id === list.state.by);
  const toggle = (id: string) => {
    const shown = columns
      .filter((column) => (column.id === id ? !column.shown : column.shown))
      .map((column) => column.id);
    onColumns(shown);
  };
  return (
    <div className="pt-filter-bar">
      <FilterField list={list} placeholder={props.placeholder} />
      {groupings.length > 0 && (
        <MenuButton
          button={
            <Button look="quiet" icon={IconLayoutList}>
              {grouping ? t('Grouped by {what}', { what: grouping.label }) : t('Not grouped')}
            </Button>
          }
          parts={[
            {
              entries: [...groupings, { id: 'none', label: t('nothing') }].map(({ id, label }) => ({
                id,
                label: t('By {what}', { what: label }),
                chosen: list.state.by === id,
                onRun: () => list.set((state) => ({ ...state, by: id })),
              })),
            },
          ]}
        />
      )}
      <MenuButton
        stays
        button={
          <Button look="quiet" icon={IconColumns3}>
            {squeezed > 0 ? t('Columns, {n} hidden', { n: squeezed }) : t('Columns')}
          </Button>
        }
        parts={[
          { entries: columns.map(({ id, label, shown }) => ({ id, label, on: shown, onRun: () => toggle(id) })) },
          { entries: [{ id: 'shipped', label: t('As shipped'), onRun: () => onColumns(null) }] },
        ]}
      />
      {onDensity && (
        <IconButton
          icon={IconMenu2}
          label={density === 'compact' ? t('Show two lines a row') : t('Show one line a row')}
          aria-pressed={density === 'compact'}
          onClick={() => onDensity(density === 'compact' ? 'comfortable' : 'compact')}
        />
      )}
      {board && (
        <IconButton
          icon={IconLayoutKanban}
          label={list.state.as === 'board' ? t('Show as list') : t('Show as board')}
          aria-pressed={list.state.as === 'board'}
          onClick={() => list.set((state) => ({ ...state, as: state.as === 'board' ? 'list' : 'board' }))}
        />
      )}
    </div>
  );
}

interface Suggestion {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly run: () => void;
}

async function optionsOf(filter: FilterDefinition, text: string): Promise<readonly FilterOption[]> {
  if (typeof filter.options === 'function') return filter.options(text);
  return filter.options ?? [];
}

function FilterField({ list, placeholder }: { list: List; placeholder: string }) {
  const { state, definition, set } = list;
  const [typed, setTyped] = useState(state.q);
  const [picking, setPicking] = useState<FilterDefinition>();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const [options, setOptions] = useState<readonly { filter: FilterDefinition; option: FilterOption }[]>([]);
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [shownFor, setShownFor] = useState(state.q);
  if (shownFor !== state.q) {
    setShownFor(state.q);
    setTyped(state.q);
  }
  useKey({ keys: '/', label: 'Filter', group: 'Lists', run: () => field.current?.focus() });

  const chips = chipsOf(state, definition);
  const text = typed.trim().toLowerCase();
  useEffect(() => {
    if (!open) return undefined;
    let current = true;
    const asked = picking
      ? [picking]
      : text === ''
        ? []
        : definition.filters.filter((filter) => filter.kind === 'choice');
    void Promise.all(
      asked.map(async (filter) => (await optionsOf(filter, text)).map((option) => ({ filter, option }))),
    ).then((found) => {
      if (current) setOptions(found.flat().filter(({ option }) => option.label.toLowerCase().includes(text)));
    });
    return () => {
      current = false;
    };
  }, [open, picking, text, definition.filters]);

  const done = (next: typeof state) => {
    setPicking(undefined);
    setTyped(next.q);
    setAt(0);
    setOpen(false);
    set(next);
  };
  const keys: readonly Suggestion[] = picking
    ? []
    : definition.filters
        .filter((filter) => filter.label.toLowerCase().includes(text))
        .map((filter) => ({
          id: filter.key,
          label: filter.label,
          hint: t('Filter by'),
          run: () => {
            setPicking(filter);
            setTyped('');
            setAt(0);
          },
        }));
  const values: readonly Suggestion[] = options.slice(0, 12).map(({ filter, option }) => ({
    id: `${filter.key}-${option.value}`,
    label: option.label,
    hint: filter.label,
    run: () => done({ ...withValue(state, filter, option.value), q: picking ? state.q : '' }),
  }));
  const free: readonly Suggestion[] =
    picking && (picking.kind !== 'choice' || !picking.options) && typed.trim() !== ''
      ? [
          {
            id: 'free',
            label: typed.trim(),
            hint: picking.label,
            run: () => done(withValue(state, picking, typed.trim())),
          },
        ]
      : !picking && text !== ''
        ? [{ id: 'text', label: typed.trim(), hint: t('Search for'), run: () => done({ ...state, q: typed.trim() }) }]
        : [];
  const suggestions = [...free, ...values, ...keys];

  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setAt((at + step + suggestions.length) % Math.max(1, suggestions.length));
    else if (event.key === 'Enter') {
      if (suggestions[at]) suggestions[at].run();
      else if (typed.trim() !== state.q) done({ ...state, q: typed.trim() });
    } else if (event.key === 'Escape') {
      if (picking) setPicking(undefined);
      else if (typed === '') field.current?.blur();
      setTyped(picking ? '' : state.q);
      setOpen(false);
    } else if (event.key === 'Backspace' && typed === '') {
      if (picking) setPicking(undefined);
      else if (chips.length > 0) done(withoutChip(state, chips.at(-1) as Chip));
    } else return;
    event.preventDefault();
  };

  return (
    <div
      className="pt-filter-field"
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        setOpen(false);
        setPicking(undefined);
        if (!picking && typed.trim() !== state.q) done({ ...state, q: typed.trim() });
      }}
    >
      <IconFilter size={16} stroke={1.6} aria-hidden />
      {chips.map((chip) => (
        <FilterChip key={`${chip.key}${chip.operator}`} chip={chip} list={list} />
      ))}
      {picking && (
        <span className="pt-chip" data-open>
          {picking.label} <span className="pt-chip-operator">{picking.operator ?? t('is')}</span>
        </span>
      )}
      <input
        ref={field}
        type={picking?.kind === 'day' ? 'date' : 'text'}
        role="combobox"
        aria-expanded={open && suggestions.length > 0}
        aria-controls={listId}
        aria-activedescendant={open && suggestions[at] ? `${listId}-${at}` : undefined}
        aria-autocomplete="list"
        aria-label={picking ? picking.label : t('Filter')}
        placeholder={picking ? t('Type or pick') : placeholder}
        value={typed}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onKeyDown={press}
      />
      {chips.length > 1 && (
        <Button look="link" size="small" onClick={() => done({ ...state, filters: {}, q: '' })}>
          {t('Clear all')}
        </Button>
      )}
      <Kbd>/</Kbd>
      <OptionList
        id={listId}
        label={t('Filters')}
        className="pt-suggestions"
        items={suggestions.map(({ id, label, hint }) => ({
          id,
          content: (
            <>
              <span className="pt-muted">{hint}</span>
              <span className="pt-truncate">{label}</span>
            </>
          ),
        }))}
        current={at}
        isHidden={!open || suggestions.length === 0}
        onPoint={setAt}
        onPick={(index) => suggestions[index]?.run()}
      />
    </div>
  );
}

/** One filter: `State is not closed`, its operator turns it round, its cross removes it. */
function FilterChip({ chip, list }: { chip: Chip; list: List }) {
  const definition = list.definition.filters.find((filter) => filter.key === chip.key);
  const words = wordsOf(chip, list.definition);
  const turns = definition?.kind === 'choice' && definition.negatable !== false;
  return (
    <span className="pt-chip">
      {chip.label}{' '}
      {turns ? (
        <button
          type="button"
          className="pt-chip-operator"
          title={t('Turn round')}
          onClick={() => list.set((state) => withChipTurned(state, chip))}
        >
          {t(chip.operator)}
        </button>
      ) : (
        <span className="pt-chip-operator">{t(chip.operator)}</span>
      )}{' '}
      <strong className="pt-truncate" title={words}>
        {words}
      </strong>
      <button
        type="button"
        className="pt-chip-remove"
        aria-label={t('Remove filter {filter}', { filter: `${chip.label} ${t(chip.operator)} ${words}` })}
        onClick={() => list.set((state) => withoutChip(state, chip))}
      >
        <IconX size={14} stroke={1.7} aria-hidden />
      </button>
    </span>
  );
}
