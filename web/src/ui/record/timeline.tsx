import { IconLock, IconMail, IconPencil, IconStar } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';

import { t } from '../../app/messages.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../button.tsx';
import { Mark } from '../marks/state.tsx';
import { lookOf } from '../marks/states.ts';
import { Segments } from '../small.tsx';
import { When } from '../time/when.tsx';
import { FileLinks } from './attachments.tsx';
import type { AttachedFile } from './attachments.tsx';
import { foldSystem } from './fold.ts';
import './record.css';

/** An entry as the server sends it (`TimelineEntry` of the ordering contract). */
export interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly scope: 'public' | 'internal' | 'system';
  readonly at: string;
  readonly by: { readonly name: string; readonly role: string };
  readonly text: string;
  readonly state: string | null;
  readonly irregular: boolean;
  readonly sharedWithProviders: boolean;
  readonly files: readonly AttachedFile[];
}

export interface TimelineProps {
  /** Newest first. */
  readonly entries: readonly Entry[];
  readonly fileHref: (file: AttachedFile) => string;
  /** A customer sees no scopes and no filter. */
  readonly reader?: 'desk' | 'customer';
  /** The compose box, between the head and the list. */
  readonly compose?: ReactNode;
  readonly title?: string;
}

type Filter = 'all' | 'public' | 'internal' | 'system';

const roleWords: Readonly<Record<string, string>> = {
  customer: 'Customer',
  shifter: 'Shifter',
  provider: 'Provider',
  system: 'Portolan',
};

/** Everything that happened, newest on top; internal notes on their own paper, system events one line each, folded for the desk when many. */
export function Timeline({ entries, fileHref, reader = 'desk', compose, title = t('Timeline') }: TimelineProps) {
  const [filter, setFilter] = useState<Filter>('all');
  const shown = filter === 'all' ? entries : entries.filter((entry) => entry.scope === filter);
  const count = (scope: Filter) => entries.filter((entry) => entry.scope === scope).length;
  return (
    <section className="pt-section" id="timeline" aria-label={title}>
      <div className="pt-section-head">
        <h2 className="pt-h2">{title}</h2>
        {reader === 'desk' && (
          <Segments
            label={t('Show')}
            value={filter}
            onChange={setFilter}
            options={[
              { value: 'all', label: t('All') },
              { value: 'public', label: t('Public'), count: count('public') },
              { value: 'internal', label: t('Internal'), count: count('internal') },
              { value: 'system', label: t('System'), count: count('system') },
            ]}
          />
        )}
      </div>
      <div className="pt-timeline">
        {compose}
        {(reader === 'customer' ? shown.map((entry) => ({ entry })) : foldSystem(shown)).map((part) =>
          'folded' in part ? (
            <FoldedLines key={part.folded[0]?.id} entries={part.folded} />
          ) : part.entry.scope === 'system' ? (
            <SystemLine key={part.entry.id} entry={part.entry} />
          ) : (
            <Message key={part.entry.id} entry={part.entry} fileHref={fileHref} reader={reader} />
          ),
        )}
        {shown.length === 0 && <p className="pt-muted">{t('Nothing here yet.')}</p>}
      </div>
    </section>
  );
}

/** A few entries by themselves, as in a summary. */
export function TimelineList({ entries, fileHref }: Pick<TimelineProps, 'entries' | 'fileHref'>) {
  return (
    <div className="pt-timeline">
      {entries.map((entry) => (
        <Message key={entry.id} entry={entry} fileHref={fileHref} reader="desk" />
      ))}
    </div>
  );
}

function FoldedLines({ entries }: { entries: readonly Entry[] }) {
  const [open, setOpen] = useState(false);
  if (open) return entries.map((entry) => <SystemLine key={entry.id} entry={entry} />);
  return (
    <div className="pt-system">
      <Button look="link" size="small" onClick={() => setOpen(true)}>
        {t({ one: '1 system event', other: '{n} system events' }, { n: entries.length })}
      </Button>
    </div>
  );
}

/** The state that something reached, or what else was done. */
function EntryMark({ entry }: { entry: Entry }) {
  if (entry.irregular) return <Mark name="order-irregular" tone="amber" size={14} />;
  if (entry.state === null) {
    const Icon = entry.kind === 'rating' ? IconStar : IconPencil;
    return <Icon size={14} stroke={1.7} aria-hidden />;
  }
  const { mark, tone } = lookOf(entry.kind === 'share' ? 'share' : 'order', entry.state);
  return <Mark name={mark} tone={tone} size={14} />;
}

function SystemLine({ entry }: { entry: Entry }) {
  return (
    <div className="pt-system" id={`message-${entry.id}`}>
      <EntryMark entry={entry} />
      <span>
        <strong>{entry.by.name} </strong>
        {entry.text}
        {entry.irregular && <span className="pt-fg-amber"> {t('irregular')}</span>}
      </span>
      <EntryTime entry={entry} />
    </div>
  );
}

function Message({ entry, fileHref, reader }: { entry: Entry } & Required<Pick<TimelineProps, 'fileHref' | 'reader'>>) {
  const fromCustomer = entry.by.role === 'customer';
  const kind = entry.scope === 'internal' ? 'internal' : fromCustomer ? 'from' : 'to';
  const Icon = kind === 'internal' ? IconLock : IconMail;
  const words = { internal: t('Internal'), from: t('From customer'), to: t('To customer') }[kind];
  const isMine = useSession().person?.name === entry.by.name;
  const customerWords = fromCustomer ? (isMine ? t('From you') : t('From your project')) : t('To you');
  return (
    <article className="pt-entry" data-kind={kind} id={`message-${entry.id}`}>
      <header className="pt-entry-head">
        <span className="pt-entry-scope">
          <Icon size={14} stroke={1.7} aria-hidden />
          {reader === 'customer' ? customerWords : words}
        </span>
        <strong className="pt-strong">{entry.by.name}</strong>
        <span className="pt-muted">{t(roleWords[entry.by.role] ?? entry.by.role)}</span>
        {entry.sharedWithProviders && <span className="pt-tag">{t('shown to providers')}</span>}
        <EntryTime entry={entry} />
      </header>
      <p className="pt-entry-text">{entry.text}</p>
      <FileLinks files={entry.files} hrefOf={fileHref} />
    </article>
  );
}

function EntryTime({ entry }: { entry: Entry }) {
  return (
    <a className="pt-entry-time" href={`#message-${entry.id}`}>
      <When at={entry.at} style="long" />
    </a>
  );
}
