import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { z } from 'zod';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import { shareStates } from '#contracts/ordering/share-schemas';
import type { ShareRow } from '#contracts/ordering/share-schemas';

import { call } from '../../../api/call.ts';
import { ApiError } from '../../../api/problem.ts';
import { queryOf } from '../../../api/query.ts';
import { useAddress, useGo, valueOf, writeSearch } from '../../../app/address.ts';
import { t } from '../../../app/messages.ts';
import { useTitle } from '../../../app/route-hooks.ts';
import { useSession } from '../../../app/session.tsx';
import { toast } from '../../../app/toasts.tsx';
import { csvName, csvOf, saveFile } from '../../../ui/data-table/csv.ts';
import { DataTable } from '../../../ui/data-table/data-table.tsx';
import type { RowGroup } from '../../../ui/data-table/group-rows.ts';
import { ListHead } from '../../../ui/data-table/list-head.tsx';
import type { ListDefinition } from '../../../ui/data-table/list-address.ts';
import type { BulkAction, BulkOutcome } from '../../../ui/data-table/table-foot.tsx';
import { useContractList } from '../../../ui/data-table/use-contract-list.ts';
import { useList } from '../../../ui/data-table/use-list.ts';
import { ClockText } from '../../../ui/marks/clock.tsx';
import { State } from '../../../ui/marks/state.tsx';
import { EmptyState } from '../../../ui/small.tsx';
import { now } from '../../../ui/time/now.ts';
import { ShareDrawer } from './share-drawer.tsx';
import { shareColumns } from './share-columns.tsx';
import './shares.css';
import { resourceLines } from './share-words.ts';

const deskRoles: ReadonlySet<string> = new Set(['shifter', 'sla-coordinator', 'administrator']);
const stateWords: Readonly<Record<(typeof shareStates)[number], string>> = {
  proposed: 'draft',
  sent: 'sent',
  countered: 'countered',
  validated: 'validated',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
  superseded: 'superseded',
  expired: 'expired',
};

function definitionFor(
  isDesk: boolean,
  groups: readonly { readonly id: string; readonly name: string }[],
): ListDefinition {
  const desk = [
    { id: 'waiting', label: t('Waiting for an answer'), query: 'state=sent' },
    { id: 'countered', label: t('To decide'), query: 'state=countered' },
    { id: 'expired', label: t('No answer in time'), query: 'state=expired' },
    { id: 'validated', label: t('Validated'), query: 'state=validated' },
    { id: 'all', label: t('All'), query: 'filters=none' },
  ];
  const provider = [
    { id: 'waiting', label: t('To answer'), query: 'state=sent' },
    { id: 'deliver', label: t('To deliver'), query: 'state=validated' },
    { id: 'countered', label: t('Countered'), query: 'state=countered' },
    { id: 'all', label: t('All'), query: 'filters=none' },
  ];
  return {
    filters: [
      {
        key: 'state',
        label: t('State'),
        kind: 'choice',
        negatable: false,
        options: shareStates.map((value) => ({ value, label: t(stateWords[value]) })),
      },
      { key: 'site', label: t('Resource centre'), kind: 'text' },
      ...(isDesk
        ? [
            {
              key: 'group',
              label: t('Group'),
              kind: 'choice' as const,
              options: groups.map(({ id }) => ({ value: id, label: id })),
            },
          ]
        : []),
    ],
    views: isDesk ? desk : provider,
    defaultSort: 'waiting',
  };
}

const Query = z.object({
  state: z.array(z.enum(shareStates)).optional().catch(undefined),
  site: z.array(z.string()).optional(),
  group: z.array(z.string()).optional(),
  q: z.string().optional(),
});

const rowId = (share: ShareRow) => `${share.orderNumber}.${share.number}`;
const noun = { zero: 'No share matches', one: '1 share', other: '{n} shares' };

