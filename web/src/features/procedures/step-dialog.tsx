import { z } from 'zod';

import type { ProcedureRunStep } from '#contracts/ordering/procedures';

import { Dialog } from '../../app/dialog.tsx';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { AreaField, TextField } from '../../ui/form/fields.tsx';
import { ErrorSummary } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import type { useSteps } from './use-steps.ts';

const needed = z.string().trim().min(1, 'Say why, in a line').max(2000);
const free = z.string().trim().max(2000);

/** The small form before a step is skipped, done by hand, approved or rejected. */
export function StepDialog({
  step,
  action,
  steps,
  onClose,
}: {
  step: ProcedureRunStep;
  action: { readonly action: string; readonly label: string; readonly effect: string | null };
  steps: ReturnType<typeof useSteps>;
  onClose: () => void;
}) {
  const kind = action.action;
  const hasReason = kind === 'skip' || kind === 'reject';
  const asks = kind === 'complete' ? step.asks : [];
  const form = useForm({
    schema: z.object({ note: hasReason ? needed : free, results: z.record(z.string(), z.string().trim().max(4000)) }),
    initial: { note: '', results: Object.fromEntries(asks.map(({ name }) => [name, ''])) },
    onSubmit: async ({ note, results }) => {
      if (kind === 'skip') await steps.skip(step.id, note);
      else if (kind === 'complete') await steps.complete(step.id, note, results);
      else await steps.decide(step.id, kind === 'approve', note);
      onClose();
    },
  });
  return (
    <Dialog label={action.label} onClose={onClose} canClose={!form.busy}>
      <form className="pt-dialog-body" noValidate onSubmit={form.submit}>
        <h2 className="pt-h1">{t('{action}: {step}', { action: action.label, step: step.name })}</h2>
        {action.effect !== null && <p>{action.effect}.</p>}
        <ErrorSummary form={form} />
        {asks.map(({ name, secret }) => (
          <TextField
            key={name}
            field={form.field(`results.${name}`)}
            label={name}
            type={secret ? 'password' : 'text'}
            {...(secret ? { hint: t('A secret: nobody on the desk sees it again.') } : {})}
          />
        ))}
        <AreaField
          field={form.field('note')}
          label={hasReason ? t('Reason') : t('Note')}
          hint={t('Kept with the order, for the desk.')}
          rows={3}
          optional={!hasReason}
        />
        <div className="pt-dialog-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" look={kind === 'reject' ? 'danger' : 'primary'} busy={form.busy}>
            {action.label}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
