import { IconCheck } from '@tabler/icons-react';
import { useEffect, useId, useState } from 'react';
import type { FormEvent } from 'react';

import type { Offer, Service } from '#contracts/catalogue/schemas';

import { ApiError } from '../../api/problem.ts';
import { useAddress, useGo } from '../../app/address.ts';
import { t } from '../../app/messages.ts';
import { useRouteParam } from '../../app/route-hooks.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorSummary } from '../../ui/form/page-form.tsx';
import type { FormField } from '../../ui/form/use-form.ts';
import { Link } from '../../ui/link.tsx';
import { Notice } from '../../ui/small.tsx';
import { formatTime } from '../../ui/time/format.ts';
import { useNow } from '../../ui/time/now.ts';
import { NewProjectDialog } from '../projects/new-project-dialog.tsx';
import { AccessStep } from './access-step.tsx';
import { configurationErrors } from './answers.ts';
import type { Answers } from './answers.ts';
import { CheckStep } from './check-step.tsx';
import { ConfigureStep } from './configure-step.tsx';
import { OfferStep } from './offer-step.tsx';
import { OrderSoFar } from './so-far.tsx';
import { allowedStep, stepsFor, stepWords } from './steps.ts';
import type { Step } from './steps.ts';
import { dayOf } from './today.ts';
import { useAnswers } from './use-answers.ts';
import type { Begun } from './use-answers.ts';
import { usePlacing } from './use-placing.ts';
import { Placed } from './placed.tsx';
import './wizard.css';

export interface StepProps {
  readonly service: Service;
  readonly answers: Answers;
  readonly change: (more: Partial<Answers>) => void;
  readonly field: (path: string, value: unknown, onChange: (value: unknown) => void) => FormField;
  readonly today: string;
}

