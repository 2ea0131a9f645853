import { useMemo } from 'react';

import { identityEndpoints } from '#contracts/identity/endpoints';
import type { AuditEntry } from '#contracts/identity/schemas';

import { useAddress } from '../../app/address.ts';
import { t } from '../../app/messages.ts';
import { TwoLine } from '../../ui/data-table/cells.tsx';
import type { Column } from '../../ui/data-table/columns.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import type { ListDefinition } from '../../ui/data-table/list-address.ts';
import { useContractList } from '../../ui/data-table/use-contract-list.ts';
import { useList } from '../../ui/data-table/use-list.ts';
import { EmptyState } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { AdminFrame } from './admin-frame.tsx';

function detailsOf({ details }: AuditEntry): string {
  return Object.entries(details)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

const columns: readonly Column<AuditEntry>[] = [
  {
    id: 'at',
    header: 'When',
    width: 130,
    value: (entry) => entry.at,
    cell: (entry) => <When at={entry.at} style="long" />,
  },
  {
    id: 'actor',
    header: 'Who',
    width: 150,
    grow: 0.6,
    value: (entry) => entry.actor.name,
    cell: (entry) => <TwoLine first={entry.actor.name} />,
  },
  {
    id: 'action',
    header: 'Did what',
    width: 190,
    grow: 0.8,
    rowHeader: true,
    value: (entry) => entry.action,
    cell: (entry) => <span className="pt-mono pt-truncate">{entry.action}</span>,
  },
  {
    id: 'target',
    header: 'To what',
    width: 170,
    grow: 0.8,
    priority: 1,
    value: (entry) => entry.target,
    cell: (entry) => (
      <span className="pt-truncate pt-mono" title={entry.target}>
        {entry.target}
      </span>
    ),
  },
  {
    id: 'details',
    header: 'Details',
    width: 200,
    grow: 2,
    priority: 2,
    value: detailsOf,
    cell: (entry) => (
      <span className="pt-truncate pt-muted" title={detailsOf(entry)}>
        {detailsOf(entry)}
      </span>
    ),
  },
];

const definition: ListDefinition = {
  filters: [
    { key: 'action', label: 'Did what', kind: 'text' },
    { key: 'target', label: 'To what', kind: 'text' },
    { key: 'actor', label: 'Who (id)', kind: 'text' },
  ],
  views: [],
  defaultSort: '-at',
};

const rowId = (entry: AuditEntry) => entry.id;
const noun = { zero: 'No entry matches', one: '1 entry', other: '{n} entries' };

function first(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}

/** Who did what, newest first; nothing can be changed here. */
export function AuditPage() {
  return (
    <AdminFrame title={t('Audit')} isList>
      <Audit />
    </AdminFrame>
  );
}

function Audit() {
  const list = useList(definition);
  const { href } = useAddress();
  const query = useMemo(() => {
    const [action, target, actor] = [
      first(list.query['action']),
      first(list.query['target']),
      first(list.query['actor']),
    ];
    return {
      ...(action === undefined ? {} : { action }),
      ...(target === undefined ? {} : { target }),
      ...(actor === undefined ? {} : { actor }),
    };
  }, [list.query]);
  const rows = useContractList(identityEndpoints.listAudit, { query });
  return (
    <DataTable
      list={list}
      rows={rows}
      columns={columns}
      rowId={rowId}
      href={(entry) => hrefOf(entry) ?? href}
      noun={noun}
      oneLine
      caption={t('Audit')}
      placeholder={t('Filter: did what (identity.*), to what, who')}
      small={(entry) => ({
        title: entry.action,
        clock: <When at={entry.at} />,
        state: entry.actor.name,
        turn: entry.target,
      })}
      empty={
        <EmptyState title={t('Nothing yet')}>
          {t('Everything that people change is written here, and stays.')}
        </EmptyState>
      }
    />
  );
}

/** The page of what an entry is about, where there is one. */
function hrefOf({ target }: AuditEntry): string | undefined {
  const [kind, id] = target.split(':');
  if (kind === 'person' && id) return `/admin/people?at=${encodeURIComponent(id)}`;
  if (kind === 'order' && id && /^\d+$/.test(id)) return `/orders/${id}`;
  return undefined;
}
