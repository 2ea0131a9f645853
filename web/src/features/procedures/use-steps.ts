import { useQueryClient } from '@tanstack/react-query';

import { procedureEndpoints } from '#contracts/ordering/procedures';
import type { ProcedureRun } from '#contracts/ordering/procedures';

import { call } from '../../api/call.ts';
import { keyOf } from '../../api/query.ts';

/** The calls that move the procedure of one order; each leaves the page with what stands now. */
export function useSteps(number: number) {
  const client = useQueryClient();
  const take = async (answer: Promise<ProcedureRun>) => {
    client.setQueryData(keyOf(procedureEndpoints.readProcedureRun, { params: { number } }), await answer);
    void client.invalidateQueries({ queryKey: ['ordering'] });
  };
  const params = (step: string) => ({ number, step });
  return {
    retry: (step: string) => take(call(procedureEndpoints.retryProcedureStep, { params: params(step) })),
    skip: (step: string, reason: string) =>
      take(call(procedureEndpoints.skipProcedureStep, { params: params(step), body: { reason } })),
    complete: (step: string, note: string, results: Record<string, string>) =>
      take(call(procedureEndpoints.completeProcedureStep, { params: params(step), body: { note, results } })),
    decide: (step: string, approve: boolean, reason: string) =>
      take(call(procedureEndpoints.decideProcedureStep, { params: params(step), body: { approve, reason } })),
  };
}