/** The form: a step at a time, the order so far beside it, what was written kept all the while. */
export function Wizard({
  service,
  begun,
  question,
}: {
  service: Service;
  begun: Begun;
  /** Number of the question of mine that becomes this order. */
  question: number | undefined;
}) {
  const { asked, isPlain, isHere } = useStepAsked();
  const go = useGo();
  const base = useId();
  const today = dayOf(useNow());
  const kept = useAnswers(service.slug, begun);
  const { answers, change, draft } = kept;
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [summary, setSummary] = useState<Readonly<Record<string, string>>>({});
  const [attempts, setAttempts] = useState(0);
  const [isNewProject, setNewProject] = useState(false);
  const placing = usePlacing(service, question);
  const offer = service.offers.find(({ iid }) => iid === answers.offer);
  const steps = stepsFor(service, offer);

  const wrongIn = (step: Step): Record<string, string> => {
    if (step === 'offer' || !offer) return offer ? {} : { offer: t('Choose an offer') };
    if (step === 'configure') return configurationErrors(offer, answers, today);
    if (step === 'check') return answers.project === null ? { project: t('Choose a project') } : {};
    return {};
  };
  const isDone = (step: Step) =>
    step === 'access'
      ? answers.read !== null && answers.read === answers.offer
      : Object.keys(wrongIn(step)).length === 0;
  const step = allowedStep(steps, asked, isDone);
  const at = steps.indexOf(step);
  const addressOf = (one: Step) => `/marketplace/${service.slug}/order/${one}`;
  useEffect(() => {
    // On the way out this page still stands for a moment, under the address of the next one.
    if (!isHere || (asked === step && isPlain)) return;
    // What the address brought along is now an answer like the others, so that a reload keeps what follows.
    if (!isPlain) change({});
    go(`/marketplace/${service.slug}/order/${step}`, { replace: true });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only when the step changes; `go` and `change` are new each time
  }, [asked, isPlain, isHere, step, service.slug]);

  const show = (found: Readonly<Record<string, string>>) => {
    setErrors(found);
    setSummary(found);
    if (Object.keys(found).length > 0) setAttempts((before) => before + 1);
  };
  const idOf = (path: string) => `${base}-${path.replaceAll('.', '-')}`;
  const field: StepProps['field'] = (path, value, onChange) => ({
    id: idOf(path),
    path,
    value,
    error: errors[path] === undefined ? undefined : t(errors[path]),
    onChange: (next) => {
      setErrors(({ [path]: _gone, ...rest }) => rest);
      onChange(next);
    },
    onLeave: () => {
      const message = wrongIn(step)[path];
      // Leaving an empty field is no mistake yet; sending it is.
      if (message !== undefined && value !== '' && value !== null)
        setErrors((before) => ({ ...before, [path]: message }));
    },
  });

  const leadTo = (one: Step) => {
    show({});
    go(addressOf(one));
  };
  const send = async () => {
    if (!offer) return;
    try {
      await placing.place(offer, answers);
      draft.forget();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const fields = Object.fromEntries(error.errors.map(({ path, message }) => [path, message]));
      const elsewhere = Object.keys(fields).some(
        (path) => path.startsWith('parameters.') || path.startsWith('voucher'),
      );
      if (elsewhere) go(addressOf('configure'));
      show(fields);
    }
  };
  const proceed = (event: FormEvent) => {
    event.preventDefault();
    if (placing.isBusy) return;
    const wrong = wrongIn(step);
    if (Object.keys(wrong).length > 0) {
      show(wrong);
      return;
    }
    show({});
    if (step === 'check') {
      void send();
      return;
    }
    const next = steps[at + 1];
    if (step === 'access' && offer) change({ read: offer.iid });
    if (next) go(addressOf(next));
  };

  if (placing.placed) return <Placed service={service} order={placing.placed} />;
  const given: StepProps = { service, answers, change, field, today };
  const lastVerb = offer?.access.kind === 'order' ? t('Send order') : t('Add to the project');
  const refusal = step !== 'offer' && offer ? offer.access.refusal : null;
  const summaryOf = {
    summary: Object.entries(summary).map(([path, message]) => ({
      path,
      id: idOf(path),
      message: named(offer, path, t(message)),
    })),
    failure: placing.failure,
    attempts: attempts + placing.attempts,
    busy: placing.isBusy,
    submit: () => undefined,
  };

  return (
    <>
      <form
        className="pt-wizard"
        noValidate
        onSubmit={proceed}
        aria-label={t('Order {service}', { service: service.name })}
      >
        <header className="pt-page-head pt-wizard-head">
          <h1 className="pt-h1">{t('Order {service}', { service: service.name })}</h1>
          <StepList steps={steps} at={at} addressOf={addressOf} />
        </header>
        <div className="pt-wizard-body">
          <div className="pt-wizard-scroll">
            <div className="pt-form-column">
              {kept.isResumed && (
                <Notice
                  tone="sea"
                  action={
                    <Button look="link" size="small" onClick={kept.startOver}>
                      {t('Start over')}
                    </Button>
                  }
                >
                  {t('You began this order before. What you wrote is still here.')}
                </Notice>
              )}
              <ErrorSummary form={summaryOf} />
              {step === 'offer' && <OfferStep {...given} />}
              {step === 'access' && offer && <AccessStep offer={offer} />}
              {step === 'configure' && offer && <ConfigureStep {...given} offer={offer} />}
              {step === 'check' && offer && (
                <CheckStep
                  {...given}
                  offer={offer}
                  steps={steps}
                  placing={placing}
                  onNewProject={() => setNewProject(true)}
                />
              )}
            </div>
          </div>
          <OrderSoFar
            service={service}
            offer={offer}
            answers={answers}
            today={today}
            saysWhatHappens={step !== 'access'}
          />
        </div>
        <footer className="pt-form-foot">
          {at > 0 ? (
            <Button onClick={() => leadTo(steps[at - 1] ?? step)}>{t('Back')}</Button>
          ) : (
            <Button onClick={() => go(`/marketplace/${service.slug}`)}>{t('Back to the service')}</Button>
          )}
          <Button
            type="submit"
            look="primary"
            busy={placing.isBusy}
            refusal={refusal ?? (step === 'check' ? placing.refusal : null)}
          >
            {step === 'check' ? lastVerb : t('Continue')}
          </Button>
          <span className="pt-form-note">
            {refusal ??
              (step === 'check' ? placing.refusal : null) ??
              (draft.keptAt !== null && t('Saved as draft {time}', { time: formatTime(draft.keptAt) }))}
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

/** What is wrong with a field, with its name before it, for the list on top. */
function named(offer: Offer | undefined, path: string, message: string): string {
  const parameter = offer?.parameters.find(({ id }) => path === `parameters.${id}`);
  return parameter ? t('{label}: {message}', { label: parameter.label, message }) : message;
}

/** The step in the address, whether the address says nothing else, and whether it is one of this form at all. */
function useStepAsked() {
  const { pathname, search } = useAddress();
  const slug = useRouteParam('slug');
  const start = `/marketplace/${slug}/order`;
  const rest = pathname.slice(start.length);
  return {
    isHere: pathname.startsWith(start),
    asked: rest.startsWith('/') ? rest.slice(1) : undefined,
    isPlain: search['offer'] === undefined && search['again'] === undefined,
  };
}

/** Where somebody is in the form; what is done leads back. */
function StepList({ steps, at, addressOf }: { steps: readonly Step[]; at: number; addressOf: (step: Step) => string }) {
  return (
    <ol className="pt-steps" aria-label={t('Steps')}>
      {steps.map((step, index) => (
        <li
          key={step}
          data-passage={index < at ? 'passed' : index === at ? 'now' : 'ahead'}
          aria-current={index === at ? 'step' : undefined}
        >
          <span className="pt-step-number">
            {index < at ? <IconCheck size={13} stroke={2.2} aria-hidden /> : index + 1}
          </span>
          {index < at ? <Link href={addressOf(step)}>{t(stepWords[step])}</Link> : t(stepWords[step])}
        </li>
      ))}
    </ol>
  );
}
