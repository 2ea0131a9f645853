/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-element-to-interactive-role, jsx-a11y/click-events-have-key-events -- the list of a combobox: its field has the focus and handles the keys (ARIA authoring practices) */
import type { ReactNode } from 'react';

import './controls.css';

export interface OptionItem {
  readonly id: string;
  readonly content: ReactNode;
  readonly isRefused?: boolean;
}

export interface OptionListProps {
  /** Named by the field's `aria-controls`; options are `id-0`, `id-1`, ... */
  readonly id: string;
  readonly label: string;
  readonly className: string;
  readonly items: readonly OptionItem[];
  /** Index of the one that Enter takes. */
  readonly current: number;
  readonly isHidden?: boolean;
  readonly onPoint: (index: number) => void;
  readonly onPick: (index: number, inNewTab: boolean) => void;
}

/** The options under a field that is typed into. */
export function OptionList({
  id,
  label,
  className,
  items,
  current,
  isHidden = false,
  onPoint,
  onPick,
}: OptionListProps) {
  return (
    <ul id={id} role="listbox" aria-label={label} className={className} hidden={isHidden}>
      {items.map((item, index) => (
        <li
          key={item.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === current}
          aria-disabled={item.isRefused || undefined}
          onPointerDown={(event) => event.preventDefault()}
          onPointerMove={() => onPoint(index)}
          onClick={(event) => onPick(index, event.ctrlKey || event.metaKey)}
        >
          {item.content}
        </li>
      ))}
    </ul>
  );
}
