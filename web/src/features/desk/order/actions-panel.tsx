import {
  IconArrowBackUp,
  IconArrowsLeftRight,
  IconBellRinging,
  IconCircleCheck,
  IconCircleX,
  IconFileText,
  IconHandGrab,
  IconMessageQuestion,
  IconPlayerPlay,
  IconPower,
  IconRocket,
  IconSend,
} from '@tabler/icons-react';
import type { TablerIcon } from '@tabler/icons-react';
import { useState } from 'react';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import type { Action } from '#contracts/kernel/schemas';
import { orderActions } from '#contracts/ordering/lifecycle';
import type { OrderAction } from '#contracts/ordering/lifecycle';

import { replyUses } from '#contracts/ordering/reply-templates';
import type { ReplyOffered } from '#contracts/ordering/reply-templates';

import { call } from '../../../api/call.ts';
import { useGo } from '../../../app/address.ts';
import { t } from '../../../app/messages.ts';
import { usePaletteActions } from '../../../app/palette-store.ts';
import { ActionList } from '../../../ui/button.tsx';
import type { ActionItem } from '../../../ui/button.tsx';
import { Section } from '../../../ui/record/record-page.tsx';
import { linesBeside, useAllLines } from '../../bundles/all-lines.tsx';
import { useReplies } from '../replies/use-replies.ts';
import { ActDialog } from './act-dialog.tsx';
import { scrollToPart } from './scroll-to.ts';
import type { OrderWork } from './use-order-work.ts';

const icons: Readonly<Record<string, TablerIcon>> = {
  take: IconHandGrab,
  ask: IconMessageQuestion,
  resume: IconPlayerPlay,
  approve: IconCircleCheck,
  withdraw_approval: IconArrowBackUp,
  deliver: IconRocket,
  reject: IconCircleX,
  close: IconPower,
  cancel: IconPower,
  reopen: IconArrowBackUp,
  decide: IconArrowsLeftRight,
  remind: IconBellRinging,
  'shares:send': IconSend,
  'agreement:prepare': IconFileText,
  'agreement:open': IconFileText,
};

/** Actions after which something is over. */
const dangers: ReadonlySet<string> = new Set(['reject', 'close', 'cancel']);
/** Actions that outsiders hear of at once although they need nothing given along: asked before. */
const announced: ReadonlySet<string> = new Set(['approve']);

/** Acts of the desk that may say something to the customer in the mail that they send anyway. */
const mayTell: ReadonlySet<string> = new Set(['approve', 'deliver', 'close']);

function isLifecycle(action: string): action is OrderAction {
  return orderActions.some((known) => known === action);
}

/** `share:3:remind` in its parts. */
function stepOnShare(action: string): { share: number; step: string } | undefined {
  const [, share, step] = /^share:(\d+):(\w+)$/.exec(action) ?? [];
  return share === undefined || step === undefined ? undefined : { share: Number(share), step };
}

/** Replies that are offered with an action: its own, and those for any message. */
function usesOf(action: string): readonly ReplyOffered['use'][] {
  return replyUses.filter((use) => use === action || use === 'message');
}

function titleOf(label: string, number: number): string {
  return /\border\b/.test(label)
    ? `${label.replace(/\border\b/, `order ${number}`)}?`
    : t('{label}: order {number}', { label, number: String(number) });
}

export interface ActionsPanelProps {
  readonly work: OrderWork;
  /** Opens the box for a message with "Wait for an answer" chosen. */
  readonly onAsk: () => void;
}

/** "What you can do now": every action that the server lists, with its effect, or with the reason why not yet. */
export function ActionsPanel({ work, onAsk }: ActionsPanelProps) {
  const { order } = work;
  const replies = useReplies(order.number);
  const [asked, setAsked] = useState<Action>();
  const all = useAllLines(order, asked?.action);
  const [busy, setBusy] = useState<string>();
  const go = useGo();

  const press = (action: Action, act: () => Promise<unknown>) => {
    setBusy(action.action);
    work.press(() => act().finally(() => setBusy(undefined)));
  };
  const run = (action: Action) => {
    const onShare = stepOnShare(action.action);
    const customerPage = `/projects/${order.project.number}/lines/${order.iid}`;
    if (onShare?.step === 'decide') scrollToPart('shares');
    else if (onShare) press(action, () => work.actOnShare(onShare.share, 'remind'));
    else if (action.action === 'shares:send') press(action, work.sendShares);
    else if (action.action === 'agreement:open') go(`/orders/${order.number}/agreement`);
    else if (action.action === 'agreement:prepare') press(action, () => prepare(order.number, work));
    else if (action.action === 'ask' && order.desk) onAsk();
    else if (!isLifecycle(action.action)) go(customerPage);
    else if (action.needs.length > 0 || announced.has(action.action) || linesBeside(order, action.action) > 0)
      setAsked(action);
    else press(action, () => work.transition({ action: action.action as OrderAction }));
  };

  const dueFirst = order.actions.toSorted((one, other) => Number(other.primary) - Number(one.primary));
  const items = dueFirst.map((action): ActionItem => {
    const kind = stepOnShare(action.action)?.step ?? action.action;
    const icon = icons[kind];
    const look = action.primary ? 'primary' : kind === 'reject' ? 'danger' : undefined;
    return {
      id: action.action,
      label: t(action.label),
      ...(icon ? { icon } : {}),
      ...(look ? { look } : {}),
      effect: action.effect,
      mails: action.effect !== null && /^mail\b|mail to|providers are|is told|are told/i.test(action.effect),
      refusal: action.refusal === null ? null : t('Not yet: {reason}', { reason: lowered(action.refusal) }),
      busy: busy === action.action,
      onRun: () => run(action),
    };
  });
  usePaletteActions(
    items.map(({ id, label, refusal, onRun }) => ({ id, label, refusal: refusal ?? null, run: onRun })),
  );

  return (
    <Section title={t('What you can do now')}>
      {items.length > 0 ? (
        <ActionList actions={items} />
      ) : (
        <p className="pt-muted">
          {t('Nothing. Shifters of {group} work this order.', { group: order.desk?.group.name ?? t('the desk') })}
        </p>
      )}
      {asked && isLifecycle(asked.action) && (
        <ActDialog
          title={titleOf(asked.label, order.number)}
          effect={asked.effect}
          needs={asked.needs}
          hasValue={!dangers.has(asked.action)}
          hasMessage={mayTell.has(asked.action)}
          verb={titleOf(asked.label, order.number).replace(/\?$/, '')}
          keep={dangers.has(asked.action) ? t('Keep order') : t('Cancel')}
          isDanger={dangers.has(asked.action)}
          more={all.field}
          replies={replies(usesOf(asked.action))}
          onClose={() => setAsked(undefined)}
          onSend={({ comment: _comment, ...given }) =>
            work.transition({ action: asked.action as OrderAction, ...given, ...all.given })
          }
        />
      )}
    </Section>
  );
}

async function prepare(number: number, work: OrderWork): Promise<void> {
  await call(agreementsEndpoints.prepareAgreements, { params: { number }, body: {} });
  await work.reload();
}

/** A reason inside a sentence: `the SLA waits`, but `SLA` and names stay. */
function lowered(reason: string): string {
  return /^[A-Z][a-z]/.test(reason) ? reason.slice(0, 1).toLowerCase() + reason.slice(1) : reason;
}
