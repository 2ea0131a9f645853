import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { useLiveState } from '../../api/stream.ts';
import { t } from '../../app/messages.ts';
import { Button, LinkButton } from '../button.tsx';

/** The dot that says whether the page hears of changes as they happen. */
export function LiveDot() {
  const state = useLiveState();
  return (
    <span className="pt-live" data-state={state}>
      {state === 'live' ? t('Live') : t('Reconnecting')}
    </span>
  );
}

export interface ListHeadProps {
  readonly title: string;
  /** Short facts beside the title: `Your group: cloud-compute`. */
  readonly facts?: readonly ReactNode[];
  readonly live?: boolean;
  /** Address of the same list as CSV, or what makes it. */
  readonly csv?: string | (() => void);
  /** The one primary button. */
  readonly action?: ReactNode;
}

/** Head of a list page: title, live state, facts, CSV, the primary button. */
export function ListHead({ title, facts = [], live = true, csv, action }: ListHeadProps) {
  return (
    <header className="pt-page-head">
      <h1 className="pt-h1">{title}</h1>
      <div className="pt-row pt-list-facts">
        {live && <LiveDot />}
        {facts.map((fact, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a fixed short list
          <span key={index}>{fact}</span>
        ))}
      </div>
      <div className="pt-row">
        {typeof csv === 'string' && (
          <LinkButton href={csv} icon={IconDownload} download>
            {t('CSV')}
          </LinkButton>
        )}
        {typeof csv === 'function' && (
          <Button icon={IconDownload} onClick={csv}>
            {t('CSV')}
          </Button>
        )}
        {action}
      </div>
    </header>
  );
}
