import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { replyTemplateEndpoints, ReplyTemplateInput, replyUses } from '#contracts/ordering/reply-templates';
import type { ReplyTemplate } from '#contracts/ordering/reply-templates';

import { call } from '../../../api/call.ts';
import type { ApiError } from '../../../api/problem.ts';
import { t } from '../../../app/messages.ts';
import { AreaField, SelectField, TextField } from '../../../ui/form/fields.tsx';
import { SideForm } from '../../../ui/form/page-form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { Notice } from '../../../ui/small.tsx';
import { useRested } from '../../../ui/use-rested.ts';
import { wordsOfUse } from './reply-words.ts';
import './replies.css';

export interface ReplyFormProps {
  /** The reply that is changed; a new one without it. */
  readonly reply?: ReplyTemplate;
  readonly placeholders: readonly { readonly name: string; readonly meaning: string }[];
  readonly onDone: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Writes a reply, and shows below what it gives. */
export function ReplyForm({ reply, placeholders, onDone, onClose }: ReplyFormProps) {
  const form = useForm({
    schema: ReplyTemplateInput,
    initial: {
      name: reply?.name ?? '',
      language: reply?.language ?? 'en',
      use: reply?.use ?? 'message',
      body: reply?.body ?? '',
    },
    onSubmit: async (body) => {
      await (reply
        ? call(replyTemplateEndpoints.saveReplyTemplate, { params: { id: reply.id }, body }, { ifMatch: reply.version })
        : call(replyTemplateEndpoints.createReplyTemplate, { body }));
      await onDone();
      onClose();
    },
  });
  return (
    <SideForm
      title={reply ? t('Change {reply}', { reply: reply.name }) : t('New reply')}
      form={form}
      submit={reply ? t('Change reply') : t('Make reply')}
      onClose={onClose}
    >
      <TextField field={form.field('name')} label={t('Name')} input={{ maxLength: 100 }} />
      <TextField
        field={form.field('language')}
        label={t('Language')}
        hint={t('Its code, such as en, de or pt-BR. The same name may stand in several languages.')}
        input={{ maxLength: 6 }}
      />
      <SelectField
        field={form.field('use')}
        label={t('Offered for')}
        options={replyUses.map((use) => ({ value: use, label: wordsOfUse(use) }))}
      />
      <AreaField
        field={form.field('body')}
        label={t('Text')}
        hint={t('{{ name }} puts a value in; {% if %} works too.')}
        rows={8}
      />
      <details className="pt-reply-names">
        <summary>{t('What can be put in')}</summary>
        <dl>
          {placeholders.map(({ name, meaning }) => (
            <div key={name}>
              <dt className="pt-mono">{`{{ ${name} }}`}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
      <ReplyPreview body={form.values.body} />
    </SideForm>
  );
}

function ReplyPreview({ body }: { body: string }) {
  const [order, setOrder] = useState('');
  const rested = useRested(JSON.stringify({ body, ...(Number(order) > 0 ? { order: Number(order) } : {}) }));
  const answer = useQuery<{ text: string; problem: { line: number; reason: string } | null }, ApiError>({
    queryKey: ['reply-preview', rested],
    queryFn: ({ signal }) => {
      const asked: { body: string; order?: number } = JSON.parse(rested);
      return call(replyTemplateEndpoints.previewReplyTemplate, { body: asked }, { signal });
    },
    placeholderData: keepPreviousData,
  });
  const problem = answer.data?.problem;
  return (
    <section className="pt-reply-preview" aria-label={t('Preview')}>
      <div className="pt-section-head">
        <h3 className="pt-h2">{t('Preview')}</h3>
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
      </div>
      {answer.error && <Notice tone="red">{answer.error.detail}</Notice>}
      {problem && (
        <Notice tone="red">{t('Line {line}: {reason}', { line: String(problem.line), reason: problem.reason })}</Notice>
      )}
      <output className="pt-reply-text">{answer.data?.text}</output>
    </section>
  );
}
