import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';

import { catalogueEndpoints } from '#contracts/catalogue/endpoints';
import { omsEndpoints } from '#contracts/catalogue/omses';
import type { Oms } from '#contracts/catalogue/omses';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { queryOf } from '../../api/query.ts';
import { confirm } from '../../app/confirm.tsx';
import { FailurePage } from '../../app/failure.tsx';
import { formatNumber, t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { Notice, Tag } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { AdminFrame } from './admin-frame.tsx';
import { OmsCalls } from './oms-calls.tsx';
import { OmsForm } from './oms-form.tsx';
import { callFailed, removalRefusal, servedWords } from './oms-words.ts';

/** Order systems: who works which orders from outside, who acts for them, and whether their triggers answer. */
export function OmsesPage() {
  const [editing, setEditing] = useState<Oms | 'new'>();
  return (
    <AdminFrame
      title={t('Order systems')}
      actions={
        <Button look="primary" icon={IconPlus} onClick={() => setEditing('new')}>
          {t('New order system')}
        </Button>
      }
    >
      <p className="pt-reading">
        {t(
          'An order system works the orders of the offers that name it, by the Ordering API. The default one is the order desk: it takes what names no other.',
        )}
      </p>
      <Omses onEdit={setEditing} />
      {editing && <OmsForm {...(editing === 'new' ? {} : { oms: editing })} onClose={() => setEditing(undefined)} />}
    </AdminFrame>
  );
}

function Omses({ onEdit }: { onEdit: (oms: Oms) => void }) {
  const client = useQueryClient();
  const [opened, setOpened] = useState<Oms>();
  const [failure, setFailure] = useState<string>();
  const omses = useQuery({ ...queryOf(omsEndpoints.listOmses, {}), refetchInterval: 10_000 });
  const catalogue = useQuery(queryOf(catalogueEndpoints.browseCatalogue, { query: { limit: 200, sort: 'name' } }));
  const providers = catalogue.data?.facets.find(({ name }) => name === 'provider')?.values ?? [];
  const names = new Map(providers.map(({ value, label }) => [value, label]));
  if (omses.error && !omses.data) return <FailurePage error={omses.error} onRetry={() => void omses.refetch()} />;
  const test = (oms: Oms) => {
    setFailure(undefined);
    void call(omsEndpoints.testOms, { params: { id: oms.id } })
      .then(() => {
        setOpened(oms);
        return client.invalidateQueries({ queryKey: ['catalogue'] });
      })
      .catch((error: unknown) =>
        setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.')),
      );
  };
  const remove = (oms: Oms) =>
    void confirm({
      title: t('Remove {name}?', { name: oms.name }),
      body: t('Nobody can act for it any more, its trigger is not called, and it does not come back.'),
      verb: t('Remove order system'),
      keep: t('Keep order system'),
      danger: true,
      run: async () => {
        await call(omsEndpoints.removeOms, { params: { id: oms.id } }, { ifMatch: oms.version });
        await client.invalidateQueries({ queryKey: ['catalogue'] });
      },
    });
  return (
    <>
      {failure && <Notice tone="red">{failure}</Notice>}
      <SubTable label={t('Order systems')}>
        <thead>
          <tr>
            <th scope="col">{t('Order system')}</th>
            <th scope="col">{t('Orders of')}</th>
            <th scope="col">{t('Administrators')}</th>
            <th scope="col">{t('Trigger')}</th>
            <th scope="col" data-align="right">
              {t('Offers')}
            </th>
            <th scope="col" data-align="right">
              <span className="pt-hidden">{t('Action')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {(omses.data?.omses ?? []).map((oms) => (
            <tr key={oms.id}>
              <th scope="row">
                <strong className="pt-strong">{oms.name}</strong> {oms.isDefault && <Tag>{t('default')}</Tag>}
                <div className="pt-second">{t('Number {id} in the API', { id: oms.id })}</div>
              </th>
              <td className="pt-wrap">{servedWords(oms, names)}</td>
              <td className="pt-wrap">
                {oms.administrators.length === 0 ? (
                  <span className="pt-muted">{t('Nobody: no program can act for it')}</span>
                ) : (
                  oms.administrators.map(({ name }) => name).join(', ')
                )}
              </td>
              <td className="pt-wrap">
                <TriggerCell oms={oms} />
              </td>
              <td data-align="right">{formatNumber(oms.offers)}</td>
              <td data-align="right">
                <span className="pt-admin-deeds">
                  {oms.trigger && (
                    <>
                      <Button
                        size="small"
                        aria-label={t('Calls to {name}', { name: oms.name })}
                        onClick={() => setOpened(oms)}
                      >
                        {t('Calls')}
                      </Button>
                      <Button
                        size="small"
                        aria-label={t('Call {name} to test it', { name: oms.name })}
                        onClick={() => test(oms)}
                      >
                        {t('Test call')}
                      </Button>
                    </>
                  )}
                  <Button size="small" aria-label={t('Change {name}', { name: oms.name })} onClick={() => onEdit(oms)}>
                    {t('Change')}
                  </Button>
                  <Button
                    size="small"
                    look="danger"
                    refusal={removalRefusal(oms)}
                    aria-label={t('Remove {name}', { name: oms.name })}
                    onClick={() => remove(oms)}
                  >
                    {t('Remove')}
                  </Button>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </SubTable>
      {opened && <OmsCalls oms={opened} onClose={() => setOpened(undefined)} />}
    </>
  );
}

function TriggerCell({ oms: { trigger, lastCall } }: { oms: Oms }) {
  if (!trigger) return <span className="pt-muted">{t('None: it asks for events by itself')}</span>;
  return (
    <>
      <span className="pt-mono">
        {trigger.method.toUpperCase()} {trigger.url}
      </span>
      <div className={lastCall && callFailed(lastCall) ? 'pt-second pt-fg-red' : 'pt-second'}>
        {lastCall === null ? (
          t('not called yet')
        ) : (
          <>
            {lastCall.failure ?? t('answered {status}', { status: lastCall.status ?? '' })}{' '}
            <When at={lastCall.triedAt ?? lastCall.createdAt} />
          </>
        )}
      </div>
    </>
  );
}
