import { IconMail, IconSend } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { z } from 'zod';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import { AttachedFile } from '#contracts/ordering/message-schemas';
import type { Order } from '#contracts/ordering/order-schemas';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { queryOf } from '../../api/query.ts';
import { takeLostFocus } from '../../app/focus.ts';
import { useKey } from '../../app/keys.ts';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { AttachButton, AttachmentList, useAttachments } from '../../ui/record/attachments.tsx';
import { Kbd, Notice } from '../../ui/small.tsx';
import { formatTime } from '../../ui/time/format.ts';
import { uploadTo } from './order-files.ts';
import { useDraft } from '../wizard/use-draft.ts';

interface DeskLetterProps {
  readonly order: Order;
  /** True where the desk waits for this text. */
  readonly isAnswer?: boolean;
  readonly onSent: () => void;
}

/** A message to the order desk. Opens on demand, an answer stands open; what is written is kept until it is sent. */
export function DeskLetter({ order, isAnswer = false, onSent }: DeskLetterProps) {
  const key = `order:${order.number}:desk`;
  const kept = useQuery({
    ...queryOf(orderingEndpoints.readDraft, { params: { key } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [asked, setAsked] = useState(false);
  const [sent, setSent] = useState(false);
  useKey({ keys: 'r', label: 'Write to the order desk', group: 'Records', run: () => setAsked(true) });
  if (kept.isPending) return null;
  const begun = letterIn(kept.data?.content);
  if (!isAnswer && !asked && begun.text === '' && begun.files.length === 0) {
    return (
      <div>
        <Button ref={sent ? takeLostFocus : null} icon={IconMail} onClick={() => setAsked(true)}>
          {t('Write to the order desk')} <Kbd>R</Kbd>
        </Button>
      </div>
    );
  }
  return (
    <Box
      order={order}
      draftKey={key}
      begun={begun}
      isAnswer={isAnswer}
      focus={asked}
      onSent={() => {
        setAsked(false);
        setSent(true);
        onSent();
      }}
    />
  );
}

const Letter = z.object({ text: z.string(), files: z.array(AttachedFile).default([]) });
type Letter = z.infer<typeof Letter>;

function letterIn(content: unknown): Letter {
  return Letter.safeParse(content).data ?? { text: '', files: [] };
}

interface BoxProps extends Required<DeskLetterProps> {
  readonly draftKey: string;
  readonly begun: Letter;
  readonly focus: boolean;
}

function Box({ order, draftKey, begun, isAnswer, focus, onSent }: BoxProps) {
  const client = useQueryClient();
  const draft = useDraft(draftKey);
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(begun.text);
  const keep = (letter: { text: string; files: readonly AttachedFile[] }) =>
    draft.keep(letter.text === '' && letter.files.length === 0 ? null : letter);
  const attachments = useAttachments(begun.files, uploadTo(order.number), (files) => keep({ text, files }));
  const { files } = attachments;
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const send = async () => {
    if (busy) return;
    const refusal = text.trim() === '' ? t('Write something first.') : attachments.refusal;
    if (refusal !== null) {
      setFailure(refusal);
      field.current?.focus();
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      await call(orderingEndpoints.writeMessage, {
        params: { number: order.number },
        body: { body: text.trim(), scope: 'public', files: files.map(({ id }) => id) },
      });
      setText('');
      attachments.clear();
      draft.forget();
      void client.invalidateQueries({ queryKey: ['ordering'] });
      onSent();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error.detail);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      className="pt-compose"
      data-scope="public"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="pt-compose-head">
        <strong>
          <IconMail size={16} stroke={1.6} aria-hidden />
          {isAnswer ? t('Your answer') : t('To the order desk')}
        </strong>
        <span className="pt-truncate">{t('Everybody in the project sees it. Resource centres may read it.')}</span>
      </div>
      <textarea
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- somebody just asked for this box
        autoFocus={focus}
        ref={field}
        rows={3}
        readOnly={busy}
        aria-label={isAnswer ? t('Your answer') : t('To the order desk')}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          keep({ text: event.target.value, files });
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void send();
          }
        }}
      />
      {failure !== null && (
        <div className="pt-compose-warning">
          <Notice tone="red">{failure}</Notice>
        </div>
      )}
      <AttachmentList attachments={attachments} />
      <div className="pt-compose-foot">
        <AttachButton attachments={attachments} />
        <output className="pt-compose-kept">
          {draft.keptAt !== null && t('Draft kept {time}', { time: formatTime(draft.keptAt) })}
        </output>
        <Button type="submit" look={isAnswer ? 'primary' : 'default'} icon={IconSend} busy={busy}>
          {isAnswer ? t('Send answer') : t('Send to the order desk')}
        </Button>
      </div>
    </form>
  );
}
