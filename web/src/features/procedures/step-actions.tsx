import { useState } from 'react';

import type { ProcedureRunStep } from '#contracts/ordering/procedures';

import { ApiError } from '../../api/problem.ts';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { StepDialog } from './step-dialog.tsx';
import { useSteps } from './use-steps.ts';

/** What the reader can do with a step, as buttons; all but trying again ask first. */
export function StepActions({ order, step }: { order: number; step: ProcedureRunStep }) {
  const steps = useSteps(order);
  const [open, setOpen] = useState<ProcedureRunStep['actions'][number]>();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState('');
  if (step.actions.length === 0) return null;
  const retry = async () => {
    setBusy(true);
    setTrouble('');
    try {
      await steps.retry(step.id);
    } catch (error) {
      setTrouble(error instanceof ApiError ? error.detail : t('It did not work. Try again.'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="pt-track-actions">
      {step.actions.map((action) => (
        <Button
          key={action.action}
          size="small"
          {...(action.primary ? { look: 'primary' as const } : {})}
          refusal={action.refusal}
          busy={busy && action.action === 'retry'}
          onClick={() => (action.action === 'retry' ? void retry() : setOpen(action))}
        >
          {action.label}
        </Button>
      ))}
      {trouble !== '' && <span className="pt-fg-red">{trouble}</span>}
      {open && <StepDialog step={step} action={open} steps={steps} onClose={() => setOpen(undefined)} />}
    </div>
  );
}
