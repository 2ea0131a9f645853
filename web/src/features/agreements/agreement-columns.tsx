import { IconBuilding, IconTruckDelivery, IconUsers } from '@tabler/icons-react';

import type { AgreementSummary } from '#contracts/agreements/schemas';

import { t } from '../../app/messages.ts';
import { TwoLine } from '../../ui/data-table/cells.tsx';
import type { Column } from '../../ui/data-table/columns.ts';
import { State } from '../../ui/marks/state.tsx';
import { formatDay } from '../../ui/time/format.ts';
import { useNow } from '../../ui/time/now.ts';
import { When } from '../../ui/time/when.tsx';
import { dayOf } from './days.ts';
import { monthText } from './result-words.ts';
import { lateness, turnOf, typeWords } from './words.ts';

const kindLooks = {
  SLA: { icon: IconUsers, words: 'SLA, with a customer' },
  OLA: { icon: IconBuilding, words: 'OLA, with a member of the federation' },
  UA: { icon: IconTruckDelivery, words: 'UA, with an external supplier' },
} as const;

/** What kind of agreement it is: with a customer (SLA), a member of the federation (OLA) or a supplier (UA). */
export function KindMark({ kind }: { kind: AgreementSummary['kind'] }) {
  const { icon: Icon, words } = kindLooks[kind];
  return (
    <span className="pt-agreement-kind" data-kind={kind} title={t(words)}>
      <Icon size={15} stroke={1.7} aria-hidden />
      <span className="pt-hidden">{t(words)}</span>
    </span>
  );
}

/** `1 Dec 2026 to 29 May 2027`. */
export function validityText({ startsOn, endsOn }: AgreementSummary['validity']): string {
  const year = startsOn.slice(0, 4) !== endsOn.slice(0, 4);
  return t('{from} to {until}', { from: formatDay(startsOn, { year }), until: formatDay(endsOn) });
}

/** The word about a version under way: `version 2 is being made`. */
function openWords({ openVersion, version }: AgreementSummary): string {
  return openVersion === null || openVersion === version
    ? t('version {version}', { version })
    : t('version {version}, {next} is being made', { version, next: openVersion });
}

/** How late it is, or how long it holds. */
export function Lateness({ agreement }: { agreement: AgreementSummary }) {
  const found = lateness(agreement, dayOf(useNow()));
  if (!found) return null;
  return <span className={found.tone ? `pt-fg-${found.tone}` : undefined}>{found.words}</span>;
}

/** What became of the newest evaluated month. */
function LastResult({ result }: { result: AgreementSummary['lastResult'] }) {
  if (result === null) return <span className="pt-muted">—</span>;
  return <TwoLine first={<State thing="evaluation" state={result.result} />} second={monthText(result.month)} />;
}

/** Columns of the list of agreements, two lines each. */
export function agreementColumns(): readonly Column<AgreementSummary>[] {
  return [
    {
      id: 'name',
      header: t('Agreement'),
      width: 190,
      grow: 1.2,
      rowHeader: true,
      value: ({ name }) => name,
      cell: (agreement) => (
        <span className="pt-agreement-name">
          <KindMark kind={agreement.kind} />
          <TwoLine strong first={agreement.name} second={agreement.service} />
        </span>
      ),
    },
    {
      id: 'party',
      header: t('With'),
      width: 170,
      grow: 1.4,
      value: ({ party, project }) => (project === '' ? party : `${party}, ${project}`),
      cell: ({ party, project, type }) => (
        <TwoLine first={party} second={project === '' ? t(typeWords[type]) : project} />
      ),
    },
    {
      id: 'customer',
      header: t('Customer'),
      width: 150,
      grow: 1,
      priority: 5,
      optional: true,
      value: ({ customer }) => customer,
      cell: ({ customer }) => (
        <span className="pt-truncate" title={customer}>
          {customer}
        </span>
      ),
    },
    {
      id: 'type',
      header: t('Kind of agreement'),
      width: 170,
      grow: 1,
      priority: 6,
      optional: true,
      value: ({ type }) => type,
      cell: ({ type }) => <span className="pt-truncate">{t(typeWords[type])}</span>,
    },
    {
      id: 'state',
      header: t('State'),
      width: 180,
      grow: 1,
      value: ({ state }) => state,
      cell: (agreement) => <State thing="agreement" state={agreement.state} detail={openWords(agreement)} />,
    },
    {
      id: 'result',
      header: t('Last month'),
      width: 120,
      priority: 3,
      value: ({ lastResult }) => lastResult?.result ?? null,
      cell: ({ lastResult }) => <LastResult result={lastResult} />,
    },
    {
      id: 'waiting',
      header: t('Waiting for'),
      width: 150,
      grow: 1,
      priority: 2,
      value: (agreement) => turnOf(agreement)?.who ?? null,
      cell: (agreement) => {
        const turn = turnOf(agreement);
        return turn ? <TwoLine first={turn.who} second={turn.why} /> : <span className="pt-muted">—</span>;
      },
    },
    {
      id: 'validity',
      header: t('Valid'),
      width: 176,
      grow: 0.4,
      priority: 1,
      value: ({ validity }) => `${validity.startsOn}/${validity.endsOn}`,
      cell: (agreement) => (
        <TwoLine first={validityText(agreement.validity)} second={<Lateness agreement={agreement} />} />
      ),
    },
    {
      id: 'order',
      header: t('Order'),
      width: 72,
      align: 'right',
      priority: 4,
      value: ({ orderNumber }) => orderNumber,
      cell: ({ orderNumber }) => (orderNumber === null ? <span className="pt-muted">—</span> : String(orderNumber)),
    },
    {
      id: 'changed',
      header: t('Changed'),
      width: 96,
      align: 'right',
      priority: 3,
      value: ({ changedAt }) => changedAt,
      cell: ({ changedAt }) => <When at={changedAt} />,
    },
  ];
}
