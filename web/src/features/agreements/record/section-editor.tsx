import { useState } from 'react';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import { SectionInput } from '#contracts/agreements/schemas';
import type { Agreement, AgreementSection } from '#contracts/agreements/schemas';
import { isSectionKey } from '#contracts/agreements/sections';

import { call } from '../../../api/call.ts';
import { ApiError } from '../../../api/problem.ts';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { AreaField } from '../../../ui/form/fields.tsx';
import { ErrorSummary } from '../../../ui/form/page-form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { DiffText } from '../../../ui/page/diff-text.tsx';
import { Kbd, Notice } from '../../../ui/small.tsx';
import { sectionName } from '../words.ts';
import { useKeptText } from './kept-text.ts';
import { useRefresh } from './use-refresh.ts';

export interface SectionEditorProps {
  readonly agreement: Agreement;
  readonly section: AgreementSection;
  readonly onClose: () => void;
}

/** Key under which the unsaved text of a section is kept. */
export function draftKey({ name, version }: Agreement, section: string): string {
  return `${name}.${version}.${section}`;
}

/** The text of a section as it is written. What somebody else saved in the meantime is shown, never overwritten unseen. */
export function SectionEditor({ agreement, section, onClose }: SectionEditorProps) {
  const { name, version, revision } = agreement;
  const refresh = useRefresh(agreement);
  const [kept, keep] = useKeptText(draftKey(agreement, section.key));
  const [base, setBase] = useState({ body: section.body, revision });
  const others = section.body === base.body ? null : section.body;
  const form = useForm({
    schema: SectionInput,
    initial: { body: kept ?? section.body },
    onChange: ({ body }) => keep(body === section.body ? undefined : body),
    onSubmit: async ({ body }) => {
      if (!isSectionKey(section.key)) return;
      try {
        const changed = await call(
          agreementsEndpoints.editAgreementSection,
          { params: { name, version, section: section.key }, body: { body } },
          { ifMatch: others === null ? revision : base.revision },
        );
        keep(undefined);
        await refresh(changed);
        onClose();
      } catch (error) {
        if (error instanceof ApiError && error.code === 'stale_version') await refresh();
        throw error;
      }
    },
  });
  const leave = () => {
    keep(undefined);
    onClose();
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl-Enter saves from anywhere in the form
    <form
      className="pt-section-editor"
      aria-label={t('Text of {section}', { section: sectionName(section) })}
      noValidate
      onSubmit={form.submit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.submit();
      }}
    >
      <ErrorSummary form={form} />
      {others !== null && (
        <Notice tone="amber">
          <p>{t('Somebody changed this section while you were writing. Your text is kept.')}</p>
          <DiffText older={base.body} newer={others} />
          <div className="pt-row">
            <Button size="small" onClick={() => setBase({ body: others, revision })}>
              {t('Go on with mine')}
            </Button>
            <Button
              size="small"
              onClick={() => {
                form.replace({ body: others });
                setBase({ body: others, revision });
              }}
            >
              {t('Take theirs')}
            </Button>
          </div>
        </Notice>
      )}
      <AreaField
        field={form.field('body')}
        label={t('Text of {section}', { section: sectionName(section) })}
        hint={t(
          'An empty line begins a new paragraph. Lines that begin with - or 1. make a list, lines with | between the words a table.',
        )}
        rows={Math.min(24, Math.max(6, Math.ceil(section.body.length / 90) + section.body.split('\n').length))}
      />
      <div className="pt-row">
        <Button type="submit" look="primary" busy={form.busy}>
          {t('Save section')} <Kbd>Ctrl Enter</Kbd>
        </Button>
        <Button onClick={leave}>{t('Cancel')}</Button>
        {kept !== undefined && <span className="pt-muted">{t('Kept in this tab until it is saved')}</span>}
      </div>
    </form>
  );
}
