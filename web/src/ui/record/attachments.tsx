import { IconPaperclip, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';

import { ApiError } from '../../api/problem.ts';
import type { UploadOptions } from '../../api/upload.ts';
import { t } from '../../app/messages.ts';
import { Button, IconButton } from '../button.tsx';
import { formatBytes, formatPercent } from '../time/format.ts';
import './record.css';

export interface AttachedFile {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

/** Uploads one file; throws an `ApiError` that says why it could not. */
export type Upload = (file: File, options: UploadOptions) => Promise<AttachedFile>;

/** A file on its way: what is sent of it (0 to 1), or why it did not arrive. */
interface Pending {
  readonly key: number;
  readonly name: string;
  readonly sent: number;
  readonly failure?: string;
  readonly cancel: () => void;
}

export interface Attachments {
  readonly files: readonly AttachedFile[];
  readonly pending: readonly Pending[];
  readonly add: (chosen: Iterable<File>) => void;
  readonly remove: (id: string) => void;
  readonly clear: () => void;
  /** Why a message cannot be sent with these files yet. */
  readonly refusal: string | null;
}

/** The files of a message that is being written; `onChange` hears of every file that arrived or was taken away. */
export function useAttachments(
  begun: readonly AttachedFile[],
  upload: Upload,
  onChange: (files: readonly AttachedFile[]) => void,
): Attachments {
  const [files, setFiles] = useState(begun);
  const [pending, setPending] = useState<readonly Pending[]>([]);
  // Several uploads end in any order: each adds to what is there then.
  const current = useRef(begun);
  const count = useRef(0);
  const change = (next: readonly AttachedFile[]) => {
    current.current = next;
    setFiles(next);
    onChange(next);
  };
  const update = (key: number, part: Partial<Pending>) =>
    setPending((before) => before.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const drop = (key: number) => setPending((before) => before.filter((one) => one.key !== key));

  const add = (chosen: Iterable<File>) => {
    for (const file of chosen) {
      count.current += 1;
      const key = count.current;
      const stop = new AbortController();
      const cancel = () => {
        stop.abort();
        drop(key);
      };
      setPending((before) => [...before, { key, name: file.name, sent: 0, cancel }]);
      upload(file, { signal: stop.signal, onProgress: (sent) => update(key, { sent }) }).then(
        (arrived) => {
          drop(key);
          change([...current.current, arrived]);
        },
        (error: unknown) => {
          if (error instanceof ApiError) update(key, { failure: error.detail });
          else if (!stop.signal.aborted) update(key, { failure: t('It could not be uploaded.') });
        },
      );
    }
  };
  const refusal = pending.some(({ failure }) => failure !== undefined)
    ? t('A file could not be uploaded. Take it away or choose it again.')
    : pending.length > 0
      ? t('Wait until the files are uploaded.')
      : null;
  return {
    files,
    pending,
    add,
    remove: (id) => change(current.current.filter((file) => file.id !== id)),
    clear: () => change([]),
    refusal,
  };
}

/** Opens the system's file dialog. */
export function AttachButton({ attachments }: { attachments: Attachments }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button look="quiet" size="small" icon={IconPaperclip} onClick={() => input.current?.click()}>
        {t('Attach')}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          attachments.add(event.target.files ?? []);
          event.target.value = '';
        }}
      />
    </>
  );
}

/** The files that will go with a message, and those on their way. */
export function AttachmentList({ attachments: { files, pending, remove } }: { attachments: Attachments }) {
  if (files.length === 0 && pending.length === 0) return null;
  return (
    <ul className="pt-files" aria-label={t('Attached files')}>
      {files.map(({ id, name, sizeBytes }) => (
        <li key={id}>
          <IconPaperclip size={14} stroke={1.7} aria-hidden />
          <span className="pt-truncate" title={name}>
            {name}
          </span>
          <span className="pt-muted">{formatBytes(sizeBytes)}</span>
          <IconButton label={t('Take away {name}', { name })} icon={IconX} size="small" onClick={() => remove(id)} />
        </li>
      ))}
      {pending.map(({ key, name, sent, failure, cancel }) => (
        <li key={key} data-failed={failure !== undefined || undefined}>
          <span className="pt-truncate" title={name}>
            {name}
          </span>
          {failure === undefined ? (
            <>
              <progress value={sent} aria-label={t('Upload of {name}', { name })} />
              <span className="pt-muted">{formatPercent(Math.round(sent * 100))}</span>
            </>
          ) : (
            <span role="alert">{failure}</span>
          )}
          <IconButton
            label={failure === undefined ? t('Cancel {name}', { name }) : t('Take away {name}', { name })}
            icon={IconX}
            size="small"
            onClick={cancel}
          />
        </li>
      ))}
    </ul>
  );
}

/** The files that came with a message. */
export function FileLinks({
  files,
  hrefOf,
}: {
  files: readonly AttachedFile[];
  hrefOf: (file: AttachedFile) => string;
}) {
  if (files.length === 0) return null;
  return (
    <ul className="pt-files">
      {files.map((file) => (
        <li key={file.id}>
          <IconPaperclip size={14} stroke={1.7} aria-hidden />
          <a href={hrefOf(file)} download={file.name} className="pt-truncate">
            {file.name}
          </a>
          <span className="pt-muted">{formatBytes(file.sizeBytes)}</span>
        </li>
      ))}
    </ul>
  );
}
