import { useId, useState } from 'react';
import type { FormEvent } from 'react';

import type { Bundle } from '#contracts/catalogue/bundles';
import { bundleOrderEndpoints } from '#contracts/ordering/bundle-orders';
import type { PlaceBundle } from '#contracts/ordering/bundle-orders';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { useGo } from '../../app/address.ts';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorSummary } from '../../ui/form/page-form.tsx';
import type { FormField } from '../../ui/form/use-form.ts';
import { Notice } from '../../ui/small.tsx';
import { formatTime } from '../../ui/time/format.ts';
import { useNow, now } from '../../ui/time/now.ts';
import { NewProjectDialog } from '../projects/new-project-dialog.tsx';
import { valuesFor } from '../wizard/answers.ts';
import { dayOf } from '../wizard/today.ts';
import { useDraft } from '../wizard/use-draft.ts';
import { formSigns, voucherOf } from '../wizard/use-placing.ts';
import { useSending } from '../wizard/use-sending.ts';
import '../wizard/wizard.css';
import { bundleErrors, noBundleAnswers, takesVoucher } from './bundle-answers.ts';
import type { BundleAnswers } from './bundle-answers.ts';
import { BundleSoFar } from './bundle-so-far.tsx';
import { CheckBundle, ConfigureBundle } from './bundle-steps.tsx';

export interface BundleStepProps {
  readonly bundle: Bundle;
  readonly answers: BundleAnswers;
  readonly change: (more: Partial<BundleAnswers>) => void;
  readonly field: (path: string, value: unknown, onChange: (value: unknown) => void) => FormField;
  readonly today: string;
}

interface BundleFormProps {
  readonly bundle: Bundle;
  readonly draftKey: string;
  readonly first: BundleAnswers;
  readonly isResumed: boolean;
}

