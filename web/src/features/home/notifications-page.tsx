import { IconChecks, IconSettings } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { WorkItem } from '#contracts/ordering/work-schemas';

import { keyOf, mutationOf, queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { LiveDot } from '../../ui/data-table/list-head.tsx';
import { Link } from '../../ui/link.tsx';
import { EmptyState } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import '../../ui/data-table/data-table.css';
import './work.css';

/** What waits for me, grouped by record; what I have not looked at yet stands out. Opening a thing reads it. */
export function NotificationsPage() {
  const work = useQuery(queryOf(orderingEndpoints.readWork, {}));
  const client = useQueryClient();
  const see = useMutation({
    ...mutationOf(orderingEndpoints.markWorkSeen),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(orderingEndpoints.readWork) }),
  });
  if (work.isError && !work.data) return <FailurePage error={work.error} onRetry={() => void work.refetch()} />;
  const items = work.data?.items ?? [];
  const unread = items.filter((item) => item.unread).map(({ id }) => id);
  const total = Math.max(items.length, work.data?.navigation['work'] ?? 0);
  const records = [...Map.groupBy(items, ({ record }) => record)];
  return (
    <>
      <header className="pt-page-head">
        <h1 className="pt-h1">{t('Notifications')}</h1>
        <div className="pt-row pt-list-facts pt-work-facts">
          <LiveDot />
          {work.data && <span>{summary(total, unread.length)}</span>}
        </div>
        <div className="pt-row">
          {unread.length > 0 && (
            <Button
              icon={IconChecks}
              busy={see.isPending}
              onClick={() => see.mutate({ input: { body: { items: unread } } })}
            >
              {t('Mark all as read')}
            </Button>
          )}
          <LinkButton icon={IconSettings} href="/settings/notifications">
            {t('What comes by mail')}
          </LinkButton>
        </div>
      </header>
      <div className="pt-work" aria-busy={work.isPending}>
        {work.isPending && <Bones />}
        {work.data && items.length === 0 && (
          <EmptyState title={t('Nothing waits for you')}>
            {t('When an order, a share or an agreement needs you, it appears here and under My work.')}
          </EmptyState>
        )}
        {records.map(([record, things]) => (
          <section key={record} className="pt-lane" aria-label={record}>
            <h2 className="pt-lane-name">{record}</h2>
            <ul>
              {things.map((item) => (
                <Thing key={item.id} item={item} />
              ))}
            </ul>
          </section>
        ))}
        {total > items.length && (
          <p>
            <Link href="/orders?view=mine">{t('{n} more on the order desk', { n: total - items.length })}</Link>
          </p>
        )}
      </div>
    </>
  );
}

function summary(total: number, unread: number): string {
  const waiting = t(
    { zero: 'Nothing waits for you', one: '1 thing waits for you', other: '{n} things wait for you' },
    { n: total },
  );
  return unread === 0 ? waiting : t('{waiting}, {n} unread', { waiting, n: unread });
}

function Thing({ item }: { item: WorkItem }) {
  return (
    <li className="pt-thing" data-unread={item.unread || undefined}>
      <div className="pt-thing-text">
        <Link href={item.path} className="pt-thing-link">
          {item.unread && <span className="pt-hidden">{t('Unread')}: </span>}
          {item.subject === item.record ? item.text : `${item.subject}. ${item.text}`}
        </Link>
        <p className="pt-second">
          {item.why}.{' '}
          <Link
            href={`/settings/notifications#${item.topic}`}
            className="pt-thing-why"
            aria-label={t('Why do I get this: {subject}', { subject: item.subject })}
          >
            {t('Why do I get this')}
          </Link>
        </p>
      </div>
      <span className="pt-second">{item.since !== null && <When at={item.since} />}</span>
    </li>
  );
}

function Bones() {
  return (
    <div className="pt-stack" aria-hidden="true">
      {['n1', 'n2', 'n3', 'n4'].map((key) => (
        <span key={key} className="pt-bone" />
      ))}
    </div>
  );
}
