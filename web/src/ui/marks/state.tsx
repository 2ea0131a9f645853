import type { ReactNode } from 'react';

import { t } from '../../app/messages.ts';
import './marks.css';
import { shapes } from './shapes.tsx';
import type { MarkName } from './shapes.tsx';
import { lookOf } from './states.ts';
import type { StateOf, Thing, Tone } from './states.ts';

/** One mark without its word; only inside `State`, `Pill`, a clock, a map or a route. */
export function Mark({ name, tone, size = 16 }: { name: MarkName; tone?: Tone; size?: number }) {
  return (
    <svg
      className={tone ? `pt-mark pt-solid-${tone}` : 'pt-mark'}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[name]}
    </svg>
  );
}

export interface StateProps<T extends Thing> {
  readonly thing: T;
  /** A state of the table, or a foreign word, which is shown as it came. */
  readonly state: StateOf<T> | (string & {});
  /** `customer` reads the customer's words. */
  readonly reader?: 'desk' | 'customer';
  /** The system's own word in place of ours (foreign surfaces). */
  readonly word?: string;
  /** Second line of a cell: free status text. */
  readonly detail?: ReactNode;
}

function wordOf<T extends Thing>({ thing, state, reader, word }: StateProps<T>): string {
  const look = lookOf(thing, state);
  return word ?? t(reader === 'customer' ? (look.customer ?? look.word) : look.word);
}

/** Mark and word of a state, for tables, lists and text; with `detail` the two-line cell. */
export function State<T extends Thing>(props: StateProps<T>) {
  const look = lookOf(props.thing, props.state);
  const main = (
    <span className={`pt-state pt-fg-${look.tone}`}>
      <Mark name={look.mark} tone={look.tone} size={15} />
      <span className="pt-truncate">{wordOf(props)}</span>
    </span>
  );
  if (props.detail === undefined) return main;
  return (
    <span className="pt-state-cell">
      {main}
      <span
        className="pt-second pt-state-detail pt-truncate"
        title={typeof props.detail === 'string' ? props.detail : undefined}
      >
        {props.detail}
      </span>
    </span>
  );
}

/** A state in the head of a record: the same on its own tint. Never in a table. */
export function Pill<T extends Thing>(props: Omit<StateProps<T>, 'detail'>) {
  const look = lookOf(props.thing, props.state);
  return (
    <span className={`pt-pill pt-fg-${look.tone} pt-bg-${look.tone}`}>
      <Mark name={look.mark} tone={look.tone} size={15} />
      {wordOf(props)}
    </span>
  );
}

/** Priority of an order or a ticket. */
export function Priority({ level }: { level: StateOf<'priority'> | (string & {}) }) {
  return <State thing="priority" state={level} />;
}
