import type { ShareStep } from '#contracts/ordering/share-lifecycle';
import type { ShareState } from '#contracts/ordering/share-schemas';
import type { Tx } from '#kernel/database';
import { contactTags, deskTags } from '../orders/order-audience.ts';
import type { OrderRow, ShareRecord } from '../orders/order.ts';
import type { OrderingContext } from '../ordering-context.ts';

interface ShareHappening {
  readonly order: Pick<OrderRow, 'id' | 'number'>;
  /** As it stands afterwards. */
  readonly share: ShareRecord;
  readonly before: ShareState;
  readonly action: ShareStep;
  /** In which role it was done: the desk is not told of its own deeds. */
  readonly byRole: string;
  readonly byName: string;
  readonly comment: string;
  /** Why it was withdrawn, in words for the provider. */
  readonly because?: string;
  /** The group gets a copy of the reminder. */
  readonly escalated?: boolean;
}

const types: Record<ShareStep, string> = {
  send: 'share_sent',
  refuse_counter: 'share_sent',
  reopen: 'share_sent',
  remind: 'share_reminded',
  validate: 'share_answered',
  reject: 'share_answered',
  counter: 'share_answered',
  accept_counter: 'share_answered',
  deliver: 'share_delivered',
  withdraw: 'share_withdrawn',
  supersede: 'share_withdrawn',
  expire: 'share_expired',
};

/** Publishes what happened to a share. Never carries the secret of a link, nor access data. */
export async function tellShare(tx: Tx, { kernel }: OrderingContext, happening: ShareHappening): Promise<void> {
  const { order, share, before, action, byRole, byName, comment, because = '', escalated = false } = happening;
  await kernel.publish(tx, {
    type: `ordering.${types[action]}`,
    aggregate: `order:${order.number}`,
    payload: {
      orderId: order.id,
      orderNumber: order.number,
      shareId: share.id,
      shareNumber: share.number,
      site: share.site_name,
      generation: share.generation,
      reminders: share.reminders,
      action,
      before,
      state: share.state,
      byRole,
      byName,
      comment,
      because,
      ...(escalated ? { escalated } : {}),
    },
    audience: [...deskTags, ...contactTags(share)],
  });
}

/** What a share event says, read back. */
export interface ShareEvent {
  readonly orderId: string;
  readonly shareId: string;
  readonly generation: number;
  readonly reminders: number;
  readonly action: string;
  readonly before: string;
  readonly byRole: string;
  readonly byName: string;
  readonly comment: string;
  readonly because: string;
}

/** Reads the payload of a share event. */
export function shareEvent(payload: Readonly<Record<string, unknown>>): ShareEvent {
  const text = (name: string) => {
    const value = payload[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    orderId: text('orderId'),
    shareId: text('shareId'),
    generation: Number(payload['generation'] ?? 0),
    reminders: Number(payload['reminders'] ?? 0),
    action: text('action'),
    before: text('before'),
    byRole: text('byRole'),
    byName: text('byName'),
    comment: text('comment'),
    because: text('because'),
  };
}
