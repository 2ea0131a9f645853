import { require, type Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import type { MessageInput } from '#contracts/ordering/message-schemas';
import type { z } from 'zod';
import { askDesk } from './ask-desk.ts';
import { loadOrder } from '../orders/load-order.ts';
import { sendFiles } from './message-files.ts';
import { mayWorkOrder, rolesOn } from '../orders/order-access.ts';
import { deskTags, orderAudience, providersOf } from '../orders/order-audience.ts';
import type { Deed, OrderRow } from '../orders/order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { isLive } from '../shares/share-rollup.ts';
import { isContactOf } from '../shares/share-access.ts';
import { addToSearch, alsoSearchable, appendMessage, saveOrder } from '../orders/sql-order-store.ts';
import { moveOrder } from '../orders/transition-order.ts';

/** As `writeMessageIn`, in a transaction of its own. */
export const writeMessage =
  (context: OrderingContext) => (actor: Actor, number: number, input: z.output<typeof MessageInput>) =>
    context.kernel.database.transact((tx) => writeMessageIn(context)(tx, actor, number, input));

/**
 * Writes a public message or an internal note. The customer's answer to a question lets the order go on at once
 * (ordering.md 4.5). Internal notes are the desk's; one of a provider is a question to it.
 */
export const writeMessageIn =
  (context: OrderingContext) => async (tx: Tx, actor: Actor, number: number, input: z.output<typeof MessageInput>) => {
    const { order, shares, relation } = await loadOrder(tx, actor, number, { lock: true });
    const role = rolesOn(actor, relation)[0];
    if (input.scope === 'internal' && role === 'provider') {
      const share = shares.find((candidate) => isLive(candidate) && isContactOf(actor, candidate));
      if (share) {
        const question = await askDesk(tx, context, { order, share, byId: actor.id, text: input.body });
        await sendFiles(tx, actor, { fileIds: input.files, orderId: order.id, messageId: question.id });
        return question;
      }
    }
    if (input.scope === 'internal') require(mayWorkOrder(actor, relation));
    if (role === undefined)
      throw new AppError('forbidden', 'order_message_forbidden', 'You may read this order, but not write on it');
    return addMessage(context)(tx, actor, order, { byId: actor.id, byName: actor.name, byRole: role }, input);
  };

/** Keeps a message of somebody who may write on this locked order, in the role of the deed, and tells of it. */
export const addMessage =
  (context: OrderingContext) =>
  async (tx: Tx, actor: Actor, order: OrderRow, deed: Deed, input: z.output<typeof MessageInput>) => {
    const { kernel } = context;
    const message = await appendMessage(tx, kernel.clock, {
      order,
      deed,
      scope: input.scope,
      body: input.body,
      sharedWithProviders: input.scope === 'internal' && input.sharedWithProviders,
    });
    await sendFiles(tx, actor, { fileIds: input.files, orderId: order.id, messageId: message.id });
    const isPublic = input.scope === 'public';
    const now = kernel.clock.now();
    const heard =
      deed.byRole === 'customer'
        ? { desk_unread: order.desk_unread + 1 }
        : { customer_unread: order.customer_unread + 1 };
    const saved = isPublic
      ? await saveOrder(tx, order, {
          last_public_at: now,
          ...alsoSearchable(input.body),
          ...heard,
          ...(deed.byRole !== 'customer' && order.first_reply_at === null ? { first_reply_at: now } : {}),
        })
      : order;
    if (!isPublic) await addToSearch(tx, order.id, input.body);
    await kernel.publish(tx, {
      type: isPublic ? 'ordering.message_written' : 'ordering.note_written',
      aggregate: `order:${order.number}`,
      payload: {
        orderId: order.id,
        orderNumber: order.number,
        messageId: message.id,
        by: deed.byRole,
        files: input.files.length,
      },
      audience: isPublic
        ? await orderAudience(tx, order)
        : [...deskTags, ...(message.shared_with_providers ? await providersOf(tx, order.id) : [])],
    });
    if (isPublic && deed.byRole === 'customer' && saved.state === 'waiting_for_response') {
      await moveOrder(context)(tx, saved, deed, { action: 'resume', value: 'the customer answered' }, actor);
    }
    return message;
  };
