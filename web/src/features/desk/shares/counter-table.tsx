import type { Share } from '#contracts/ordering/share-schemas';

import { t } from '../../../app/messages.ts';
import { SubTable } from '../../../ui/record/sub-table.tsx';
import { compareTerms } from './share-words.ts';

/** What was asked beside what the provider offers; what differs is strong. */
export function CounterTable({ share }: { share: Share }) {
  if (!share.counter) return null;
  const terms = compareTerms(share, share.counter);
  const changed = terms.filter(({ isChanged }) => isChanged);
  return (
    <>
      <SubTable label={t('Counter of {site}', { site: share.site.name })}>
        <thead>
          <tr>
            <th scope="col">{t('Term')}</th>
            <th scope="col">{t('Asked')}</th>
            <th scope="col">{t('Offered')}</th>
          </tr>
        </thead>
        <tbody>
          {(changed.length > 0 ? changed : terms).map(({ label, asked, offered, isChanged }) => (
            <tr key={label}>
              <th scope="row" className="pt-muted">
                {t(label)}
              </th>
              <td>{isChanged ? <s className="pt-muted">{asked}</s> : asked}</td>
              <td>
                {isChanged ? (
                  <strong className="pt-fg-amber">{offered}</strong>
                ) : (
                  <span className="pt-muted">{t('as asked')}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </SubTable>
      {changed.length > 0 && changed.length < terms.length && (
        <p className="pt-second">{t('Everything else as asked.')}</p>
      )}
      {share.counter.comment !== '' && (
        <p>
          <span className="pt-muted">{share.contact.name}:</span> {share.counter.comment}
        </p>
      )}
    </>
  );
}
