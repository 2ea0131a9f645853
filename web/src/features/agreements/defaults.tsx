import { useQuery } from '@tanstack/react-query';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';

import { queryOf } from '../../api/query.ts';
import { t } from '../../app/messages.ts';
import { Link } from '../../ui/link.tsx';
import { Notice } from '../../ui/small.tsx';
import './agreements.css';
import { validityText } from './agreement-columns.tsx';

/** What holds for the reader where nothing of their own is agreed. */
export function Defaults() {
  const answer = useQuery(queryOf(agreementsEndpoints.listDefaultAgreements, {}));
  const items = answer.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <div className="pt-agreement-defaults">
      {items.map(({ name, kind, validity }) => (
        <Notice key={name} tone="sea">
          {kind === 'SLA'
            ? t('Where you have no agreement of your own, the corporate SLA holds:')
            : t('Where a resource centre has no OLA of its own, the general one holds:')}{' '}
          <Link href={`/agreements/${name}`}>{name}</Link>, {validityText(validity)}
        </Notice>
      ))}
    </div>
  );
}
