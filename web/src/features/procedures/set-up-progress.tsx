import { useQuery } from '@tanstack/react-query';

import { procedureEndpoints } from '#contracts/ordering/procedures';

import { queryOf } from '../../api/query.ts';
import { t } from '../../app/messages.ts';

/** For the customer: how far the setting up has come, without what is done. */
export function SetUpProgress({ order }: { order: number }) {
  const { data } = useQuery(queryOf(procedureEndpoints.readProcedureRun, { params: { number: order } }));
  if (!data || (data.state !== 'running' && data.state !== 'stuck')) return null;
  return (
    <p className="pt-muted">
      {t('Being set up: step {n} of {total}', { n: Math.min(data.done + 1, data.total), total: data.total })}
    </p>
  );
}
