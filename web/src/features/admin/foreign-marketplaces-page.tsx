import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';

import { foreignMarketplaceEndpoints } from '#contracts/ordering/foreign-marketplaces';
import type { ForeignMarketplace } from '#contracts/ordering/foreign-marketplaces';

import { queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { formatNumber, t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { EmptyState } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import '../../ui/marks/marks.css';
import { AdminFrame } from './admin-frame.tsx';
import { ForeignMarketplaceDrawer } from './foreign-marketplace-drawer.tsx';
import { ForeignMarketplaceForm } from './foreign-marketplace-form.tsx';

/** Marketplaces elsewhere whose orders this desk works: whether they answer, and what came of it. */
export function ForeignMarketplacesPage() {
  const client = useQueryClient();
  const [editing, setEditing] = useState<ForeignMarketplace | 'new'>();
  const [opened, setOpened] = useState<string>();
  const list = useQuery({
    ...queryOf(foreignMarketplaceEndpoints.listForeignMarketplaces, {}),
    refetchInterval: 10_000,
  });
  const items = list.data?.items ?? [];
  const current = items.find(({ id }) => id === opened);
  const refresh = () => client.invalidateQueries({ queryKey: ['ordering'] });
  const add = (
    <Button look="primary" icon={IconPlus} onClick={() => setEditing('new')}>
      {t('Add marketplace')}
    </Button>
  );
  return (
    <AdminFrame title={t('Foreign marketplaces')} actions={add}>
      <p className="pt-reading">
        {t(
          'Orders placed in these marketplaces come to the desk here. States, messages and access go back, and their customers hear from their marketplace alone.',
        )}
      </p>
      {list.error && !list.data && <FailurePage error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && items.length === 0 && (
        <EmptyState title={t('No foreign marketplace yet')}>
          {t('Have one registered there as an order system, then add it here with a token of its administrator.')}
        </EmptyState>
      )}
      {items.length > 0 && <Table items={items} onOpen={setOpened} />}
      {editing && (
        <ForeignMarketplaceForm
          {...(editing === 'new' ? {} : { marketplace: editing })}
          onClose={() => setEditing(undefined)}
          onSaved={() => {
            setEditing(undefined);
            void refresh();
          }}
        />
      )}
      {current && !editing && (
        <ForeignMarketplaceDrawer
          marketplace={current}
          onClose={() => setOpened(undefined)}
          onEdit={() => setEditing(current)}
          onChanged={refresh}
        />
      )}
    </AdminFrame>
  );
}

function Table({ items, onOpen }: { items: readonly ForeignMarketplace[]; onOpen: (id: string) => void }) {
  return (
    <SubTable label={t('Foreign marketplaces')}>
      <thead>
        <tr>
          <th scope="col">{t('Marketplace')}</th>
          <th scope="col">{t('We are there')}</th>
          <th scope="col">{t('Last exchange')}</th>
          <th scope="col" data-align="right">
            {t('Events read')}
          </th>
          <th scope="col" data-align="right">
            {t('Orders')}
          </th>
          <th scope="col" data-align="right">
            <span className="pt-hidden">{t('Action')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.id} data-off={one.state === 'paused' || undefined}>
            <th scope="row">
              <strong className="pt-strong">{one.name}</strong>
              <div className="pt-second pt-mono pt-wrap">{one.baseUrl}</div>
            </th>
            <td className="pt-wrap">
              {one.omsName === '' ? t('Order system {id}', { id: one.omsId }) : one.omsName}
              <div className="pt-second">{roleWords(one)}</div>
            </td>
            <td className="pt-wrap">
              <Standing marketplace={one} />
            </td>
            <td data-align="right">{formatNumber(one.eventsRead)}</td>
            <td data-align="right">{formatNumber(one.orders)}</td>
            <td data-align="right">
              <Button size="small" aria-label={t('Open {name}', { name: one.name })} onClick={() => onOpen(one.id)}>
                {t('Open')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </SubTable>
  );
}

function roleWords({ role }: ForeignMarketplace): string {
  if (role === null) return t('not asked yet');
  return role === 'mediator' ? t('the default one, writes as mediator') : t('one of them, writes as provider');
}

function Standing({ marketplace: { state, failures, lastError, polledAt } }: { marketplace: ForeignMarketplace }) {
  if (state === 'paused') return <strong className="pt-strong pt-fg-amber">{t('Paused')}</strong>;
  if (failures > 0 && lastError)
    return (
      <>
        <span className="pt-fg-red">{lastError.text}</span>{' '}
        <span className="pt-muted">
          <When at={lastError.at} />
        </span>
      </>
    );
  if (polledAt === null) return <span className="pt-muted">{t('none yet')}</span>;
  return (
    <>
      <span className="pt-fg-green">{t('went well')}</span>{' '}
      <span className="pt-muted">
        <When at={polledAt} />
      </span>
    </>
  );
}
