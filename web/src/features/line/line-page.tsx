import {
  IconAdjustments,
  IconArrowUpRight,
  IconCertificate,
  IconCircleX,
  IconRepeat,
  IconStar,
} from '@tabler/icons-react';
import type { TablerIcon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { Order } from '#contracts/ordering/order-schemas';

import { call } from '../../api/call.ts';
import { queryOf } from '../../api/query.ts';
import { useAddress, useGo } from '../../app/address.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { useRouteParam } from '../../app/route-hooks.ts';
import { ActionList } from '../../ui/button.tsx';
import type { ActionItem } from '../../ui/button.tsx';
import { Pill } from '../../ui/marks/state.tsx';
import { RecordBones } from '../../ui/record/record-bones.tsx';
import { RecordPage, Section } from '../../ui/record/record-page.tsx';
import { Route } from '../../ui/record/route.tsx';
import { Timeline } from '../../ui/record/timeline.tsx';
import { Notice } from '../../ui/small.tsx';
import { LinesPanel } from '../bundles/lines-panel.tsx';
import { Access } from './access.tsx';
import { AgreementCard, RatingCard, RelatedOrders } from './cards.tsx';
import { CancelOrder } from './cancel-order.tsx';
import { ChangeOrder } from './change-order.tsx';
import { Details } from './details.tsx';
import { DeskLetter } from './desk-letter.tsx';
import './line.css';
import { customerDetours, customerPorts, openQuestion, titleOf } from './line-words.ts';
import { NextStep } from './next-step.tsx';
import { fileHref } from './order-files.ts';
import { RateOrder } from './rate-order.tsx';

type Open = 'cancel' | 'change' | 'rate' | null;

/** An order as its customer sees it: where it is, what happens next, what can be done. */
export function LinePage() {
  const params = { number: Number(useRouteParam('number')), iid: Number(useRouteParam('iid')) };
  const found = useQuery(queryOf(orderingEndpoints.readLine, { params }));
  if (found.isError && !found.data) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <RecordBones trail={t('My projects')} />;
  return <Line key={found.data.number} order={found.data} onChanged={() => void found.refetch()} />;
}

function Line({ order, onChanged }: { order: Order; onChanged: () => void }) {
  const { href } = useAddress();
  // A notification that asks for the rating leads right into it.
  const [open, setOpen] = useState<Open>(href.endsWith('#rate') && mayRate(order) ? 'rate' : null);
  const ports = customerPorts(order);
  const question = openQuestion(order);
  const mayWrite = order.kind === 'order' && order.actions.length > 0;
  useMarkRead(order);
  const close = () => setOpen(null);
  const done = () => {
    setOpen(null);
    onChanged();
  };
  const actions = useActions(order, setOpen);

  return (
    <RecordPage
      kind={t('Order')}
      number={order.number}
      title={titleOf(order)}
      state={<Pill thing="order" state={order.state} reader="customer" />}
      stateNote={
        order.bundle
          ? t('line of {bundle}', { bundle: order.bundle.name })
          : order.changeOf === null
            ? undefined
            : t('change of order {number}', { number: String(order.changeOf) })
      }
      from={{ list: order.project.name, listHref: `/projects/${order.project.number}` }}
      route={ports.length > 0 && <Route ports={ports} detours={customerDetours(order.detours)} />}
      left={<Details order={order} />}
      actionCount={actions.filter(({ refusal }) => !refusal).length}
      right={
        <>
          {actions.length > 0 && (
            <Section title={t('What you can do now')}>
              <ActionList actions={actions} />
            </Section>
          )}
          <AgreementCard order={order} />
          <RatingCard order={order} />
          <RelatedOrders order={order} />
        </>
      }
    >
      <NextStep order={order} question={question}>
        {question && mayWrite && <DeskLetter order={order} isAnswer onSent={onChanged} />}
      </NextStep>
      <Access order={order} />
      {order.bundle && <LinesPanel order={order} bundle={order.bundle} reader="customer" />}
      {order.actions.length === 0 && (
        <div className="pt-section">
          <Notice>
            {t(
              'You may read this order. To write or change something, ask the owner of the project for the right to order.',
            )}
          </Notice>
        </div>
      )}
      <Timeline
        title={order.kind === 'order' ? t('Conversation and history') : t('History')}
        entries={order.timeline}
        fileHref={fileHref(order.number)}
        reader="customer"
        compose={mayWrite && !question && <DeskLetter order={order} onSent={onChanged} />}
      />
      {open === 'cancel' && <CancelOrder order={order} onClose={close} onDone={done} />}
      {open === 'change' && <ChangeOrder order={order} onClose={close} />}
      {open === 'rate' && <RateOrder order={order} onClose={close} onDone={done} />}
    </RecordPage>
  );
}

const mayRate = ({ actions }: Order) => actions.some(({ action, refusal }) => action === 'rate' && refusal === null);

const icons: Readonly<Record<string, TablerIcon>> = {
  cancel: IconCircleX,
  change: IconAdjustments,
  rate: IconStar,
  again: IconRepeat,
  'agreement:open': IconCertificate,
  open_service: IconArrowUpRight,
};

/** The actions of the server as buttons; each leads to its form, its page or its link. */
function useActions(order: Order, open: (what: Open) => void): readonly ActionItem[] {
  const go = useGo();
  const url = order.access.find((access) => access.url !== '')?.url ?? order.offer.url;
  const runs: Readonly<Record<string, () => void>> = {
    cancel: () => open('cancel'),
    change: () => open('change'),
    rate: () => open('rate'),
    again: () => go(`${formOf(order)}?again=${order.project.number}/${order.iid}`),
    'agreement:open': () => go(`/agreements/SLA-${order.agreement?.number ?? order.number}`),
    open_service: () => window.open(url, '_blank', 'noreferrer'),
  };
  return order.actions.flatMap(({ action, label, effect, refusal, primary }) => {
    const onRun = runs[action];
    const isPointless =
      (action === 'open_service' && url === '') ||
      // What is open to everybody stands in a project once.
      (action === 'again' && order.kind !== 'order' && order.state === 'ready');
    if (!onRun || isPointless) return [];
    const icon = icons[action];
    return [
      {
        id: action,
        label: labelOf(order, action) ?? label,
        effect:
          action === 'cancel' && order.kind !== 'order'
            ? t('The link leaves your project; nothing else changes')
            : effect,
        refusal,
        ...(icon ? { icon } : {}),
        mails: action === 'cancel' && order.kind === 'order',
        ...(primary ? { look: 'primary' as const } : action === 'cancel' ? { look: 'danger' as const } : {}),
        onRun,
      },
    ];
  });
}

/** Where the same is ordered again: the bundle, where the order is one. */
function formOf({ bundle, service }: Order): string {
  return bundle ? `/marketplace/${bundle.ref.replace('/', '/bundle/')}` : `/marketplace/${service.slug}/order`;
}

/** What a button says where the customer would say it otherwise. */
function labelOf(order: Order, action: string): string | undefined {
  if (action === 'cancel' && order.kind !== 'order') return t('Take it out of the project');
  if (action === 'rate' && order.rating) return t('Change your rating');
  return undefined;
}

/** What is on screen counts as read. */
function useMarkRead({ number, timeline }: Order): void {
  const newest = timeline[0]?.id;
  useEffect(() => {
    // The mark in the project is a help, not a duty: where it fails, the next visit tries again.
    void call(orderingEndpoints.markRead, { params: { number } }).catch(() => undefined);
  }, [number, newest]);
}
