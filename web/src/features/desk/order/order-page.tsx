import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { Order } from '#contracts/ordering/order-schemas';

import { call } from '../../../api/call.ts';
import { isMissing } from '../../../api/problem.ts';
import { queryOf } from '../../../api/query.ts';
import { useGo } from '../../../app/address.ts';
import { FailurePage, NotFoundPage } from '../../../app/failure.tsx';
import { formatNumber, t } from '../../../app/messages.ts';
import { useRouteParam } from '../../../app/route-hooks.ts';
import { useHasRole } from '../../../app/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { ClockRow } from '../../../ui/marks/clock.tsx';
import { Pill } from '../../../ui/marks/state.tsx';
import { RecordPage, Section } from '../../../ui/record/record-page.tsx';
import type { Neighbours } from '../../../ui/record/record-page.tsx';
import { Route } from '../../../ui/record/route.tsx';
import { Notice } from '../../../ui/small.tsx';
import { LinesPanel } from '../../bundles/lines-panel.tsx';
import '../desk.css';
import './order.css';
import { ProcedurePanel } from '../../procedures/procedure-panel.tsx';
import { placeIn, rememberedList } from '../list-memory.ts';
import { SharesSection } from '../shares/shares-section.tsx';
import { ActionsPanel } from './actions-panel.tsx';
import { LevelsCard } from './levels-card.tsx';
import { AgreementCard } from './agreement-card.tsx';
import { Conversation } from './conversation.tsx';
import type { ConversationProps } from './conversation.tsx';
import { LeftColumn } from './left-column.tsx';
import { LifecycleDialog } from './lifecycle-dialog.tsx';
import { OrderBones } from './order-bones.tsx';
import { clockWords, waitingNote } from './order-words.ts';
import { Properties } from './properties.tsx';
import { RatingCard } from './rating-card.tsx';
import { Requirement } from './requirement.tsx';
import { scrollToPart } from './scroll-to.ts';
import { useOrderWork } from './use-order-work.ts';

/** One order on the desk: who and why, the matter, what can be done and how late it is. */
export function OrderPage() {
  const number = Number(useRouteParam('number'));
  const order = useQuery(queryOf(orderingEndpoints.readOrder, { params: { number } }));
  if (order.data)
    return <OrderRecord key={number} order={order.data} isOld={order.isError} onRetry={() => void order.refetch()} />;
  if (order.isPending) return <OrderBones number={number} from={neighboursOf(number)} />;
  if (isMissing(order.error)) return <NotFoundPage />;
  return <FailurePage error={order.error} onRetry={() => void order.refetch()} />;
}

function neighboursOf(number: number): Neighbours {
  const { href, view, position, total, previous, next } = placeIn(rememberedList(), number);
  const place =
    position === null
      ? undefined
      : t('{view}, {n} of {total}', {
          view: view ?? t('Filtered'),
          n: position,
          total: formatNumber(total ?? position),
        });
  return {
    list: t('Order desk'),
    listHref: href,
    ...(place === undefined ? {} : { place }),
    previousHref: previous === undefined ? undefined : `/orders/${previous}`,
    nextHref: next === undefined ? undefined : `/orders/${next}`,
  };
}

function OrderRecord({ order, isOld, onRetry }: { order: Order; isOld: boolean; onRetry: () => void }) {
  const work = useOrderWork(order);
  const go = useGo();
  const isProvider = useHasRole('provider') || useHasRole('site-admin');
  const { desk } = order;
  const isCustomer = desk === null && !isProvider;
  const [diagram, setDiagram] = useState(false);
  const [opened, setOpened] = useState<ConversationProps['opened']>(null);
  useMarkRead(order);
  useEffect(() => {
    if (isCustomer) go(`/projects/${order.project.number}/lines/${order.iid}`, { replace: true });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `go` is new with every render
  }, [isCustomer, order.project.number, order.iid]);
  const mayWork = useHasRole('shifter');
  useEffect(() => {
    if (window.location.hash !== '') scrollToPart(window.location.hash.slice(1));
  }, []);
  if (isCustomer) return null;

  const ask = () => {
    setOpened((before) => ({ scope: 'public', wait: true, count: (before?.count ?? 0) + 1 }));
    scrollToPart('timeline');
  };
  const note = waitingNote(order);
  return (
    <RecordPage
      kind="Order"
      number={order.number}
      title={`${order.service.name}, ${order.offer.name}`}
      state={<Pill thing="order" state={order.state} />}
      {...(note === undefined ? {} : { stateNote: note })}
      from={neighboursOf(order.number)}
      route={<Route ports={order.route} detours={order.detours} onOpen={() => setDiagram(true)} />}
      actionCount={order.actions.filter(({ refusal }) => refusal === null).length}
      left={<LeftColumn order={order} desk={desk} />}
      right={
        <>
          <ActionsPanel work={work} onAsk={ask} />
          {desk && desk.clocks.some(({ state }) => state !== 'not_applicable') && (
            <Section title={t('Clocks')}>
              <div className="pt-stack">
                {desk.clocks
                  .filter(({ state }) => state !== 'not_applicable')
                  .map((clock) => (
                    <ClockRow key={clock.name} label={t(clockWords[clock.name])} clock={clock} />
                  ))}
              </div>
            </Section>
          )}
          {desk && <Properties work={work} desk={desk} mayWork={mayWork} />}
          {desk && <LevelsCard order={work.order} desk={desk} />}
          <AgreementCard work={work} mayWork={mayWork} />
          <RatingCard order={order} />
        </>
      }
    >
      {isOld && (
        <Notice
          tone="red"
          action={
            <Button size="small" onClick={onRetry}>
              {t('Try again')}
            </Button>
          }
        >
          {t('This order could not be asked for again. What you see may be old.')}
        </Notice>
      )}
      {work.trouble && (
        <Notice
          tone="red"
          action={
            work.trouble.isStale ? (
              <Button size="small" onClick={() => scrollToPart('timeline')}>
                {t('Show what changed')}
              </Button>
            ) : (
              <Button size="small" look="quiet" onClick={work.forget}>
                {t('Close')}
              </Button>
            )
          }
        >
          {work.trouble.text}
        </Notice>
      )}
      {order.changeOf !== null && (
        <Notice tone="sea">
          {t('This order changes order {number}. Only the difference is negotiated.', {
            number: String(order.changeOf),
          })}
        </Notice>
      )}
      {order.bundle && <LinesPanel order={order} bundle={order.bundle} reader="desk" />}
      <Requirement order={order} desk={desk} />
      {desk && order.kind === 'order' && <SharesSection work={work} desk={desk} mayWork={mayWork} />}
      <ProcedurePanel order={order.number} />
      <Conversation work={work} mayWrite={mayWork} opened={opened} />
      {diagram && <LifecycleDialog order={order} onClose={() => setDiagram(false)} />}
    </RecordPage>
  );
}

/** Opening an order is reading it: its new messages are no longer new for me. */
function useMarkRead({ number, desk, timeline }: Order): void {
  const newest = timeline.find(({ by }) => by.role === 'customer')?.id;
  const isDesk = desk !== null;
  useEffect(() => {
    if (!isDesk || newest === undefined) return;
    // Whether the mark on the list goes is not worth a word on this page.
    void call(orderingEndpoints.markRead, { params: { number } }).catch(() => undefined);
  }, [number, newest, isDesk]);
}