/** For the desk what providers were asked and have not answered; for a provider contact their own shares, answered in place. */
export function SharesPage() {
  const { roles } = useSession();
  const isDesk = roles.some(({ role }) => deskRoles.has(role));
  const groups = useQuery({ ...queryOf(orderingEndpoints.listGroups, {}), enabled: isDesk });
  const definition = useMemo(() => definitionFor(isDesk, groups.data?.groups ?? []), [isDesk, groups.data]);
  const list = useList(definition);
  const query = useMemo(() => Query.parse(list.query), [list.query]);
  const rows = useContractList(orderingEndpoints.listShares, { query });
  const columns = useMemo(() => shareColumns(isDesk), [isDesk]);
  const client = useQueryClient();
  const { pathname, search } = useAddress();
  const go = useGo();
  const title = isDesk ? t('Provider answers') : t('My shares');
  useTitle(title);
  const at = valueOf(search, 'at');
  const opened = rows.rows.find((share) => rowId(share) === at);
  const openAt = (id: string | undefined) => `${pathname}${writeSearch({ ...search, at: id })}`;

  const remind: BulkAction = {
    id: 'remind',
    label: t('Remind'),
    run: async (selection) => {
      const chosen = rows.rows.filter((share) => selection.all || selection.ids.includes(rowId(share)));
      const outcome = await remindAll(chosen);
      await client.invalidateQueries({ queryKey: ['ordering'] });
      if (outcome.done > 0)
        toast({ text: t({ one: '1 contact reminded', other: '{n} contacts reminded' }, { n: outcome.done }) });
      return outcome;
    },
  };
  const bulk = isDesk && roles.some(({ role }) => role === 'shifter') ? [remind] : [];
  return (
    <>
      <ListHead
        title={title}
        facts={[isDesk ? t('Longest waiting first') : t('You can also answer from your mail')]}
        csv={() => saveFile(csvName('shares', now()), new Blob([csvOf(columns, rows.rows)], { type: 'text/csv' }))}
      />
      <DataTable
        list={list}
        rows={rows}
        columns={columns}
        rowId={rowId}
        href={(share) => (isDesk ? `/orders/${share.orderNumber}#shares` : openAt(rowId(share)))}
        noun={noun}
        caption={title}
        placeholder={t('Filter by order, site, service or project')}
        groupings={[
          { id: 'site', label: t('resource centre') },
          { id: 'state', label: t('state') },
        ]}
        groupOf={groupOf}
        bulk={bulk}
        small={(share) => ({
          title: `${share.orderNumber} ${share.site.name}`,
          clock: <ClockText clock={share.clock} />,
          state: <State thing="share" state={share.state} />,
          turn: resourceLines(share).first,
        })}
        empty={
          <EmptyState title={isDesk ? t('No share waits for a provider') : t('No share waits for your answer')}>
            {isDesk
              ? t('Shares appear here when they are sent from an order.')
              : t('Shares appear here, and in your mail, when the order desk asks your site.')}
          </EmptyState>
        }
      />
      {!isDesk && opened && (
        <ShareDrawer
          key={rowId(opened)}
          share={opened}
          onClose={() => go(openAt(undefined), { replace: true, keepScroll: true })}
        />
      )}
    </>
  );
}

function groupOf(share: ShareRow, by: string): RowGroup {
  return by === 'site'
    ? { id: share.site.name, label: share.site.name }
    : { id: share.state, label: t(stateWords[share.state]) };
}

/** Reminds contact after contact; a share that no longer waits is told with its reason. */
async function remindAll(shares: readonly ShareRow[]): Promise<BulkOutcome> {
  const answers = await Promise.all(
    shares.map(async (share) => {
      try {
        await call(orderingEndpoints.actOnShare, {
          params: { number: share.orderNumber, share: share.number, action: 'remind' },
          body: {},
        });
        return undefined;
      } catch (error) {
        return {
          id: rowId(share),
          reason: error instanceof ApiError ? error.detail : t('It did not work. Try again.'),
        };
      }
    }),
  );
  const failed = answers.filter((answer) => answer !== undefined);
  return { done: shares.length - failed.length, failed };
}
