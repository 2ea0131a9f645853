import { IconLock, IconMessage } from '@tabler/icons-react';
import { useState } from 'react';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import type { Agreement, AgreementSection, Comment } from '#contracts/agreements/schemas';
import { isSectionKey } from '#contracts/agreements/sections';

import { call } from '../../../api/call.ts';
import { ApiError } from '../../../api/problem.ts';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/small.tsx';
import { When } from '../../../ui/time/when.tsx';
import { sectionName } from '../words.ts';
import { useKeptText } from './kept-text.ts';
import { useRefresh } from './use-refresh.ts';

type Scope = 'public' | 'internal';

export interface SectionCommentsProps {
  readonly agreement: Agreement;
  readonly section: AgreementSection;
  /** The reader works for the federation and may keep a comment internal. */
  readonly isDesk: boolean;
}

/** Says how many comments a section has, and opens them. */
export function CommentsButton({
  section,
  count,
  open,
  onToggle,
}: {
  section: AgreementSection;
  count: number;
  open: boolean;
  onToggle: () => void;
}) {
  const words = t({ zero: 'Comment', one: '1 comment', other: '{n} comments' }, { n: count });
  return (
    <Button
      className="pt-no-print"
      look="quiet"
      size="small"
      icon={IconMessage}
      aria-expanded={open}
      aria-label={t('{what}, {section}', { what: words, section: sectionName(section) })}
      onClick={onToggle}
    >
      {words}
    </Button>
  );
}

/** What both sides wrote about a section, and the place to write. Nothing internal is among what the other side receives. */
export function SectionComments({ agreement, section, isDesk }: SectionCommentsProps) {
  const comments = commentsOf(agreement, section);
  const [scope, setScope] = useState<Scope>();
  return (
    <div className="pt-section-comments pt-stack pt-no-print">
      {comments.map((comment) => (
        <CommentText key={comment.id} comment={comment} shown={agreement.version} />
      ))}
      {scope === undefined ? (
        <div className="pt-row">
          <Button size="small" icon={IconMessage} onClick={() => setScope('public')}>
            {t('Comment for both sides')}
          </Button>
          {isDesk && (
            <Button size="small" look="note" icon={IconLock} onClick={() => setScope('internal')}>
              {t('Internal comment')}
            </Button>
          )}
        </div>
      ) : (
        <CommentBox
          key={scope}
          agreement={agreement}
          section={section}
          scope={scope}
          onClose={() => setScope(undefined)}
        />
      )}
    </div>
  );
}

/** The comments on a section that the reader may see, oldest first. */
export function commentsOf(agreement: Agreement, section: AgreementSection): readonly Comment[] {
  return agreement.comments.filter((comment) => comment.section === section.key);
}

function CommentText({ comment, shown }: { comment: Comment; shown: number }) {
  const { by, at, text, internal, version } = comment;
  return (
    <div className="pt-entry" data-kind={internal ? 'internal' : by.side === 'party' ? 'from' : 'to'}>
      <div className="pt-entry-head">
        <span className="pt-entry-scope">
          {internal && <IconLock size={13} stroke={1.7} aria-hidden />}
          {internal ? t('Internal') : by.side === 'party' ? t('Other side') : t('Federation')}
        </span>
        <strong>{by.name}</strong>
        {version !== shown && <span className="pt-second">{t('on version {version}', { version })}</span>}
        <span className="pt-entry-time">
          <When at={at} style="long" />
        </span>
      </div>
      <p className="pt-entry-text">{text}</p>
    </div>
  );
}

interface CommentBoxProps {
  readonly agreement: Agreement;
  readonly section: AgreementSection;
  readonly scope: Scope;
  readonly onClose: () => void;
}

function CommentBox({ agreement, section, scope, onClose }: CommentBoxProps) {
  const { name, version } = agreement;
  const refresh = useRefresh(agreement);
  const [kept, keep] = useKeptText(`${name}.${version}.${section.key}.${scope}`);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const text = kept ?? '';
  const internal = scope === 'internal';

  const send = async () => {
    if (busy || !isSectionKey(section.key)) return;
    if (text.trim() === '') {
      setFailure(t('Write something first'));
      return;
    }
    setBusy(true);
    setFailure(undefined);
    try {
      await call(agreementsEndpoints.commentOnAgreement, {
        params: { name, version },
        body: { section: section.key, text, internal },
      });
      keep(undefined);
      await refresh();
      onClose();
    } catch (error) {
      setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.'));
      setBusy(false);
    }
  };

  return (
    <form
      className="pt-compose"
      data-scope={scope}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="pt-compose-head">
        <strong>
          {internal ? (
            <IconLock size={15} stroke={1.7} aria-hidden />
          ) : (
            <IconMessage size={15} stroke={1.7} aria-hidden />
          )}
          {internal ? t('Internal comment') : t('Comment for both sides')}
        </strong>
        <span>
          {internal
            ? t('Only the desk reads it.')
            : t('Everybody who may read {name} reads it: {party} too.', { name, party: agreement.party })}
        </span>
      </div>
      <textarea
        aria-label={t('Comment on {section}', { section: sectionName(section) })}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the box opens because somebody asked to write
        autoFocus
        rows={3}
        maxLength={4000}
        value={text}
        onChange={(event) => keep(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
        }}
      />
      {failure && (
        <div className="pt-compose-warning">
          <Notice tone="red">{failure}</Notice>
        </div>
      )}
      <div className="pt-compose-foot">
        <Button size="small" look={internal ? 'note' : 'default'} type="submit" busy={busy}>
          {internal ? t('Save internal comment') : t('Comment for both sides')}
        </Button>
        <Button
          size="small"
          look="quiet"
          onClick={() => {
            keep(undefined);
            onClose();
          }}
        >
          {t('Cancel')}
        </Button>
      </div>
    </form>
  );
}
