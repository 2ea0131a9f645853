import { IconSend } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { z } from 'zod';

import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { AreaField } from '../../ui/form/fields.tsx';
import { ErrorSummary } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { When } from '../../ui/time/when.tsx';
import './questions.css';

export interface Word {
  readonly at: string;
  readonly by: string;
  readonly role: string;
  readonly text: string;
  readonly edited?: boolean;
}

/** What was said between a person and the desk, the oldest first. */
export function Said({ words }: { words: readonly Word[] }) {
  return (
    <ol className="pt-question-said">
      {words.map((word) => (
        <li key={`${word.at} ${word.by} ${word.text}`} data-desk={word.role !== 'customer' || undefined}>
          <p className="pt-second">
            <strong>{word.by}</strong>
            {word.role === 'shifter' && t(', order desk')} <When at={word.at} />
            {word.edited === true && t(', changed since')}
          </p>
          <p className="pt-reading">{word.text}</p>
        </li>
      ))}
    </ol>
  );
}

interface WriteProps {
  readonly label: string;
  readonly hint: string;
  readonly send: string;
  /** What else can be done, beside the button. */
  readonly more?: ReactNode;
  readonly onSend: (text: string) => Promise<unknown>;
}

/** A box to write on. Give it a new key for each message that was sent. */
export function WriteBox({ label, hint, send, more, onSend }: WriteProps) {
  const form = useForm({
    schema: z.object({ text: z.string().trim().min(1, 'Write something').max(10_000) }),
    initial: { text: '' },
    onSubmit: ({ text }) => onSend(text),
  });
  return (
    <form noValidate onSubmit={form.submit} className="pt-question-box">
      <ErrorSummary form={form} />
      <AreaField label={label} hint={hint} field={form.field('text')} />
      <div className="pt-row">
        <Button type="submit" look="primary" icon={IconSend} busy={form.busy}>
          {send}
        </Button>
        {more}
      </div>
    </form>
  );
}
