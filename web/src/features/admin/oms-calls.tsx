import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconRefresh, IconX } from '@tabler/icons-react';
import { useState } from 'react';

import { omsEndpoints } from '#contracts/catalogue/omses';
import type { Oms, OmsCall } from '#contracts/catalogue/omses';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { queryOf } from '../../api/query.ts';
import { Dialog } from '../../app/dialog.tsx';
import { t } from '../../app/messages.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Notice } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { callFailed } from './oms-words.ts';

/** The log of the calls to one trigger, newest first; each can be made again. */
export function OmsCalls({ oms, onClose }: { oms: Oms; onClose: () => void }) {
  const [after, setAfter] = useState<string>();
  const calls = useQuery({
    ...queryOf(omsEndpoints.listOmsCalls, {
      params: { id: oms.id },
      query: { limit: 50, ...(after === undefined ? {} : { after }) },
    }),
    refetchInterval: 5000,
  });
  const next = calls.data?.next;
  return (
    <Dialog label={t('Calls to {name}', { name: oms.name })} className="pt-drawer" onClose={onClose}>
      <div className="pt-drawer-frame">
        <header className="pt-drawer-head">
          <h2 className="pt-h1 pt-truncate">{t('Calls to {name}', { name: oms.name })}</h2>
          <IconButton icon={IconX} label={t('Close')} onClick={onClose} />
        </header>
        <div className="pt-form-scroll pt-drawer-body">
          <p className="pt-muted">
            {t('One call for each event, tried five times within an hour. Calls are kept for 30 days.')}
          </p>
          {calls.error && <Notice tone="red">{calls.error.detail}</Notice>}
          {calls.data?.items.length === 0 && <p className="pt-muted">{t('None yet.')}</p>}
          {calls.data?.items.map((one) => (
            <Call key={one.id} oms={oms.id} one={one} />
          ))}
          <div className="pt-row">
            {after !== undefined && <Button onClick={() => setAfter(undefined)}>{t('Newest')}</Button>}
            {next && <Button onClick={() => setAfter(next)}>{t('Older')}</Button>}
          </div>
        </div>
      </div>
    </Dialog>
  );
}

const stateWords = { waiting: 'waits', delivered: 'delivered', failed: 'given up' } as const;

function Call({ oms, one }: { oms: number; one: OmsCall }) {
  const client = useQueryClient();
  const [failure, setFailure] = useState<string>();
  const again = () => {
    setFailure(undefined);
    void call(omsEndpoints.repeatOmsCall, { params: { id: oms, call: one.id } })
      .then(() => client.invalidateQueries({ queryKey: ['catalogue'] }))
      .catch((error: unknown) =>
        setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.')),
      );
  };
  return (
    <section className="pt-section">
      <div className="pt-row">
        <strong className={callFailed(one) ? 'pt-strong pt-fg-red' : 'pt-strong'}>{t(stateWords[one.state])}</strong>
        <span className="pt-muted pt-grow">
          <When at={one.triedAt ?? one.createdAt} style="long" />
          {one.attempts > 1 && `, ${t('{n} tries', { n: one.attempts })}`}
        </span>
        <Button size="small" icon={IconRefresh} onClick={again}>
          {t('Call again')}
        </Button>
      </div>
      <div>{one.about}</div>
      <div className={callFailed(one) ? 'pt-second pt-fg-red' : 'pt-second'}>
        {one.failure ?? (one.status === null ? '' : t('answered {status}', { status: one.status }))}
        {one.milliseconds !== null && `, ${t('{n} ms', { n: one.milliseconds })}`}
      </div>
      {failure && <Notice tone="red">{failure}</Notice>}
    </section>
  );
}
