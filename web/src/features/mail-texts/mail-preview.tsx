import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { mailTextEndpoints } from '#contracts/kernel/mail-texts';
import type { MailTextInput, MailTextPreview } from '#contracts/kernel/mail-texts';

import { call } from '../../api/call.ts';
import type { ApiError } from '../../api/problem.ts';
import { t } from '../../app/messages.ts';
import { Notice, Segments } from '../../ui/small.tsx';
import { useRested } from '../../ui/use-rested.ts';

export interface ShownPreview {
  readonly shown: MailTextPreview | undefined;
  readonly problems: MailTextPreview['problems'];
  readonly failure: string | null;
}

/** Asks the server what the text gives, a moment after the last key; the last answer stays in sight. */
export function usePreview(id: string, input: MailTextInput): ShownPreview {
  const rested = useRested(JSON.stringify(input));
  const answer = useQuery<MailTextPreview, ApiError>({
    queryKey: ['mail-text-preview', id, rested],
    queryFn: ({ signal }) => {
      const body: MailTextInput = JSON.parse(rested);
      return call(mailTextEndpoints.previewMailText, { params: { id }, body }, { signal });
    },
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return {
    shown: answer.data,
    problems: answer.data?.problems ?? [],
    failure: answer.error?.detail ?? null,
  };
}

/** The mail as its reader gets it, filled from sample facts. */
export function MailPreview({ preview: { shown, failure } }: { preview: ShownPreview }) {
  const [part, setPart] = useState<'html' | 'text'>('html');
  return (
    <aside className="pt-mail-text-preview" aria-label={t('Preview')}>
      <div className="pt-section-head">
        <h2 className="pt-h2">{t('Preview')}</h2>
        <Segments
          label={t('Show')}
          value={part}
          options={[
            { value: 'html', label: t('As shown') },
            { value: 'text', label: t('Text part') },
          ]}
          onChange={setPart}
        />
      </div>
      {failure !== null && <Notice tone="red">{failure}</Notice>}
      <output className="pt-mail-text-subject">{shown?.subject}</output>
      {shown && part === 'html' && (
        <iframe
          className="pt-mail-text-frame"
          title={t('Mail: {subject}', { subject: shown.subject })}
          sandbox=""
          srcDoc={shown.html}
        />
      )}
      {shown && part === 'text' && (
        <pre
          className="pt-mail-text-plain"
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by key
          tabIndex={0}
        >
          {shown.text}
        </pre>
      )}
    </aside>
  );
}
