import { IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { FormEvent, ReactNode } from 'react';
import type { z } from 'zod';

import { Dialog } from '../../app/dialog.tsx';
import { RequestId } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { Button, IconButton } from '../button.tsx';
import './form.css';
import type { Form } from './use-form.ts';

type AnyForm = Pick<Form<z.ZodType>, 'summary' | 'failure' | 'attempts' | 'busy' | 'submit'>;

/** What is wrong, on top, with links to the fields; takes the focus after a refused submit. */
export function ErrorSummary({ form }: { form: AnyForm }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (form.attempts > 0) box.current?.focus();
  }, [form.attempts]);
  if (form.summary.length === 0 && !form.failure) return null;
  const go = (event: FormEvent | React.MouseEvent, id: string) => {
    event.preventDefault();
    const field = document.getElementById(id);
    (field instanceof HTMLFieldSetElement ? field.querySelector<HTMLElement>('input') : field)?.focus();
  };
  return (
    <div ref={box} className="pt-summary" tabIndex={-1} role="alert">
      <h2 className="pt-h2">
        {form.failure
          ? form.failure.detail
          : t({ one: '1 field needs you', other: '{n} fields need you' }, { n: form.summary.length })}
      </h2>
      {/* A refusal says its reason; what nobody foresaw has an id to quote. */}
      {form.failure?.requestId && form.failure.status >= 500 && <RequestId id={form.failure.requestId} />}
      <ul>
        {form.summary.map(({ path, id, message }) => (
          <li key={path}>
            <a href={`#${id}`} onClick={(event) => go(event, id)}>
              {message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

export interface FormSectionProps {
  readonly title?: string;
  readonly children: ReactNode;
}

/** Fields that belong together. */
export function FormSection({ title, children }: FormSectionProps) {
  return (
    <section className="pt-form-section">
      {title && <h2 className="pt-h2">{title}</h2>}
      {children}
    </section>
  );
}

export interface PageFormProps {
  readonly title: string;
  /** One sentence about what happens. */
  readonly lead?: ReactNode;
  readonly form: AnyForm;
  /** `Create project`; never disabled. */
  readonly submit: string;
  readonly onCancel?: () => void;
  /** `Saved as draft 14:31`. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** A form as a page: one column of 640, sections, the buttons in a foot that stays. */
export function PageForm({ title, lead, form, submit, onCancel, note, children }: PageFormProps) {
  return (
    <form className="pt-form-page" noValidate onSubmit={form.submit}>
      <header className="pt-page-head">
        <h1 className="pt-h1">{title}</h1>
      </header>
      <div className="pt-form-scroll">
        <div className="pt-form-column">
          {lead && <p className="pt-reading">{lead}</p>}
          <ErrorSummary form={form} />
          {children}
        </div>
      </div>
      <footer className="pt-form-foot">
        <Button type="submit" look="primary" busy={form.busy}>
          {submit}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t('Cancel')}</Button>}
        <span className="pt-form-note">{note}</span>
      </footer>
    </form>
  );
}

export interface SideFormProps extends Omit<PageFormProps, 'onCancel'> {
  readonly onClose: () => void;
}

/** A form beside the list it belongs to: a drawer of 480 over the dimmed page. */
export function SideForm({ title, lead, form, submit, note, onClose, children }: SideFormProps) {
  return (
    <Dialog label={title} className="pt-drawer" canClose={!form.busy} onClose={onClose}>
      <form noValidate onSubmit={form.submit}>
        <header className="pt-drawer-head">
          <h2 className="pt-h1">{title}</h2>
          <IconButton icon={IconX} label={t('Close')} onClick={onClose} />
        </header>
        <div className="pt-form-scroll">
          <div className="pt-form-section">
            {lead && <p>{lead}</p>}
            <ErrorSummary form={form} />
            {children}
          </div>
        </div>
        <footer className="pt-form-foot">
          <Button type="submit" look="primary" busy={form.busy}>
            {submit}
          </Button>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <span className="pt-form-note">{note}</span>
        </footer>
      </form>
    </Dialog>
  );
}
