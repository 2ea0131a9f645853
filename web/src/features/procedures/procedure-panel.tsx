import { useQuery } from '@tanstack/react-query';

import { procedureEndpoints } from '#contracts/ordering/procedures';
import type { ProcedureState } from '#contracts/ordering/procedures';

import { queryOf } from '../../api/query.ts';
import { t } from '../../app/messages.ts';
import { Section } from '../../ui/record/record-page.tsx';
import { StepActions } from './step-actions.tsx';
import { StepTrack } from './step-track.tsx';

const stateWords: Readonly<Record<ProcedureState, string>> = {
  running: 'running',
  stuck: 'stuck',
  done: 'done',
  stopped: 'stopped',
};

/** The procedure that gives access to what the order asks for; nothing where people alone give it. */
export function ProcedurePanel({ order }: { order: number }) {
  const { data } = useQuery(queryOf(procedureEndpoints.readProcedureRun, { params: { number: order } }));
  if (!data || data.state === null || data.steps.length === 0) return null;
  return (
    <Section
      id="procedure"
      title={t('Procedure')}
      aside={
        <span className={data.state === 'stuck' ? 'pt-fg-red' : 'pt-second'}>
          {t('{state}, {done} of {total} steps', {
            state: t(stateWords[data.state]),
            done: data.done,
            total: data.total,
          })}
        </span>
      }
    >
      <StepTrack steps={data.steps} actionsOf={(step) => <StepActions order={order} step={step} />} />
    </Section>
  );
}
