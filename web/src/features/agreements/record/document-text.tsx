import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';

import type { Agreement, AgreementSection } from '#contracts/agreements/schemas';
import { isSectionKey } from '#contracts/agreements/sections';

import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { compareHref, sectionName, versionBefore } from '../words.ts';
import { CommentsButton, commentsOf, SectionComments } from './section-comments.tsx';
import { SectionEditor } from './section-editor.tsx';
import { isEmpty } from './section-list.tsx';
import { TextBlocks } from './text-blocks.tsx';

/** What is written from the record (parties, changes, document log) has no text of its own to edit. */
export function canEdit(section: AgreementSection): boolean {
  return isSectionKey(section.key) && (section.body !== '' || section.blocks.length === 0);
}

export interface DocumentTextProps {
  readonly agreement: Agreement;
  readonly isDesk: boolean;
  readonly mayEdit: boolean;
  /** Key of the section that is being written. */
  readonly editing: string | undefined;
  readonly onEdit: (section: string | undefined) => void;
}

/** The agreement as a text: numbered sections, what this version changes marked at the edge. */
export function DocumentText(props: DocumentTextProps) {
  return (
    <div className="pt-document">
      {props.agreement.sections.map((section) => (
        <DocumentSection key={section.key} {...props} section={section} />
      ))}
    </div>
  );
}

function DocumentSection(props: DocumentTextProps & { section: AgreementSection }) {
  const { agreement, section, isDesk, mayEdit, editing, onEdit } = props;
  const { key, number, title, changed, edited, blocks } = section;
  const [open, setOpen] = useState(false);
  const Heading = number.includes('.') ? 'h3' : 'h2';
  // Written from the record: what it says is the change itself.
  const isRecord = !isSectionKey(key);
  const editable = mayEdit && canEdit(section);
  const before = versionBefore(agreement);
  return (
    <div id={key} className="pt-document-section" data-changed={changed || undefined}>
      <div className="pt-document-head">
        <Heading tabIndex={-1}>
          {number !== '' && <span className="pt-document-number">{number}</span>}
          {title}
        </Heading>
        {changed && !isRecord && before !== undefined && (
          <Link className="pt-second" href={`${compareHref(agreement.name, before, agreement.version)}#${key}`}>
            {t('changed in this version')}
          </Link>
        )}
        {changed && !isRecord && before === undefined && (
          <span className="pt-second">{t('changed in this version')}</span>
        )}
        {edited && isDesk && !changed && <span className="pt-second">{t('differs from the template')}</span>}
        {editable && editing !== key && (
          <Button
            className="pt-no-print"
            look="quiet"
            size="small"
            icon={IconPencil}
            aria-label={t('Edit {section}', { section: sectionName(section) })}
            onClick={() => onEdit(key)}
          >
            {t('Edit')}
          </Button>
        )}
        {isSectionKey(key) && (
          <CommentsButton
            section={section}
            count={commentsOf(agreement, section).length}
            open={open}
            onToggle={() => setOpen(!open)}
          />
        )}
      </div>
      {editing === key && editable ? (
        <SectionEditor agreement={agreement} section={section} onClose={() => onEdit(undefined)} />
      ) : (
        <div className="pt-document-body">
          {isEmpty(section) ? (
            <p className="pt-fg-amber">{t('This section has no text yet.')}</p>
          ) : (
            <TextBlocks blocks={blocks} label={sectionName(section)} />
          )}
        </div>
      )}
      {open && <SectionComments agreement={agreement} section={section} isDesk={isDesk} />}
    </div>
  );
}
