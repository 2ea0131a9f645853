import { t } from '../../app/messages.ts';
import { EmptyState } from '../../ui/small.tsx';

/** What waits for me, grouped by record. */
export function NotificationsPage() {
  return (
    <>
      <header className="pt-page-head">
        <h1 className="pt-h1">{t('Notifications')}</h1>
      </header>
      <EmptyState title={t('Nothing waits for you')}>
        {t('Notifications appear here when an order, a share or an agreement needs you.')}
      </EmptyState>
    </>
  );
}