/** The form: a section for each offer, then everything once more with the project; what was written is kept all the while. */
export function BundleForm({ bundle, draftKey, first, isResumed }: BundleFormProps) {
  const go = useGo();
  const base = useId();
  const today = dayOf(useNow());
  const draft = useDraft(draftKey);
  const [answers, setAnswers] = useState(first);
  const [resumed, setResumed] = useState(isResumed);
  const [step, setStep] = useState<'configure' | 'check'>('configure');
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [summary, setSummary] = useState<Readonly<Record<string, string>>>({});
  const [attempts, setAttempts] = useState(0);
  const [isNewProject, setNewProject] = useState(false);
  const sending = useSending<PlaceBundle>(draftKey, ({ body, key }) =>
    call(bundleOrderEndpoints.placeBundle, { body }, { idempotencyKey: key }),
  );

  const change = (more: Partial<BundleAnswers>) => {
    const next = { ...answers, ...more };
    setAnswers(next);
    draft.keep(next);
  };
  const show = (found: Readonly<Record<string, string>>) => {
    setErrors(found);
    setSummary(found);
    if (Object.keys(found).length > 0) setAttempts((before) => before + 1);
  };
  const wrongNow = () => bundleErrors(bundle, answers, today);
  const idOf = (path: string) => `${base}-${path.replaceAll('.', '-')}`;
  const field: BundleStepProps['field'] = (path, value, onChange) => ({
    id: idOf(path),
    path,
    value,
    error: errors[path] === undefined ? undefined : t(errors[path]),
    onChange: (next) => {
      setErrors(({ [path]: _gone, ...rest }) => rest);
      onChange(next);
    },
    onLeave: () => {
      const message = wrongNow()[path];
      // Leaving an empty field is no mistake yet; sending it is.
      if (message !== undefined && value !== '' && value !== null)
        setErrors((before) => ({ ...before, [path]: message }));
    },
  });

  const send = async () => {
    try {
      const order = await sending.send({
        project: answers.project ?? 0,
        bundle: bundle.ref,
        lines: bundle.offers.map(({ ref, details }) => ({
          offer: ref,
          parameters: valuesFor(details, answers.lines[ref] ?? {}),
        })),
        comment: answers.comment,
        ...(takesVoucher(bundle) ? { voucher: voucherOf(answers) } : {}),
        form: formSigns(answers.since, sending.hidden),
      });
      draft.forget();
      go(`/projects/${order.project.number}/lines/${order.iid}`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const fields = Object.fromEntries(error.errors.map(({ path, message }) => [path, message]));
      if (Object.keys(fields).some((path) => path.startsWith('lines.') || path.startsWith('voucher')))
        setStep('configure');
      show(fields);
    }
  };
  const proceed = (event: FormEvent) => {
    event.preventDefault();
    if (sending.isBusy) return;
    const wrong = wrongNow();
    if (Object.keys(wrong).length > 0) {
      setStep('configure');
      show(wrong);
    } else if (step === 'configure') {
      show({});
      setStep('check');
    } else if (answers.project === null) show({ project: t('Choose a project') });
    else void send();
  };

  const given: BundleStepProps = { bundle, answers, change, field, today };
  const refusal = bundle.refusal ?? (step === 'check' ? sending.refusal : null);
  const summaryOf = {
    summary: Object.entries(summary).map(([path, message]) => ({
      path,
      id: idOf(path),
      message: named(bundle, path, t(message)),
    })),
    failure: sending.failure,
    attempts: attempts + sending.attempts,
    busy: sending.isBusy,
    submit: () => undefined,
  };

  return (
    <>
      <form
        className="pt-wizard"
        noValidate
        onSubmit={proceed}
        aria-label={t('Order {service}', { service: bundle.name })}
      >
        <header className="pt-page-head pt-wizard-head">
          <h1 className="pt-h1">{t('Order {service}', { service: bundle.name })}</h1>
        </header>
        <div className="pt-wizard-body">
          <div className="pt-wizard-scroll">
            <div className="pt-form-column">
              {resumed && (
                <Notice
                  tone="sea"
                  action={
                    <Button
                      look="link"
                      size="small"
                      onClick={() => {
                        setAnswers({ ...noBundleAnswers, since: now(), project: answers.project });
                        setResumed(false);
                        draft.forget();
                      }}
                    >
                      {t('Start over')}
                    </Button>
                  }
                >
                  {t('You began this order before. What you wrote is still here.')}
                </Notice>
              )}
              <ErrorSummary form={summaryOf} />
              {step === 'configure' ? (
                <ConfigureBundle {...given} />
              ) : (
                <CheckBundle
                  {...given}
                  hidden={sending.hidden}
                  setHidden={sending.setHidden}
                  onNewProject={() => setNewProject(true)}
                  onChangeIt={() => setStep('configure')}
                />
              )}
            </div>
          </div>
          <BundleSoFar bundle={bundle} answers={answers} today={today} />
        </div>
        <footer className="pt-form-foot">
          {step === 'check' ? (
            <Button onClick={() => setStep('configure')}>{t('Back')}</Button>
          ) : (
            <Button onClick={() => go(`/marketplace/${bundle.ref.split('/')[0] ?? ''}`)}>
              {t('Back to the service')}
            </Button>
          )}
          <Button type="submit" look="primary" busy={sending.isBusy} refusal={refusal}>
            {step === 'check' ? t('Send order') : t('Continue')}
          </Button>
          <span className="pt-form-note">
            {refusal ?? (draft.keptAt !== null && t('Saved as draft {time}', { time: formatTime(draft.keptAt) }))}
          </span>
        </footer>
      </form>
      {isNewProject && (
        <NewProjectDialog
          onClose={() => setNewProject(false)}
          onCreated={({ number }) => {
            change({ project: number });
            setNewProject(false);
          }}
        />
      )}
    </>
  );
}

/** What is wrong with a field, with its line and its name before it, for the list on top. */
function named(bundle: Bundle, path: string, message: string): string {
  const [, line, , parameter] = /^lines\.(\d+)\.(parameters\.)?(.*)$/.exec(path) ?? [];
  const offer = line === undefined ? undefined : bundle.offers[Number(line)];
  if (!offer) return message;
  const label = offer.details.parameters.find(({ id }) => id === parameter)?.label;
  return label === undefined
    ? t('{service}: {message}', { service: offer.service.name, message })
    : t('{service}, {label}: {message}', { service: offer.service.name, label, message });
}
