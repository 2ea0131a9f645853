import { IconArrowRight, IconSearch } from '@tabler/icons-react';
import { useEffect, useId, useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';

import { OptionList } from '../ui/option-list.tsx';
import { Kbd } from '../ui/small.tsx';
import { useGo } from './address.ts';
import { Dialog } from './dialog.tsx';
import { readableKeys } from './keys.ts';
import { t } from './messages.ts';
import { paletteActions, recentRecords, showPalette } from './palette-store.ts';
import type { PaletteItem } from './palette-store.ts';
import { serverSearch } from './search-source.ts';
import './palette.css';

function matches(item: PaletteItem, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/);
  const where = `${item.label} ${item.detail ?? ''} ${item.kind}`.toLowerCase();
  return words.every((word) => where.includes(word));
}

/** Records from every source, 150 ms after the last key; older answers are dropped. */
function useRecords(text: string, enabled: boolean): readonly PaletteItem[] {
  const [found, setFound] = useState<readonly PaletteItem[]>([]);
  useEffect(() => {
    const control = new AbortController();
    const timer = setTimeout(
      () => {
        if (!enabled || text === '') {
          setFound([]);
          return;
        }
        void Promise.allSettled([serverSearch].map((source) => source.search(text, control.signal))).then((answers) => {
          if (control.signal.aborted) return;
          setFound(answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])));
        });
      },
      text === '' ? 0 : 150,
    );
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [text, enabled]);
  return found;
}

/** Search over everything: `>` only actions, `#` only numbers, `@` only people. */
export function Palette({ pages }: { pages: readonly PaletteItem[] }) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const go = useGo();
  const listId = useId();
  const [actions] = useState(paletteActions);

  const only = /^[>#@]/.exec(typed)?.[0];
  const text = (only ? typed.slice(1) : typed).trim();
  const records = useRecords(only === '#' || only === '@' ? `${only}${text}` : text, only !== '>');
  const items = useMemo<readonly PaletteItem[]>(() => {
    if (only === '#' || only === '@') return records;
    if (only === '>') return actions.filter((item) => matches(item, text));
    if (text === '') {
      const here = [...recentRecords().map((recent) => ({ id: recent.href, ...recent })), ...actions];
      return here.length > 0 ? here : pages;
    }
    return [...records, ...[...pages, ...actions].filter((item) => matches(item, text))];
  }, [actions, only, pages, records, text]);
  const current = Math.min(at, Math.max(0, items.length - 1));

  const open = (item: PaletteItem | undefined, inNewTab: boolean) => {
    if (!item || item.refusal) return;
    showPalette(false);
    if (item.href !== undefined && inNewTab) window.open(item.href, '_blank', 'noopener');
    else if (item.href !== undefined) go(item.href);
    else item.run?.();
  };
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setAt((current + step + items.length) % Math.max(1, items.length));
    else if (event.key === 'Enter') open(items[current], event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog label={t('Search or jump to')} className="pt-palette" onClose={() => showPalette(false)}>
      <div className="pt-palette-field">
        <IconSearch size={17} stroke={1.6} aria-hidden />
        <input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the palette is opened to type into it
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={items[current] ? `${listId}-${current}` : undefined}
          aria-label={t('Search or jump to')}
          placeholder={t('Number, name, mail, page or action')}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={press}
        />
        <Kbd>Esc</Kbd>
      </div>
      <OptionList
        id={listId}
        label={t('Results')}
        className="pt-palette-list"
        items={items.map((item) => ({
          id: `${item.kind}-${item.id}`,
          isRefused: Boolean(item.refusal),
          content: <ItemLine item={item} />,
        }))}
        current={current}
        onPoint={setAt}
        onPick={(index, inNewTab) => open(items[index], inNewTab)}
      />
      {items.length === 0 && (
        <p className="pt-palette-none">
          {text === ''
            ? t('Type a number, a name or a mail address. > shows actions, # numbers, @ people.')
            : t('Nothing matches {text}', { text })}
        </p>
      )}
    </Dialog>
  );
}

function ItemLine({ item }: { item: PaletteItem }) {
  const note = item.refusal ?? item.detail;
  return (
    <>
      <span className="pt-palette-kind">{t(item.kind)}</span>
      <span className="pt-truncate">
        {item.label}
        {note && <span className="pt-second"> {note}</span>}
      </span>
      {item.keys ? (
        <span className="pt-row">
          {readableKeys(item.keys).map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      ) : (
        <IconArrowRight size={14} stroke={1.7} aria-hidden />
      )}
    </>
  );
}
