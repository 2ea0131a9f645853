import { IconLock, IconMail, IconSend } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';

import { ApiError } from '../../api/problem.ts';
import { confirm } from '../../app/confirm.tsx';
import { takeLostFocus } from '../../app/focus.ts';
import { useKey } from '../../app/keys.ts';
import { t } from '../../app/messages.ts';
import { toast } from '../../app/toasts.tsx';
import { Button } from '../button.tsx';
import { Kbd, Notice } from '../small.tsx';
import { formatTime } from '../time/format.ts';
import { now } from '../time/now.ts';
import { AttachButton, AttachmentList, useAttachments } from './attachments.tsx';
import type { AttachedFile, Upload } from './attachments.tsx';
import { strangersIn } from './mentions.ts';
import { ReplySelect } from './reply-select.tsx';
import type { Reply } from './reply-select.tsx';
import './record.css';

export type Scope = 'public' | 'internal';

export interface Draft {
  readonly text: string;
  /** `Wait for an answer`, or `Show to providers`. */
  readonly option: boolean;
  readonly files: readonly AttachedFile[];
}

export interface ComposeBoxProps {
  /** Names to whom a public message is mailed. */
  readonly publicReaders: readonly string[];
  /** `Seen by 6 people of cloud-compute. Never sent to the customer.` Absent: no internal notes here. */
  readonly internalReaders?: string;
  /** Tick box of the public box: `Wait for an answer, clocks pause`. */
  readonly publicOption?: string;
  /** What else is to be chosen while that box is ticked. */
  readonly publicMore?: ReactNode;
  /** Tick box of the internal box: `Show to providers of this order`. */
  readonly internalOption?: string;
  /** Who writes publicly to whom: the desk `To the customer`, a customer `To the order desk`. */
  readonly publicTitle?: string;
  readonly publicButton?: string;
  readonly drafts: Readonly<Partial<Record<Scope, Draft>>>;
  /** Keeps what is being written; called two seconds after the last key, and null when it was sent or emptied. */
  readonly onDraft: (scope: Scope, draft: Draft | null) => void;
  readonly upload: Upload;
  /** Sends. A public message leaves after 10 s unless it is taken back. */
  readonly onSend: (scope: Scope, draft: Draft) => Promise<unknown>;
  /** Texts of internal notes on this page: pasting one into a public box asks first. */
  readonly internalTexts?: readonly string[];
  /** Texts to choose from; what is chosen goes into the box behind what stands there. */
  readonly replies?: Readonly<Record<Scope, readonly Reply[]>>;
  /** Opens a box at once (an action asked for it). */
  readonly opened?: Scope;
}

/** Two boxes that never look alike: a message to the customer, and an internal note. None is open until it is asked for. */
export function ComposeBox(props: ComposeBoxProps) {
  const { internalReaders, publicButton, opened } = props;
  const [open, setOpen] = useState<Scope | undefined>(opened);
  const [closed, setClosed] = useState<Scope>();
  useKey({ keys: 'r', label: 'Write to the customer', group: 'Records', run: () => setOpen('public') });
  useKey(
    { keys: 'n', label: 'Internal note', group: 'Records', run: () => setOpen('internal') },
    internalReaders !== undefined,
  );

  if (open === undefined) {
    return (
      <div className="pt-compose-start">
        <Button ref={closed === 'public' ? takeLostFocus : null} icon={IconMail} onClick={() => setOpen('public')}>
          {publicButton ?? t('Write to the customer')} <Kbd>R</Kbd>
        </Button>
        {internalReaders !== undefined && (
          <Button
            ref={closed === 'internal' ? takeLostFocus : null}
            icon={IconLock}
            look="note"
            onClick={() => setOpen('internal')}
          >
            {t('Internal note')} <Kbd>N</Kbd>
          </Button>
        )}
      </div>
    );
  }
  return (
    <Box
      key={open}
      scope={open}
      {...props}
      onOther={() => setOpen(open === 'public' ? 'internal' : 'public')}
      onClose={() => {
        setClosed(open);
        setOpen(undefined);
      }}
    />
  );
}

