import { IconX } from '@tabler/icons-react';

import { RequestId } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { Button } from '../button.tsx';
import { EmptyState, Notice } from '../small.tsx';
import { chipsOf, withoutChip, wordsOf } from './list-address.ts';
import type { Noun } from './table-foot.tsx';
import type { Rows } from './use-contract-list.ts';
import type { List } from './use-list.ts';

/** A list that could not be asked again: the rows on screen stay. */
export function ErrorNotice<Row>({ rows }: { rows: Rows<Row> }) {
  return (
    <div className="pt-table-notice">
      <Notice
        tone="red"
        action={
          <Button size="small" onClick={rows.retry}>
            {t('Try again')}
          </Button>
        }
      >
        {rows.error?.detail} {t('What you see may be old.')}
      </Notice>
    </div>
  );
}

/** A list that could not be shown at all. */
export function ErrorState<Row>({ rows }: { rows: Rows<Row> }) {
  return (
    <div className="pt-empty" role="alert">
      <h2 className="pt-h2">{t('The list could not be loaded')}</h2>
      <p>{rows.error?.detail}</p>
      {rows.error?.requestId && <RequestId id={rows.error.requestId} />}
      <Button onClick={rows.retry}>{t('Try again')}</Button>
    </div>
  );
}

/** Nothing matches: the filters to take away, one by one; a view as it was saved is simply empty. */
export function FilteredEmpty({ list, noun }: { list: List; noun: Noun }) {
  const chips = chipsOf(list.state, list.definition);
  const view = list.definition.views.find(({ id }) => id === list.state.view);
  if (view && !list.changed)
    return (
      <EmptyState title={t('Nothing in {view} now', { view: view.label })}>
        {t('What belongs here appears by itself.')}
      </EmptyState>
    );
  return (
    <EmptyState
      title={t(noun.zero ?? 'Nothing matches')}
      action={
        <>
          {list.state.q !== '' && (
            <Button size="small" icon={IconX} onClick={() => list.set((state) => ({ ...state, q: '' }))}>
              {t('Text {text}', { text: list.state.q })}
            </Button>
          )}
          {chips.map((chip) => (
            <Button
              key={`${chip.key}${chip.operator}`}
              size="small"
              icon={IconX}
              onClick={() => list.set((state) => withoutChip(state, chip))}
            >
              {chip.label} {t(chip.operator)} {wordsOf(chip, list.definition)}
            </Button>
          ))}
        </>
      }
    >
      {t('Take a filter away to see more.')}
    </EmptyState>
  );
}
