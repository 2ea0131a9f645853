import type { ReactNode } from 'react';

import type { ProcedureRunStep } from '#contracts/ordering/procedures';

import { t } from '../../app/messages.ts';
import { Mark } from '../../ui/marks/state.tsx';
import { lookOf } from '../../ui/marks/states.ts';
import { When } from '../../ui/time/when.tsx';
import './procedures.css';

/** The steps from first to last: where each stands, what was sent and answered, what it waits for. */
export function StepTrack({
  steps,
  actionsOf,
}: {
  steps: readonly ProcedureRunStep[];
  actionsOf: (step: ProcedureRunStep) => ReactNode;
}) {
  return (
    <ol className="pt-track">
      {steps.map((step) => {
        const look = lookOf('procedure', step.state);
        return (
          <li key={step.id}>
            <Mark name={look.mark} tone={look.tone} size={20} />
            <div>
              <div className="pt-track-head">
                <strong className="pt-strong">{step.name}</strong>
                <span className={`pt-fg-${look.tone}`}>{stateWords(step)}</span>
                {step.state === 'waiting' ? <span /> : <span className="pt-second">{<When at={step.since} />}</span>}
              </div>
              <StepMatter step={step} />
              {actionsOf(step)}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function stateWords(step: ProcedureRunStep): string {
  const word = t(lookOf('procedure', step.state).word);
  if (step.by !== null) return t('{state}, by {name}', { state: word, name: step.by });
  if (step.state === 'waiting_person' && step.doer !== null)
    return t('Waits for {name}', { name: step.doer === 'you' ? t('you') : step.doer });
  return word;
}

function StepMatter({ step }: { step: ProcedureRunStep }) {
  const { failure, text, note, nextAt, expiresAt, attempts, answer, results, sent } = step;
  return (
    <>
      {failure !== null && <p className="pt-track-text pt-fg-red">{failure}</p>}
      {step.state === 'running' && nextAt !== null && attempts > 0 && (
        <p className="pt-track-text pt-second">
          {t('Tried {n} of 5 times, next', { n: attempts })} <When at={nextAt} />
        </p>
      )}
      {expiresAt !== null && (
        <p className="pt-track-text pt-second">
          {t('Waits until')} <When at={expiresAt} />
        </p>
      )}
      {text !== '' && <p className="pt-track-text">{text}</p>}
      {note !== '' && <p className="pt-track-text">{note}</p>}
      {(answer !== null || results.length > 0) && (
        <p className="pt-track-text pt-second">
          {[answer, ...results.map(({ name, value }) => `${name}: ${value ?? t('hidden')}`)]
            .filter((part) => part !== null)
            .join(', ')}
        </p>
      )}
      {sent !== null && sent !== '' && (
        <details>
          <summary className="pt-second">{t('What was sent')}</summary>
          <pre className="pt-mono">{sent}</pre>
        </details>
      )}
    </>
  );
}
