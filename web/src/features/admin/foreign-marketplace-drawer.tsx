import { useInfiniteQuery } from '@tanstack/react-query';
import { IconPlugConnected, IconRefresh, IconX } from '@tabler/icons-react';
import { useState } from 'react';

import { foreignMarketplaceEndpoints } from '#contracts/ordering/foreign-marketplaces';
import type { ConnectionTest, ForeignMarketplace } from '#contracts/ordering/foreign-marketplaces';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { Dialog } from '../../app/dialog.tsx';
import { formatNumber, t } from '../../app/messages.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Link } from '../../ui/link.tsx';
import { DefinitionList } from '../../ui/record/record-page.tsx';
import { Notice } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import '../../ui/marks/marks.css';

interface Props {
  readonly marketplace: ForeignMarketplace;
  readonly onClose: () => void;
  readonly onEdit: () => void;
  readonly onChanged: () => unknown;
}

/** One foreign marketplace: how the exchange with it goes, a test of the connection, and the log. */
export function ForeignMarketplaceDrawer({ marketplace, onClose, onEdit, onChanged }: Props) {
  const { id, name, lastError, polledAt, nextAt } = marketplace;
  const [tested, setTested] = useState<ConnectionTest>();
  const [failure, setFailure] = useState<string>();
  const run = (work: () => Promise<unknown>) => {
    setFailure(undefined);
    void work()
      .then(onChanged)
      .catch((error: unknown) =>
        setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.')),
      );
  };
  const params = { id };
  const test = async () => setTested(await call(foreignMarketplaceEndpoints.testForeignMarketplace, { params }));
  return (
    <Dialog label={name} className="pt-drawer" onClose={onClose}>
      <div className="pt-drawer-frame">
        <header className="pt-drawer-head">
          <h2 className="pt-h1 pt-truncate">{name}</h2>
          <IconButton icon={IconX} label={t('Close')} onClick={onClose} />
        </header>
        <div className="pt-form-scroll pt-drawer-body pt-exchange">
          <div className="pt-row">
            {marketplace.state === 'active' && (
              <Button
                icon={IconRefresh}
                onClick={() => run(() => call(foreignMarketplaceEndpoints.pollForeignMarketplace, { params }))}
              >
                {t('Read now')}
              </Button>
            )}
            <Button icon={IconPlugConnected} onClick={() => run(test)}>
              {t('Test the connection')}
            </Button>
            <Button onClick={onEdit}>{t('Change')}</Button>
          </div>
          {failure !== undefined && <Notice tone="red">{failure}</Notice>}
          {tested && (
            <Notice tone={tested.ok ? 'green' : 'red'}>
              {tested.text === lastError?.text ? t('It fails as in the last exchange; the log says why.') : tested.text}
              {!tested.ok && tested.omses.length > 0 && (
                <> {tested.omses.map((oms) => `${oms.id} ${oms.name}`).join(', ')}</>
              )}
            </Notice>
          )}
          <DefinitionList
            facts={[
              [
                t('Trigger to give to the marketplace'),
                <span key="trigger" className="pt-mono pt-wrap">
                  {marketplace.triggerUrl}
                </span>,
              ],
              [
                t('Last exchange'),
                polledAt === null ? t('none yet') : <When key="polled" at={polledAt} style="long" />,
              ],
              [
                t('Last failure'),
                lastError === null ? (
                  t('none')
                ) : (
                  <span key="failure" className={marketplace.failures > 0 ? 'pt-fg-red' : undefined}>
                    <When at={lastError.at} style="long" />
                  </span>
                ),
              ],
              ...(nextAt === null ? [] : [[t('Tried again'), <When key="next" at={nextAt} style="long" />] as const]),
              [t('Read up to'), <ReadTo key="read" mark={marketplace.readTo} />],
              [t('Events read'), formatNumber(marketplace.eventsRead)],
              [t('Orders'), formatNumber(marketplace.orders)],
              [t('Still to be told'), formatNumber(marketplace.waiting)],
            ]}
          />
          <Log id={id} />
        </div>
      </div>
    </Dialog>
  );
}

/** The mark is what the marketplace printed; one that is no time of day is shown as it came. */
function ReadTo({ mark }: { mark: string }) {
  return Number.isNaN(Date.parse(mark)) ? <span className="pt-mono">{mark}</span> : <When at={mark} style="long" />;
}

const kindWords = { in: 'came', out: 'told', failure: 'failed' } as const;

function Log({ id }: { id: string }) {
  const log = useInfiniteQuery({
    queryKey: ['ordering', 'foreign-marketplace-log', id],
    queryFn: ({ pageParam }) =>
      call(foreignMarketplaceEndpoints.listForeignMarketplaceLog, {
        params: { id },
        query: { limit: 50, ...(pageParam === undefined ? {} : { after: pageParam }) },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 10_000,
  });
  const items = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-label={t('Log')} className="pt-section">
      <h3 className="pt-h2">{t('Log')}</h3>
      {log.error && <Notice tone="red">{t('The log could not be read. It is tried again in a moment.')}</Notice>}
      {log.data && items.length === 0 && <p className="pt-muted">{t('Nothing yet.')}</p>}
      <ul className="pt-exchange-log">
        {items.map(({ number, at, kind, text, order }) => (
          <li key={number}>
            <span className={kind === 'failure' ? 'pt-fg-red' : 'pt-muted'}>{t(kindWords[kind])}</span>{' '}
            <span className="pt-wrap">{text}</span>{' '}
            {order !== null && <Link href={`/orders/${order}`}>{t('order {number}', { number: order })}</Link>}{' '}
            <span className="pt-muted">
              <When at={at} />
            </span>
          </li>
        ))}
      </ul>
      {log.hasNextPage && <Button onClick={() => void log.fetchNextPage()}>{t('Older')}</Button>}
    </section>
  );
}
