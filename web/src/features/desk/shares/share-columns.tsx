import type { ShareRow } from '#contracts/ordering/share-schemas';

import { formatNumber, t } from '../../../app/messages.ts';
import { TwoLine } from '../../../ui/data-table/cells.tsx';
import type { Column } from '../../../ui/data-table/columns.ts';
import { ClockText } from '../../../ui/marks/clock.tsx';
import { State } from '../../../ui/marks/state.tsx';
import { formatDay } from '../../../ui/time/format.ts';
import { useNow } from '../../../ui/time/now.ts';
import { When } from '../../../ui/time/when.tsx';
import { resourceLines, stateNote } from './share-words.ts';

function StateCell({ share }: { share: ShareRow }) {
  return <State thing="share" state={share.state} detail={stateNote(share, useNow())} />;
}

function waited({ waitingDays }: ShareRow): string {
  return waitingDays === null ? '—' : t('{n} d', { n: formatNumber(Math.floor(waitingDays)) });
}

/** Columns of the shares: for the desk by resource centre, for a provider by order. */
export function shareColumns(isDesk: boolean): readonly Column<ShareRow>[] {
  return [
    {
      id: 'order',
      header: t('Order'),
      width: 72,
      value: (share) => share.orderNumber,
      cell: (share) => (
        <TwoLine
          first={<span className="pt-number-cell">{share.orderNumber}</span>}
          second={t('share {n}', { n: share.number })}
        />
      ),
    },
    {
      id: 'site',
      header: t('Resource centre'),
      width: 150,
      grow: 1.2,
      rowHeader: true,
      value: (share) => share.site.name,
      cell: (share) => (
        <TwoLine
          strong
          first={share.site.name}
          second={isDesk ? share.contact.name || share.contact.email : share.site.country}
        />
      ),
    },
    {
      id: 'service',
      header: t('Service and offer'),
      width: 150,
      grow: 1.4,
      priority: 3,
      value: (share) => `${share.service}, ${share.offer}`,
      cell: (share) => <TwoLine first={share.service} second={share.offer} />,
    },
    {
      id: 'customer',
      header: t('Customer and project'),
      width: 150,
      grow: 1.2,
      priority: 5,
      value: (share) => `${share.customer}, ${share.project}`,
      cell: (share) => <TwoLine first={share.customer} second={share.project} />,
    },
    {
      id: 'resources',
      header: t('Resources'),
      width: 140,
      grow: 1,
      priority: 2,
      value: (share) =>
        [resourceLines(share).first, resourceLines(share).second].filter((part) => part !== '').join(', '),
      cell: (share) => <TwoLine {...resourceLines(share)} />,
    },
    {
      id: 'period',
      header: t('Period'),
      width: 108,
      priority: 6,
      value: (share) => `${share.startsOn}/${share.endsOn}`,
      cell: (share) => (
        <TwoLine first={formatDay(share.startsOn)} second={t('to {day}', { day: formatDay(share.endsOn) })} />
      ),
    },
    {
      id: 'state',
      header: t('State'),
      width: 140,
      grow: 0.8,
      priority: 1,
      value: (share) => share.state,
      cell: (share) => <StateCell share={share} />,
    },
    {
      id: 'clock',
      header: isDesk ? t('Provider answer') : t('Answer until'),
      width: 112,
      priority: 1,
      value: (share) => share.clock?.dueAt ?? null,
      cell: (share) => <ClockText clock={share.clock} />,
    },
    {
      id: 'waiting',
      header: t('Waiting'),
      width: 72,
      align: 'right',
      priority: 4,
      value: (share) => share.waitingDays,
      cell: (share) => <span title={t('Working days since it was sent')}>{waited(share)}</span>,
    },
    {
      id: 'reminded',
      header: t('Reminded'),
      width: 92,
      align: 'right',
      priority: 7,
      value: (share) => share.remindedAt,
      cell: (share) => <When at={share.remindedAt} />,
    },
  ];
}
