import { IconMail, IconSend } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { Order } from '#contracts/ordering/schemas';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { queryOf } from '../../api/query.ts';
import { useKey } from '../../app/keys.ts';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { Kbd, Notice } from '../../ui/small.tsx';
import { formatTime } from '../../ui/time/format.ts';
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
  useKey({ keys: 'r', label: 'Write to the order desk', group: 'Records', run: () => setAsked(true) });
  if (kept.isPending) return null;
  const begun = textIn(kept.data?.content);
  if (!isAnswer && !asked && begun === '') {
    return (
      <div>
        <Button icon={IconMail} onClick={() => setAsked(true)}>
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
        onSent();
      }}
    />
  );
}

function textIn(content: unknown): string {
  return typeof content === 'object' && content !== null && 'text' in content && typeof content.text === 'string'
    ? content.text
    : '';
}

interface BoxProps extends Required<DeskLetterProps> {
  readonly draftKey: string;
  readonly begun: string;
  readonly focus: boolean;
}

function Box({ order, draftKey, begun, isAnswer, focus, onSent }: BoxProps) {
  const client = useQueryClient();
  const draft = useDraft(draftKey);
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(begun);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const send = async () => {
    if (busy) return;
    if (text.trim() === '') {
      setFailure(t('Write something first.'));
      field.current?.focus();
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      await call(orderingEndpoints.writeMessage, {
        params: { number: order.number },
        body: { body: text.trim(), scope: 'public' },
      });
      draft.forget();
      setText('');
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
          draft.keep(event.target.value === '' ? null : { text: event.target.value });
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
      <div className="pt-compose-foot">
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
