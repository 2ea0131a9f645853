import { cloneElement, useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement, ToggleEvent } from 'react';
import type { TablerIcon } from '@tabler/icons-react';

import './menu.css';

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: TablerIcon;
  /** One of several that exclude each other (`chosen`), or a switch (`on`). */
  readonly chosen?: boolean;
  readonly on?: boolean;
  readonly danger?: boolean;
  /** Why not now; shown under the label. */
  readonly refusal?: string | null;
  readonly onRun: () => void;
}

export interface MenuPart {
  readonly heading?: string;
  readonly entries: readonly MenuEntry[];
}

interface TargetProps {
  popoverTarget?: string;
  'aria-haspopup'?: 'menu';
  'aria-expanded'?: boolean;
}

export interface MenuButtonProps {
  /** The button that opens it: a `Button`, an `IconButton` or a plain one. */
  readonly button: ReactElement<TargetProps>;
  readonly parts: readonly MenuPart[];
  readonly place?: 'bottom-end' | 'bottom-start' | 'top-start';
  /** Stays open while switches are set. */
  readonly stays?: boolean;
  /** Name of the menu where the button has no words. */
  readonly label?: string;
}

/** A button with a menu. The menu is the browser's popover: above everything, closed by Esc or a click elsewhere, focus goes back to the button. */
export function MenuButton({ button, parts, place = 'bottom-end', stays = false, label }: MenuButtonProps) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  const settle = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState === 'open') {
      placeAt(event.currentTarget, anchor.current?.firstElementChild, place);
      setOpen(true);
    }
  };
  const opened = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState === 'closed') setOpen(false);
    else (itemsIn(panel.current).find((item) => item.ariaChecked === 'true') ?? itemsIn(panel.current)[0])?.focus();
  };
  const run = (entry: MenuEntry) => {
    if (typeof entry.refusal === 'string') return;
    if (!stays) panel.current?.hidePopover();
    entry.onRun();
  };

  return (
    <span ref={anchor} className="pt-menu-anchor">
      {cloneElement(button, { popoverTarget: id, 'aria-haspopup': 'menu', 'aria-expanded': open })}
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        tabIndex={-1}
        className="pt-menu"
        onBeforeToggle={settle}
        onToggle={opened}
        onKeyDown={(event) => moveIn(panel.current, event)}
      >
        {open &&
          parts.map((part, index) => (
            <Part key={part.heading ?? part.entries[0]?.id} part={part} divided={index > 0} onPick={run} />
          ))}
      </div>
    </span>
  );
}

function Part({ part, divided, onPick }: { part: MenuPart; divided: boolean; onPick: (entry: MenuEntry) => void }) {
  return (
    <>
      {divided && <hr className="pt-menu-line" />}
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a menu may hold groups, but no field sets */}
      <div role="group" aria-label={part.heading}>
        {part.heading && (
          <span className="pt-menu-heading" aria-hidden="true">
            {part.heading}
          </span>
        )}
        {part.entries.map((entry) => (
          <Entry key={entry.id} entry={entry} onPick={() => onPick(entry)} />
        ))}
      </div>
    </>
  );
}

function Entry({ entry, onPick }: { entry: MenuEntry; onPick: () => void }) {
  const { label, icon: Icon, chosen, on, danger, refusal } = entry;
  const checked = chosen ?? on;
  return (
    <button
      type="button"
      role={chosen !== undefined ? 'menuitemradio' : on !== undefined ? 'menuitemcheckbox' : 'menuitem'}
      aria-checked={checked}
      aria-disabled={typeof refusal === 'string' || undefined}
      tabIndex={-1}
      className="pt-menu-item"
      data-danger={danger || undefined}
      onClick={onPick}
    >
      {Icon ? <Icon size={16} stroke={1.6} aria-hidden /> : <span />}
      <span>
        {label}
        {refusal && <span className="pt-second pt-menu-reason">{refusal}</span>}
      </span>
      {checked && <span aria-hidden="true">✓</span>}
    </button>
  );
}

function itemsIn(panel: HTMLElement | null): readonly HTMLElement[] {
  return [...(panel?.querySelectorAll<HTMLElement>('.pt-menu-item') ?? [])];
}

/** Arrows, Home, End and first letters move the focus; Tab leaves. */
function moveIn(panel: HTMLElement | null, event: KeyboardEvent): void {
  const items = itemsIn(panel);
  const at = items.findIndex((item) => item === document.activeElement);
  const next = nextItem(items, at, event.key);
  if (next) {
    event.preventDefault();
    next.focus();
  } else if (event.key === 'Tab') {
    panel?.hidePopover();
  }
  // A letter pressed in a menu is for the menu alone.
  if (event.key.length === 1) event.nativeEvent.stopPropagation();
}

function nextItem(items: readonly HTMLElement[], at: number, key: string): HTMLElement | undefined {
  if (key === 'ArrowDown') return items[(at + 1) % items.length];
  if (key === 'ArrowUp') return items.at(at <= 0 ? -1 : at - 1);
  if (key === 'Home') return items[0];
  if (key === 'End') return items.at(-1);
  if (!/^\p{L}$/u.test(key)) return undefined;
  const rotated = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return rotated.find((item) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
}

/** Puts the panel at its button; it needs no measure of its own because it hangs from a corner. */
function placeAt(
  panel: HTMLElement,
  target: Element | null | undefined,
  place: NonNullable<MenuButtonProps['place']>,
): void {
  if (!target) return;
  const { top, bottom, left, right } = target.getBoundingClientRect();
  const below = place !== 'top-start';
  Object.assign(panel.style, {
    top: below ? `${bottom + 4}px` : 'auto',
    bottom: below ? 'auto' : `${window.innerHeight - top + 4}px`,
    left: place === 'bottom-end' ? 'auto' : `${left}px`,
    right: place === 'bottom-end' ? `${Math.max(8, window.innerWidth - right)}px` : 'auto',
    maxHeight: `${(below ? window.innerHeight - bottom : top) - 16}px`,
  });
}
