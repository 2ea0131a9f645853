import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import type { Preview } from '#contracts/agreements/schemas';
import type { z } from 'zod';

import { call } from '../../../api/call.ts';
import type { ApiError } from '../../../api/problem.ts';
import { t } from '../../../app/messages.ts';
import { Notice } from '../../../ui/small.tsx';
import { useRested } from '../../../ui/use-rested.ts';
import { TextBlocks } from '../record/text-blocks.tsx';
import { lineWords, problemsIn, readTexts } from './template-texts.ts';
import type { TextProblem, Texts } from './template-texts.ts';

export interface ShownPreview {
  readonly shown: z.output<typeof Preview> | undefined;
  readonly problems: readonly TextProblem[];
  readonly failure: string | null;
  readonly order: string;
  readonly setOrder: (order: string) => void;
}

/** Asks the server what the texts give, a moment after the last key; the last good answer stays in sight. */
export function usePreview(id: string, texts: Texts): ShownPreview {
  const [order, setOrder] = useState('');
  const rested = useRested(JSON.stringify({ texts, order }));
  const answer = useQuery<z.output<typeof Preview>, ApiError>({
    queryKey: ['agreement-preview', id, rested],
    queryFn: ({ signal }) => {
      const asked: { texts: Texts; order: string } = JSON.parse(rested);
      const read = readTexts(asked.texts);
      const number = Number(asked.order);
      return call(
        agreementsEndpoints.previewAgreementTemplate,
        {
          params: { id },
          body: {
            ...('sections' in read ? { sections: read.sections } : {}),
            ...(Number.isSafeInteger(number) && number > 0 ? { order: number } : {}),
          },
        },
        { signal },
      );
    },
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const read = readTexts(texts);
  return {
    shown: answer.data,
    problems: [
      ...('problems' in read ? read.problems : (answer.data?.problems ?? [])),
      ...(answer.error ? problemsIn(answer.error.fields) : []),
    ],
    failure: answer.error?.detail ?? null,
    order,
    setOrder,
  };
}

export interface TemplatePreviewProps {
  readonly preview: ShownPreview;
  /** An order brings such an agreement about, so that a real one can be shown. */
  readonly ofOrder: boolean;
  /** The section that is being written is brought into sight. */
  readonly section: string | undefined;
  readonly nameOf: (section: string) => string;
  readonly onProblem: (problem: TextProblem) => void;
}

/** What the template gives with a sample or a real order, and what is wrong with it. */
export function TemplatePreview({ preview, ofOrder, section, nameOf, onProblem }: TemplatePreviewProps) {
  const { shown, problems, failure, order, setOrder } = preview;
  useEffect(() => {
    if (section !== undefined) document.getElementById(`preview-${section}`)?.scrollIntoView({ block: 'nearest' });
  }, [section]);
  return (
    <aside className="pt-template-preview" aria-label={t('Preview')}>
      <div className="pt-section-head">
        <h2 className="pt-h2">{t('Preview')}</h2>
        {ofOrder && (
          <label className="pt-row">
            <span className="pt-muted">{t('of order')}</span>
            <input
              className="pt-input"
              inputMode="numeric"
              placeholder={t('sample')}
              value={order}
              onChange={(event) => setOrder(event.target.value.replaceAll(/\D/g, ''))}
            />
          </label>
        )}
      </div>
      <output className="pt-second">{shown?.of}</output>
      {failure !== null && <Notice tone="red">{failure}</Notice>}
      {problems.length > 0 && (
        <Notice tone="red">
          <ul>
            {problems.map((problem) => (
              <li key={`${problem.section} ${problem.line} ${problem.reason}`}>
                <button type="button" className="pt-template-problem" onClick={() => onProblem(problem)}>
                  {nameOf(problem.section)}: {lineWords(problem.line, problem.reason)}
                </button>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {shown !== undefined && shown.gaps.length > 0 && (
        <Notice>
          <p>{t('An agreement without an order has the shipped text of these sections, as nothing fills:')}</p>
          <ul>
            {shown.gaps.map((gap) => (
              <li key={gap.section}>
                {nameOf(gap.section)}: {gap.placeholders.join(', ')}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div className="pt-document">
        {shown?.sections.map(({ key, number, title, blocks }) => (
          <div
            key={key}
            id={`preview-${key}`}
            className="pt-document-section"
            data-changed={key === section || undefined}
          >
            <h3>
              {number !== '' && <span className="pt-document-number">{number}</span>}
              {title}
            </h3>
            <div className="pt-document-body">
              <TextBlocks blocks={blocks} label={title} />
            </div>
          </div>
        ))}
      </div>
    </aside>
  );
}
