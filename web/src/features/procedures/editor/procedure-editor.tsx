import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { ProcedureInput, procedureStepKinds } from '#contracts/catalogue/procedure';
import type { CheckedProcedure, Procedure } from '#contracts/catalogue/procedure';
import { offerProcedureEndpoints as endpoints } from '#contracts/catalogue/procedure-endpoints';

import { call } from '../../../api/call.ts';
import { ApiError } from '../../../api/problem.ts';
import { keyOf } from '../../../api/query.ts';
import { t } from '../../../app/messages.ts';
import { toast } from '../../../app/toasts.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { ErrorSummary } from '../../../ui/form/page-form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { EmptyState, Notice } from '../../../ui/small.tsx';
import '../procedures.css';
import { kindWords, moved, newStep } from './new-step.ts';
import { StepFields } from './step-fields.tsx';

interface Given {
  readonly procedure: Procedure;
  readonly params: { readonly slug: string; readonly iid: number };
}

/** The steps of an offer from first to last; checked for a sample order before they are kept. */
export function ProcedureEditor({ procedure, params }: Given) {
  const client = useQueryClient();
  const [checked, setChecked] = useState<CheckedProcedure>();
  const [trouble, setTrouble] = useState('');
  const form = useForm({
    schema: ProcedureInput,
    initial: { steps: procedure.steps, secrets: {} },
    onSubmit: async (body) => {
      const kept = await call(endpoints.keepOfferProcedure, { params, body }, { ifMatch: procedure.version });
      client.setQueryData(keyOf(endpoints.readOfferProcedure, { params }), kept);
      form.replace({ steps: kept.steps, secrets: {} });
      setChecked(undefined);
      toast({ text: t('The procedure is kept. Orders approved from now on run it.') });
    },
  });
  const { steps } = form.values;
  const check = async () => {
    setTrouble('');
    try {
      setChecked(await call(endpoints.checkOfferProcedure, { params, body: form.values }));
    } catch (error) {
      setChecked(undefined);
      setTrouble(error instanceof ApiError ? error.detail : t('It did not work. Try again.'));
    }
  };
  return (
    <form className="pt-procedure" noValidate onSubmit={form.submit}>
      <p className="pt-reading">
        {t(
          'When an order of this offer is approved, these steps run one after the other. A step that fails makes the order stuck until the desk tries it again, skips it or does it by hand.',
        )}
      </p>
      <ErrorSummary form={form} />
      {steps.length === 0 && (
        <EmptyState title={t('No steps yet')}>{t('Access is given by people. Add the first step below.')}</EmptyState>
      )}
      {steps.map((step, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- the key of a step is itself being written
        <section className="pt-procedure-step" key={place} aria-label={t('Step {n}', { n: place + 1 })}>
          <header>
            <span className="pt-second">{t(kindWords[step.kind])}</span>
            <h2 className="pt-h2">{`${place + 1}. ${step.name}`}</h2>
            <IconButton
              icon={IconArrowUp}
              label={t('Move step {n} up', { n: place + 1 })}
              onClick={() => form.set('steps', moved(steps, place, -1))}
            />
            <IconButton
              icon={IconArrowDown}
              label={t('Move step {n} down', { n: place + 1 })}
              onClick={() => form.set('steps', moved(steps, place, 1))}
            />
            <IconButton
              icon={IconTrash}
              label={t('Remove step {n}', { n: place + 1 })}
              onClick={() =>
                form.set(
                  'steps',
                  steps.filter((_step, other) => other !== place),
                )
              }
            />
          </header>
          <StepFields form={form} place={place} step={step} hasSecret={procedure.secretsSet.includes(step.key)} />
          <Checked checked={checked} place={place} />
        </section>
      ))}
      <div className="pt-row">
        {procedureStepKinds.map((kind) => (
          <Button
            key={kind}
            size="small"
            icon={IconPlus}
            onClick={() =>
              form.set('steps', [
                ...steps,
                newStep(
                  kind,
                  steps.map(({ key }) => key),
                ),
              ])
            }
          >
            {t(kindWords[kind])}
          </Button>
        ))}
      </div>
      <details>
        <summary>{t('What templates may name')}</summary>
        <p className="pt-mono pt-second">
          {[...procedure.placeholders, 'answers.<key>.<name>'].map((name) => `{{ ${name} }}`).join('   ')}
        </p>
      </details>
      {trouble !== '' && <Notice tone="red">{trouble}</Notice>}
      {checked?.problems.length === 0 && (
        <Notice tone="green">{t('Nothing is missing: the previews are for a sample order.')}</Notice>
      )}
      <footer className="pt-form-foot">
        <Button type="submit" look="primary" busy={form.busy}>
          {t('Keep procedure')}
        </Button>
        <Button onClick={() => void check()}>{t('Check and preview')}</Button>
      </footer>
    </form>
  );
}

function Checked({ checked, place }: { checked: CheckedProcedure | undefined; place: number }) {
  const problems = checked?.problems.filter(({ step }) => step === place) ?? [];
  const previews = checked?.previews.filter(({ step }) => step === place) ?? [];
  return (
    <div className="pt-procedure-preview">
      {problems.map(({ field, reason }) => (
        <p className="pt-fg-red" key={field}>{`${field}: ${reason}`}</p>
      ))}
      {previews.length > 0 && (
        <details>
          <summary>{t('For a sample order')}</summary>
          {previews.map(({ field, text }) => (
            <div key={field}>
              <span className="pt-second">{field}</span>
              <pre className="pt-mono">{text}</pre>
            </div>
          ))}
        </details>
      )}
    </div>
  );
}
