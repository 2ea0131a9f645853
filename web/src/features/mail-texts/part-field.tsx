import type { MailTextPart, MailTextPreview } from '#contracts/kernel/mail-texts';

import { Mark } from '../../ui/marks/state.tsx';
import { partHint, partName, problemWords } from './part-words.ts';

export interface PartFieldProps {
  readonly part: MailTextPart;
  readonly value: string;
  readonly problems: MailTextPreview['problems'];
  readonly onFocus: (input: HTMLTextAreaElement | HTMLInputElement) => void;
  readonly onWrite: (value: string) => void;
  readonly onSave: () => void;
}

const rows = { opening: 3, paragraphs: 7, otherwise: 3 } as const;

/** One part of a text with what is wrong with it. */
export function PartField({ part, value, problems, onFocus, onWrite, onSave }: PartFieldProps) {
  const id = `mail-text-${part}`;
  const hint = partHint(part);
  const described = [hint === undefined ? '' : `${id}-hint`, problems.length > 0 ? `${id}-error` : '']
    .filter((one) => one !== '')
    .join(' ');
  const shared = {
    id,
    value,
    className: 'pt-input pt-mono',
    'aria-invalid': problems.length > 0 || undefined,
    ...(described === '' ? {} : { 'aria-describedby': described }),
  };
  return (
    <div className="pt-field">
      <label htmlFor={id} className="pt-field-label">
        {partName(part)}
      </label>
      {hint !== undefined && (
        <span id={`${id}-hint`} className="pt-field-hint">
          {hint}
        </span>
      )}
      {problems.length > 0 && (
        <span id={`${id}-error`} className="pt-field-error">
          <Mark name="octagon" tone="red" size={15} />
          {problems.map((problem) => problemWords(problem)).join('. ')}
        </span>
      )}
      {part === 'subject' || part === 'button' ? (
        <input
          {...shared}
          onFocus={(event) => onFocus(event.target)}
          onChange={(event) => onWrite(event.target.value)}
        />
      ) : (
        <textarea
          {...shared}
          rows={rows[part]}
          spellCheck
          onFocus={(event) => onFocus(event.target)}
          onChange={(event) => onWrite(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSave();
          }}
        />
      )}
    </div>
  );
}
