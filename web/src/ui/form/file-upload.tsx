import { IconPaperclip, IconUpload, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';

import { t } from '../../app/messages.ts';
import { Button, IconButton } from '../button.tsx';
import { Tag } from '../small.tsx';
import { formatBytes } from '../time/format.ts';
import './form.css';

export interface UploadedFile {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly scope?: 'public' | 'internal';
}

export interface FileUploadProps {
  readonly label: string;
  /** `.pdf,.csv`, as the browser's file dialog understands it. */
  readonly accept: string;
  /** The same in words: `PDF or CSV`. */
  readonly kinds: string;
  readonly maxBytes: number;
  readonly files: readonly UploadedFile[];
  readonly onUpload: (
    file: File,
    given: { signal: AbortSignal; progress: (share: number) => void },
  ) => Promise<unknown>;
  readonly onRemove?: (file: UploadedFile) => void;
}

interface Running {
  readonly name: string;
  readonly share: number;
  readonly cancel: () => void;
}

/** A place to drop files and a button; what is accepted is said before, progress during, name, size and scope after. */
export function FileUpload({ label, accept, kinds, maxBytes, files, onUpload, onRemove }: FileUploadProps) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [running, setRunning] = useState<readonly Running[]>([]);
  const [failure, setFailure] = useState<string>();

  const upload = async (file: File) => {
    if (file.size > maxBytes) {
      setFailure(
        t('{name} has {size}; up to {max} is accepted.', {
          name: file.name,
          size: formatBytes(file.size),
          max: formatBytes(maxBytes),
        }),
      );
      return;
    }
    setFailure(undefined);
    const control = new AbortController();
    const update = (share: number) =>
      setRunning((before) => [
        ...before.filter(({ name }) => name !== file.name),
        { name: file.name, share, cancel: () => control.abort() },
      ]);
    update(0);
    try {
      await onUpload(file, { signal: control.signal, progress: update });
    } catch {
      if (!control.signal.aborted) setFailure(t('{name} could not be sent. Try again.', { name: file.name }));
    } finally {
      setRunning((before) => before.filter(({ name }) => name !== file.name));
    }
  };
  const take = (list: FileList | null) => {
    for (const file of list ?? []) void upload(file);
  };

  return (
    <div className="pt-field">
      <span className="pt-field-label">{label}</span>
      <span className="pt-field-hint">{t('{kinds}, up to {max}', { kinds, max: formatBytes(maxBytes) })}</span>
      {failure && (
        <span className="pt-field-error" role="alert">
          {failure}
        </span>
      )}
      <div
        className="pt-drop"
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
      >
        <span>{t('Drop files here')}</span>
        <Button size="small" icon={IconUpload} onClick={() => input.current?.click()}>
          {t('Choose files')}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          multiple
          accept={accept}
          aria-label={label}
          onChange={(event) => take(event.target.files)}
        />
      </div>
      <ul className="pt-files">
        {running.map(({ name, share, cancel }) => (
          <li key={name}>
            <span className="pt-grow pt-truncate">{name}</span>
            <progress value={share} max={1} aria-label={name} />
            <IconButton icon={IconX} size="small" label={t('Cancel {name}', { name })} onClick={cancel} />
          </li>
        ))}
        {files.map((file) => (
          <li key={file.id}>
            <IconPaperclip size={15} stroke={1.7} aria-hidden />
            <span className="pt-grow pt-truncate">{file.name}</span>
            <span className="pt-second">{formatBytes(file.sizeBytes)}</span>
            {file.scope && <Tag>{file.scope === 'public' ? t('public') : t('internal')}</Tag>}
            {onRemove && (
              <IconButton
                icon={IconX}
                size="small"
                label={t('Remove {name}', { name: file.name })}
                onClick={() => onRemove(file)}
              />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
