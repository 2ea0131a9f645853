import { z } from 'zod';
import type { ReactNode } from 'react';

import { rejectionCategories } from '#contracts/ordering/lifecycle';
import type { RejectionCategory } from '#contracts/ordering/lifecycle';

import { Dialog } from '../../../app/dialog.tsx';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { AreaField, SelectField, TextField } from '../../../ui/form/fields.tsx';
import { ErrorSummary } from '../../../ui/form/page-form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { ReplySelect } from '../../../ui/record/reply-select.tsx';
import type { Reply } from '../../../ui/record/reply-select.tsx';
import { categoryOptions } from '../words.ts';
import { AccessDraft, AccessFields, accessOf, emptyAccess } from './access-fields.tsx';

/** What a form before an action gives along; only what was asked for is there. */
export interface Given {
  readonly message?: string;
  readonly reason?: string;
  readonly comment?: string;
  readonly value?: string;
  readonly category?: RejectionCategory;
  readonly access?: ReturnType<typeof accessOf>;
}

export interface ActDialogProps {
  /** The act with the name: `Reject order 1284?` */
  readonly title: string;
  readonly effect: string | null;
  /** `message`, `reason`, `comment`, `category`, `access`. */
  readonly needs: readonly string[];
  /** Offers the desk's own word for the new state. */
  readonly hasValue?: boolean;
  /** Offers words to the customer where none are needed. */
  readonly hasMessage?: boolean;
  readonly verb: string;
  readonly keep: string;
  readonly isDanger?: boolean;
  readonly more?: ReactNode;
  /** Texts to choose from for what the customer reads. */
  readonly replies?: readonly Reply[];
  readonly onClose: () => void;
  readonly onSend: (given: Given) => Promise<unknown>;
}

function schemaFor(needs: readonly string[]) {
  const text = (name: string, missing: string) =>
    needs.includes(name) ? z.string().trim().min(1, missing).max(10_000) : z.string();
  return z.object({
    category: needs.includes('category') ? z.string().refine((value) => isCategory(value), 'Choose why') : z.string(),
    message: text('message', 'Write what the customer reads'),
    reason: text('reason', 'Say why; colleagues read it later'),
    comment: text('comment', 'Say how the answer came, or why'),
    value: z.string().trim().max(255),
    access: needs.includes('access') ? AccessDraft : z.unknown(),
  });
}

function isCategory(value: string): value is RejectionCategory {
  return rejectionCategories.some((category) => category === value);
}

/** The small form before an action that needs something given along, and the question before one that tells outsiders. */
export function ActDialog(props: ActDialogProps) {
  const {
    title,
    effect,
    needs,
    hasValue = false,
    hasMessage = false,
    verb,
    keep,
    isDanger = false,
    more,
    replies,
    onClose,
    onSend,
  } = props;
  const needsAccess = needs.includes('access');
  const takesMessage = hasMessage || needs.includes('message');
  const form = useForm({
    schema: schemaFor(needs),
    initial: { category: '', message: '', reason: '', comment: '', value: '', access: emptyAccess },
    onSubmit: async ({ category, message, reason, comment, value, access }) => {
      await onSend({
        ...(isCategory(category) ? { category } : {}),
        ...(message.trim() === '' ? {} : { message }),
        ...(needs.includes('reason') ? { reason } : {}),
        ...(needs.includes('comment') ? { comment } : {}),
        ...(value === '' ? {} : { value }),
        ...(needsAccess ? { access: accessOf(AccessDraft.parse(access)) } : {}),
      });
      onClose();
    },
  });
  const secrets = secretsIn(form.values.access);
  return (
    <Dialog label={title} onClose={onClose} canClose={!form.busy}>
      <form className="pt-dialog-body" noValidate onSubmit={form.submit}>
        <h2 className="pt-h1">{title}</h2>
        {effect && <p>{effect}.</p>}
        <ErrorSummary form={form} />
        {more}
        {needs.includes('category') && (
          <SelectField
            field={form.field('category')}
            label={t('Why')}
            options={categoryOptions()}
            placeholder={t('Choose why')}
          />
        )}
        {takesMessage && <ReplySelect replies={replies ?? []} onChoose={(text) => form.set('message', text)} />}
        {takesMessage && (
          <AreaField
            field={form.field('message')}
            label={t('To the customer')}
            hint={t('The customer reads it word for word.')}
            optional={!needs.includes('message')}
          />
        )}
        {needs.includes('reason') && (
          <AreaField field={form.field('reason')} label={t('Reason')} hint={t('Kept with the order.')} rows={3} />
        )}
        {needs.includes('comment') && <AreaField field={form.field('comment')} label={t('Comment')} rows={3} />}
        {needsAccess && <AccessFields field={form.field} set={form.set} secrets={secrets} />}
        {hasValue && (
          <TextField
            field={form.field('value')}
            label={t('Second line of the state')}
            hint={t('In your own words, such as: clarified by mail')}
            optional
          />
        )}
        <div className="pt-dialog-foot">
          <Button onClick={onClose}>{keep}</Button>
          <Button type="submit" look={isDanger ? 'danger' : 'primary'} busy={form.busy}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const Rows = z.object({ secrets: z.array(z.object({ name: z.string(), value: z.string() })) });

function secretsIn(access: unknown): readonly { name: string; value: string }[] {
  const read = Rows.safeParse(access);
  return read.success ? read.data.secrets : [];
}
