import { IconArrowDown, IconArrowUp, IconCheck, IconChevronRight, IconChevronUp, IconLink } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';

import { useGo } from '../../app/address.ts';
import { useKey } from '../../app/keys.ts';
import { t } from '../../app/messages.ts';
import { rememberRecord } from '../../app/palette-store.ts';
import { useTitle } from '../../app/route-hooks.ts';
import { IconButton } from '../button.tsx';
import { Link } from '../link.tsx';
import './record.css';

export interface Neighbours {
  /** The list I came from: `Order desk`. */
  readonly list: string;
  readonly listHref: string;
  /** `Open, 1 of 38`. */
  readonly place?: string;
  readonly previousHref?: string | undefined;
  readonly nextHref?: string | undefined;
}

export interface RecordPageProps {
  /** What it is, for the palette: `Order`. */
  readonly kind: string;
  /** Number or short name before the title. */
  readonly number?: string | number;
  readonly title: string;
  /** Its pill, and a word about it. */
  readonly state?: ReactNode;
  readonly stateNote?: ReactNode;
  readonly from: Neighbours;
  /** Right end of the head: who reads along, more actions. */
  readonly tools?: ReactNode;
  /** The route under the title. */
  readonly route?: ReactNode;
  /** Who and why. */
  readonly left?: ReactNode;
  /** The matter. */
  readonly children: ReactNode;
  /** What can be done and how late. */
  readonly right: ReactNode;
  /** How many actions there are, for "What you can do (4)" on a small screen. */
  readonly actionCount?: number;
}

/** The frame of every record: head with route, who and why, the matter, what can be done. Declare its route with `layout: 'record'`. */
export function RecordPage(props: RecordPageProps) {
  const { kind, number, title, state, stateNote, from, tools, route, left, children, right, actionCount } = props;
  const [open, setOpen] = useState(false);
  const whole = number === undefined ? title : `${number} ${title}`;
  useTitle(whole);
  useEffect(() => rememberRecord({ href: window.location.pathname, label: whole, kind }), [whole, kind]);
  useNeighbourKeys(from);

  return (
    <article className="pt-record">
      <header className="pt-record-head">
        <Trail from={from} />
        <div className="pt-record-title">
          <h1 className="pt-h1 pt-truncate" title={title}>
            {number !== undefined && <span className="pt-record-number">{number}</span>} {title}
          </h1>
          {state}
          {stateNote && <span className="pt-muted pt-truncate">{stateNote}</span>}
          <div className="pt-row pt-no-print">
            {tools}
            <CopyLink />
          </div>
        </div>
        {route}
      </header>
      <div className="pt-record-body" data-columns={left ? 3 : 2}>
        {left && <div className="pt-record-column pt-record-left">{left}</div>}
        <div className="pt-record-column pt-record-middle">{children}</div>
        <aside
          className="pt-record-column pt-record-right"
          aria-label={t('What you can do')}
          data-open={open || undefined}
        >
          <button type="button" className="pt-sheet-button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {actionCount === undefined ? t('What you can do') : t('What you can do ({count})', { count: actionCount })}
            <IconChevronUp
              size={17}
              stroke={1.6}
              aria-hidden
              style={open ? { transform: 'rotate(180deg)' } : undefined}
            />
          </button>
          {right}
        </aside>
      </div>
    </article>
  );
}

function Trail({ from }: { from: Neighbours }) {
  const go = useGo();
  const { previousHref, nextHref } = from;
  return (
    <nav className="pt-record-trail pt-no-print" aria-label={t('Where this is')}>
      <Link href={from.listHref}>{from.list}</Link>
      {from.place && (
        <>
          <IconChevronRight size={13} stroke={1.7} aria-hidden />
          <span>{from.place}</span>
        </>
      )}
      {previousHref !== undefined && (
        <IconButton icon={IconArrowUp} size="small" label={t('Previous')} onClick={() => go(previousHref)} />
      )}
      {nextHref !== undefined && (
        <IconButton icon={IconArrowDown} size="small" label={t('Next')} onClick={() => go(nextHref)} />
      )}
    </nav>
  );
}

/** J and K lead to the next and the previous record, also while this one loads. */
export function useNeighbourKeys({ previousHref, nextHref }: Neighbours): void {
  const go = useGo();
  useKey(
    {
      keys: 'j',
      label: 'Next record of the list',
      group: 'Records',
      run: () => (nextHref === undefined ? undefined : go(nextHref)),
    },
    nextHref !== undefined,
  );
  useKey(
    {
      keys: 'k',
      label: 'Previous record of the list',
      group: 'Records',
      run: () => (previousHref === undefined ? undefined : go(previousHref)),
    },
    previousHref !== undefined,
  );
}

/** Copies the address of this page; the icon becomes a tick for a moment. */
export function CopyLink() {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(window.location.href).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    });
  };
  return (
    <IconButton
      icon={copied ? IconCheck : IconLink}
      look="default"
      label={copied ? t('Copied') : t('Copy link')}
      onClick={copy}
    />
  );
}

export interface SectionProps {
  readonly title: string;
  readonly id?: string;
  /** Right of the title: a number, a link, a button. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a column, set off by a hairline. */
export function Section({ title, id, aside, children }: SectionProps) {
  return (
    <section className="pt-section" id={id}>
      <div className="pt-section-head">
        <h2 className="pt-h2">{title}</h2>
        {aside !== undefined && <div className="pt-row pt-muted">{aside}</div>}
      </div>
      {children}
    </section>
  );
}

export type Fact = readonly [label: string, value: ReactNode];

/** Labels and values one under the other; what is empty is left out. */
export function DefinitionList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="pt-facts">
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .flatMap(([label, value]) => [<dt key={`${label}-label`}>{label}</dt>, <dd key={label}>{value}</dd>])}
    </dl>
  );
}

/** The parameters of an order side by side: small label, strong value. */
export function FactStrip({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="pt-strip">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
