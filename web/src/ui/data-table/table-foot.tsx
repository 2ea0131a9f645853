import { IconX } from '@tabler/icons-react';
import { useState } from 'react';

import { useKey } from '../../app/keys.ts';
import { formatNumber, t } from '../../app/messages.ts';
import type { Plural } from '../../app/messages.ts';
import { Button } from '../button.tsx';
import { Kbd } from '../small.tsx';

/** What is selected: rows by id, or everything that matches, loaded or not. */
export type Selection =
  | { readonly all: false; readonly ids: readonly string[] }
  | { readonly all: true; readonly count: number };

export interface BulkOutcome {
  readonly done: number;
  readonly failed: readonly { readonly id: string; readonly reason: string }[];
}

export interface BulkAction {
  readonly id: string;
  /** `Assign`; the button is named "Assign 38 orders" for readers. */
  readonly label: string;
  /** Single letter that starts it: `a`. */
  readonly keys?: string;
  readonly refusal?: string | null;
  readonly danger?: boolean;
  /** Does it. Given an outcome, the bar says how many worked and shows the others. */
  readonly run: (selection: Selection) => Promise<BulkOutcome | void> | void;
}

/** `{ one: '1 order', other: '{n} orders' }`. */
export type Noun = Plural;

export interface TableFootProps {
  readonly selected: readonly string[];
  readonly everything: boolean;
  readonly pageIsSelected: boolean;
  readonly bulk: readonly BulkAction[];
  readonly noun: Noun;
  readonly shown: number;
  readonly total: number | null;
  readonly onClear: () => void;
  readonly onEverything: () => void;
  readonly more: (() => void) | null;
  readonly fetching: boolean;
  /** False where rows cannot be walked through by key, as on a board. */
  readonly hasKeys: boolean;
}

/** Foot of a list: the bulk bar when something is selected, else keys, range and the way to more rows. Same height either way. */
export function TableFoot(props: TableFootProps) {
  const {
    selected,
    everything,
    pageIsSelected,
    bulk,
    noun,
    shown,
    total,
    onClear,
    onEverything,
    more,
    fetching,
    hasKeys,
  } = props;
  const [outcome, setOutcome] = useState<{ label: string; outcome: BulkOutcome }>();
  const [busy, setBusy] = useState<string>();
  const count = everything ? (total ?? shown) : selected.length;
  const selection: Selection = everything ? { all: true, count } : { all: false, ids: selected };
  const run = (action: BulkAction) => {
    setBusy(action.id);
    setOutcome(undefined);
    void Promise.resolve(action.run(selection))
      .then((result) => {
        if (result && result.failed.length > 0) setOutcome({ label: action.label, outcome: result });
      })
      .finally(() => setBusy(undefined));
  };

  return (
    <div className="pt-foot">
      {count > 0 && (
        <div className="pt-row" role="toolbar" aria-label={t('Selection')}>
          <strong className="pt-foot-count">{t('{n} selected', { n: count })}</strong>
          {bulk.map((action) => (
            <Button
              key={action.id}
              size="small"
              look={action.danger ? 'danger' : 'default'}
              refusal={action.refusal ?? null}
              busy={busy === action.id}
              aria-label={`${action.label} ${t(noun, { n: count })}`}
              onClick={() => run(action)}
            >
              {action.label}
            </Button>
          ))}
          {pageIsSelected && !everything && total !== null && total > selected.length && (
            <Button look="link" size="small" onClick={onEverything}>
              {t('Select all {n} that match', { n: total })}
            </Button>
          )}
          <Button look="quiet" size="small" onClick={onClear}>
            {t('Clear')} <Kbd>Esc</Kbd>
          </Button>
          {bulk.map((action) =>
            action.keys ? (
              <BulkKey key={action.id} keys={action.keys} label={action.label} run={() => run(action)} />
            ) : null,
          )}
        </div>
      )}
      {outcome && <Failures label={outcome.label} outcome={outcome.outcome} onClose={() => setOutcome(undefined)} />}
      <div className="pt-row pt-foot-end">
        {hasKeys && (
          <span className="pt-foot-keys" aria-hidden="true">
            <Kbd>J</Kbd>
            <Kbd>K</Kbd> {t('move')}
            {bulk.length > 0 && (
              <>
                {' '}
                <Kbd>X</Kbd> {t('select')}
              </>
            )}{' '}
            <Kbd>Enter</Kbd> {t('open')} <Kbd>?</Kbd> {t('all keys')}
          </span>
        )}
        {more && (
          <Button size="small" busy={fetching} onClick={more}>
            {t('Show more')}
          </Button>
        )}
        <span className="pt-foot-range">{rangeOf(shown, total)}</span>
      </div>
    </div>
  );
}

function rangeOf(shown: number, total: number | null): string {
  if (shown === 0) return t('none');
  return total === null ? t('1–{n}', { n: shown }) : t('1–{n} of {total}', { n: shown, total: formatNumber(total) });
}

function BulkKey({ keys, label, run }: { keys: string; label: string; run: () => void }) {
  useKey({ keys, label, group: 'Lists', run });
  return null;
}

function Failures({ label, outcome, onClose }: { label: string; outcome: BulkOutcome; onClose: () => void }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="pt-foot-failures" role="alert">
      <span>
        {t('{label}: {done} done, {failed} not', { label, done: outcome.done, failed: outcome.failed.length })}
      </span>
      <Button look="link" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? t('hide') : t('show')}
      </Button>
      <Button look="quiet" size="small" icon={IconX} aria-label={t('Close')} onClick={onClose} />
      {open && (
        <ul>
          {outcome.failed.map(({ id, reason }) => (
            <li key={id}>
              <strong>{id}</strong> {reason}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