function Box(props: ComposeBoxProps & { scope: Scope; onOther: () => void; onClose: () => void }) {
  const {
    scope,
    publicReaders,
    internalReaders,
    internalTexts = [],
    drafts,
    onDraft,
    onSend,
    onOther,
    onClose,
  } = props;
  const [text, setText] = useState(drafts[scope]?.text ?? '');
  const [option, setOption] = useState(drafts[scope]?.option ?? false);
  const [keptAt, setKeptAt] = useState<number>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const field = useRef<HTMLTextAreaElement>(null);
  const isPublic = scope === 'public';
  useEffect(() => field.current?.focus(), []);

  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const keep = (draft: Draft) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      onDraft(scope, draft.text === '' && draft.files.length === 0 ? null : draft);
      setKeptAt(now());
    }, 2_000);
  };
  const attachments = useAttachments(drafts[scope]?.files ?? [], props.upload, (files) =>
    keep({ text, option, files }),
  );
  const { files } = attachments;
  const write = (next: string) => {
    setText(next);
    keep({ text: next, option, files });
  };

  const deliver = async (draft: Draft) => {
    setBusy(true);
    setFailure(undefined);
    try {
      await onSend(scope, draft);
      clearTimeout(timer.current);
      onDraft(scope, null);
      onClose();
    } catch (error) {
      setFailure(error instanceof ApiError ? error.detail : t('It could not be sent. Your text is kept.'));
      setBusy(false);
    }
  };
  const send = () => {
    const draft = { text: text.trim(), option, files };
    const refusal = draft.text === '' ? t('Write something first.') : attachments.refusal;
    if (refusal !== null) {
      setFailure(refusal);
      field.current?.focus();
    } else if (isPublic) {
      sendLater(() => void deliver(draft), setBusy);
    } else {
      void deliver(draft);
    }
  };
  const paste = (pasted: string) => {
    const isInternal =
      isPublic && internalTexts.some((internal) => pasted.length > 20 && internal.includes(pasted.trim()));
    if (!isInternal) return false;
    void confirm({
      title: t('Paste internal text into a public message?'),
      body: t('This text stands in an internal note. The customer would read it.'),
      verb: t('Paste it'),
      keep: t('Leave it out'),
      danger: true,
      run: async () => write(`${text}${pasted}`),
    });
    return true;
  };
  const strangers = isPublic ? strangersIn(text, publicReaders) : [];
  const optionLabel = isPublic ? props.publicOption : props.internalOption;

  return (
    <form
      className="pt-compose"
      data-scope={scope}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) send();
      }}
    >
      <div className="pt-compose-head">
        <strong>
          {isPublic ? <IconMail size={16} stroke={1.6} aria-hidden /> : <IconLock size={16} stroke={1.6} aria-hidden />}
          {isPublic ? (props.publicTitle ?? t('To the customer')) : t('Internal note')}
        </strong>
        <span className="pt-truncate">
          {isPublic ? t('Mailed to {names}.', { names: listed(publicReaders) }) : internalReaders}
        </span>
        {internalReaders !== undefined && (
          <Button look="link" size="small" icon={isPublic ? IconLock : IconMail} onClick={onOther}>
            {isPublic ? t('Internal note') : (props.publicButton ?? t('Write to the customer'))}{' '}
            <Kbd>{isPublic ? 'N' : 'R'}</Kbd>
          </Button>
        )}
      </div>
      <textarea
        ref={field}
        rows={2}
        readOnly={busy}
        aria-label={isPublic ? (props.publicTitle ?? t('To the customer')) : t('Internal note')}
        value={text}
        onChange={(event) => write(event.target.value)}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          attachments.add(event.dataTransfer.files);
        }}
        onPaste={(event) => {
          if (event.clipboardData.files.length > 0) attachments.add(event.clipboardData.files);
          else if (paste(event.clipboardData.getData('text'))) event.preventDefault();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            if (!busy) send();
          }
          if (event.key === 'Escape' && text === '') onClose();
        }}
      />
      {(strangers.length > 0 || failure) && (
        <div className="pt-compose-warning">
          {failure && <Notice tone="red">{failure}</Notice>}
          {strangers.length > 0 && (
            <Notice tone="amber">{t('{names} does not take part in this order.', { names: listed(strangers) })}</Notice>
          )}
        </div>
      )}
      <AttachmentList attachments={attachments} />
      {isPublic && option && props.publicMore}
      <div className="pt-compose-foot">
        <AttachButton attachments={attachments} />
        <ReplySelect
          replies={props.replies?.[scope] ?? []}
          onChoose={(reply) => write(text.trim() === '' ? reply : `${text.trimEnd()}\n\n${reply}`)}
        />
        {optionLabel !== undefined && (
          <label className="pt-row pt-compose-option">
            <input
              type="checkbox"
              className="pt-check"
              checked={option}
              onChange={(event) => {
                setOption(event.target.checked);
                keep({ text, option: event.target.checked, files });
              }}
            />
            {optionLabel}
          </label>
        )}
        <output className="pt-compose-kept">
          {keptAt !== undefined && t('Draft kept {time}', { time: formatTime(keptAt) })}
        </output>
        <Button type="submit" look={isPublic ? 'primary' : 'note'} icon={isPublic ? IconSend : IconLock} busy={busy}>
          {isPublic
            ? t({ one: 'Send to 1 person', other: 'Send to {n} people' }, { n: publicReaders.length })
            : t('Save internal note')}
        </Button>
      </div>
    </form>
  );
}

/** Ten seconds in which a mail can be taken back; leaving the page sends it at once. */
function sendLater(deliver: () => void, setBusy: (busy: boolean) => void): void {
  const settle = () => {
    clearTimeout(timer);
    removeEventListener('pagehide', leave);
  };
  const leave = () => {
    settle();
    deliver();
  };
  const timer = setTimeout(leave, 10_000);
  addEventListener('pagehide', leave);
  setBusy(true);
  toast({
    text: t('Your message leaves in 10 s.'),
    seconds: 10,
    undo: () => {
      settle();
      setBusy(false);
    },
  });
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : t('{some} and {last}', { some: names.slice(0, -1).join(', '), last });
}
