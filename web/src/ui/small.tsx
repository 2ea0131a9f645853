import { IconAlertTriangle, IconCircleX, IconInfoCircle, IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { formatNumber, t } from '../app/messages.ts';
import './controls.css';
import type { Tone } from './marks/states.ts';

/** One key as printed on the keyboard: `<Kbd>Ctrl K</Kbd>`. */
export function Kbd({ children }: { children: string }) {
  return <kbd className="pt-kbd">{children}</kbd>;
}

/** `Anna de Wit` is `AW`: first letters of the first and the last capitalised word. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{Lu}|^\p{Lo}/u.test(word));
  const first = words[0] ?? name;
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return `${first.slice(0, 1)}${last.slice(0, 1)}`.toUpperCase();
}

export interface AvatarProps {
  /** `null` is a place that nobody has taken. */
  readonly name: string | null;
  readonly own?: boolean;
  readonly size?: number;
  readonly tone?: 'neutral' | 'blue' | 'violet' | 'green';
}

/** A person as initials; the name is read out and shown on hover. */
export function Avatar({ name, own = false, size = 24, tone = 'neutral' }: AvatarProps) {
  const measure = { width: size, height: size, fontSize: `${Math.max(9.5, size * 0.38) / 16}rem` };
  const words = name ?? t('Nobody');
  return (
    <span
      className="pt-avatar"
      data-own={own || undefined}
      data-tone={tone}
      data-empty={name === null || undefined}
      style={measure}
      title={words}
    >
      <span aria-hidden="true">{name === null ? '' : initialsOf(name)}</span>
      <span className="pt-hidden">{words}</span>
    </span>
  );
}

/** A word that people put on a record; with `onRemove` it can be taken off. */
export function Tag({ children, onRemove }: { children: string; onRemove?: () => void }) {
  return (
    <span className="pt-tag">
      {children}
      {onRemove && (
        <button
          type="button"
          className="pt-chip-remove"
          aria-label={t('Remove {tag}', { tag: children })}
          onClick={onRemove}
        >
          <IconX size={12} stroke={1.7} aria-hidden />
        </button>
      )}
    </span>
  );
}

/** The place to add a tag. */
export function AddTag({ label, onAdd }: { label: string; onAdd: () => void }) {
  return (
    <button type="button" className="pt-tag" data-add aria-label={label} title={label} onClick={onAdd}>
      <IconPlus size={12} stroke={1.7} aria-hidden />
    </button>
  );
}

export interface SegmentsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly count?: number }[];
  readonly onChange: (value: Value) => void;
}

/** A choice of few, all in sight: `All | Public | Internal | System`. */
export function Segments<Value extends string>({ label, value, options, onChange }: SegmentsProps<Value>) {
  return (
    <fieldset className="pt-segments">
      <legend className="pt-hidden">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
          {option.count !== undefined && <span className="pt-second"> {formatNumber(option.count)}</span>}
        </button>
      ))}
    </fieldset>
  );
}

const noticeIcons = { red: IconCircleX, amber: IconAlertTriangle } as const;

/** One thing the reader has to know, in place: error, partial data, a computed hint. */
export function Notice({
  tone = 'neutral',
  children,
  action,
}: {
  tone?: Tone;
  children: ReactNode;
  action?: ReactNode;
}) {
  const Icon = tone === 'red' || tone === 'amber' ? noticeIcons[tone] : IconInfoCircle;
  return (
    <div className="pt-notice" data-tone={tone} role={tone === 'red' ? 'alert' : undefined}>
      <Icon size={16} stroke={1.6} aria-hidden />
      <div>{children}</div>
      {action}
    </div>
  );
}

export interface EmptyStateProps {
  readonly title: string;
  /** What would be here and how it comes. */
  readonly children?: ReactNode;
  /** One button. */
  readonly action?: ReactNode;
}

/** Nothing here yet: says what would be, how it comes, and offers one button. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="pt-empty">
      <h2 className="pt-h2">{title}</h2>
      {children && <p>{children}</p>}
      {action && <div className="pt-row">{action}</div>}
    </div>
  );
}

/** An amount of money, decimal string end to end: `120.50 EUR`. */
export function Money({ amount, currency }: { amount: string; currency: string }) {
  const [whole = '0', cents] = amount.split('.');
  const sign = whole.startsWith('-') ? '-' : '';
  const grouped = whole.replace('-', '').replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return (
    <span className="pt-money">
      {sign}
      {whole.replace('-', '').length > 4 ? grouped : whole.replace('-', '')}
      {cents !== undefined && `.${cents}`} {currency}
    </span>
  );
}

export interface SparklineProps {
  /** Oldest first; `null` is a gap and stays one. */
  readonly values: readonly (number | null)[];
  readonly target?: number;
  readonly tone?: Tone;
  /** What it shows, for readers: `Availability, last 12 months`. */
  readonly label: string;
  readonly format?: (value: number) => string;
}

/** 96 x 20: the line, the target as a dashed hairline, the last point as a dot and as a number. */
export function Sparkline({ values, target, tone = 'neutral', label, format = String }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  const all = target === undefined ? known : [...known, target];
  const low = Math.min(...all);
  const range = Math.max(...all) - low || 1;
  const x = (index: number) => (values.length < 2 ? 48 : 2 + (index * 92) / (values.length - 1));
  const y = (value: number) => 17 - ((value - low) * 14) / range;
  const path = values
    .map((value, index) =>
      value === null
        ? ''
        : `${index === 0 || values[index - 1] === null ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`,
    )
    .join('');
  const lastIndex = values.findLastIndex((value) => value !== null);
  const last = values[lastIndex];
  if (last === null || last === undefined) return <span className="pt-muted">{t('n/a')}</span>;
  return (
    <span className="pt-spark">
      <span className="pt-hidden">{`${label}: ${known.map(format).join(', ')}`}</span>
      <svg width="96" height="20" aria-hidden="true">
        {target !== undefined && (
          <path d={`M0 ${y(target)}H96`} stroke="var(--pt-line-3)" strokeDasharray="3 3" strokeWidth="1" />
        )}
        <path d={path} fill="none" stroke="var(--pt-ink-2)" strokeWidth="1.5" strokeLinejoin="round" />
        <circle className={`pt-solid-${tone}`} cx={x(lastIndex)} cy={y(last)} r="2.4" fill="currentColor" />
      </svg>
      <span aria-hidden="true">{format(last)}</span>
    </span>
  );
}
