import { useQuery } from '@tanstack/react-query';
import { IconFilePlus, IconReportAnalytics, IconTemplate } from '@tabler/icons-react';
import { useMemo } from 'react';

import { agreementsEndpoints, endingSoonDays } from '#contracts/agreements/endpoints';
import type { AgreementSummary } from '#contracts/agreements/schemas';

import { queryOf } from '../../api/query.ts';
import { writeSearch } from '../../app/address.ts';
import { t } from '../../app/messages.ts';
import { useTitle } from '../../app/route-hooks.ts';
import { useSession } from '../../app/session.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { ListHead } from '../../ui/data-table/list-head.tsx';
import { useContractList } from '../../ui/data-table/use-contract-list.ts';
import { useList } from '../../ui/data-table/use-list.ts';
import { State } from '../../ui/marks/state.tsx';
import { EmptyState } from '../../ui/small.tsx';
import { now } from '../../ui/time/now.ts';
import { agreementColumns, Lateness } from './agreement-columns.tsx';
import './agreements.css';
import { dayAfter } from './days.ts';
import { Defaults } from './defaults.tsx';
import { agreementQuery, listDefinition } from './list-definition.ts';
import { deskRoles, turnOf } from './words.ts';

const noun = { zero: 'No agreement matches', one: '1 agreement', other: '{n} agreements' };
const rowId = ({ name }: AgreementSummary) => name;

/** All agreements that the reader may see, newest change first. */
export function AgreementsPage() {
  const { roles } = useSession();
  const counted = useQuery(queryOf(agreementsEndpoints.countAgreementViews, {}));
  const counts = useMemo(
    () => Object.fromEntries((counted.data?.views ?? []).map(({ id, count }) => [id, count])),
    [counted.data],
  );
  const definition = useMemo(() => listDefinition(dayAfter(now(), endingSoonDays), counts), [counts]);
  const list = useList(definition);
  const query = useMemo(() => agreementQuery(list.query), [list.query]);
  const rows = useContractList(agreementsEndpoints.listAgreements, { query });
  const columns = useMemo(() => agreementColumns(), []);
  const view = definition.views.find(({ id }) => id === list.state.view);
  useTitle(view && view.id !== 'all' ? `${view.label}, ${t('Agreements')}` : t('Agreements'));

  const csv = `/api/agreements.csv${writeSearch(query)}`;
  const holds = (wanted: readonly string[]) => roles.some(({ role }) => wanted.includes(role));
  const mayWrite = holds(['sla-coordinator', 'administrator']);

  return (
    <>
      <ListHead
        title={t('Agreements')}
        csv={() => window.location.assign(csv)}
        action={
          holds(deskRoles) && (
            <>
              {mayWrite && (
                <LinkButton href="/agreements/results" icon={IconReportAnalytics}>
                  {t('Monthly results')}
                </LinkButton>
              )}
              <LinkButton href="/admin/templates" icon={IconTemplate}>
                {t('Templates')}
              </LinkButton>
              {mayWrite && (
                <LinkButton href="/agreements/new" icon={IconFilePlus} look="primary">
                  {t('New agreement')}
                </LinkButton>
              )}
            </>
          )
        }
      />
      {!holds(deskRoles) && <Defaults />}
      <DataTable
        list={list}
        rows={rows}
        caption={t('Agreements')}
        noun={noun}
        rowId={rowId}
        href={({ name }) => `/agreements/${name}`}
        columns={columns}
        placeholder={t('Filter by name, customer, resource centre or project')}
        small={(agreement) => {
          const turn = turnOf(agreement);
          return {
            title: `${agreement.name} ${agreement.party}`,
            clock: <Lateness agreement={agreement} />,
            state: <State thing="agreement" state={agreement.state} />,
            turn: turn ? `${turn.who}, ${turn.why}` : agreement.service,
          };
        }}
        empty={
          <EmptyState title={t('No agreement yet')}>
            {t('An SLA is drafted when every share of an order is validated, with one OLA for each resource centre.')}
          </EmptyState>
        }
      />
    </>
  );
}
