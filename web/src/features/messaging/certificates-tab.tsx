import { useQuery } from '@tanstack/react-query';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import type { FailedMapping } from '#contracts/messaging/registration-endpoints';

import { queryOf } from '../../api/query.ts';
import { formatNumber, t } from '../../app/messages.ts';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { When } from '../../ui/time/when.tsx';
import { ListTab } from './list-tab.tsx';

/** Certificates that lately found no user. */
export function CertificatesTab() {
  const found = useQuery(queryOf(messagingEndpoints.listFailedMappings, {}));
  return (
    <ListTab
      found={found}
      empty={{
        title: t('No certificate was refused'),
        text: t('One that belongs to no user is listed here, with why and how often it came.'),
      }}
    >
      {(items) => <FailedMappings items={items} />}
    </ListTab>
  );
}

function FailedMappings({ items }: { items: readonly FailedMapping[] }) {
  return (
    <SubTable label={t('Certificates that found no user')}>
      <thead>
        <tr>
          <th scope="col">{t('Certificate')}</th>
          <th scope="col" data-wide>
            {t('Host')}
          </th>
          <th scope="col" data-align="right">
            {t('Times')}
          </th>
          <th scope="col" data-align="right">
            {t('Last')}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ subject, host, reason, lastAt, times }) => (
          <tr key={`${subject} ${host} ${reason}`}>
            <th scope="row">
              <span className="pt-ams-name">{subject}</span>
              <div className="pt-second pt-wrap">{reason}</div>
            </th>
            <td data-wide className="pt-ams-name">
              {host}
            </td>
            <td data-align="right">{formatNumber(times)}</td>
            <td data-align="right">
              <When at={lastAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </SubTable>
  );
}
