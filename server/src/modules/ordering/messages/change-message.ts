import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import type { OrderingContext } from '../ordering-context.ts';
import { addToSearch } from '../orders/sql-order-store.ts';
import { tables } from '../tables.ts';
import { aggregateOf, messageAudience, obfuscated, placeIn, type MessagePlace, type Scope } from './message-place.ts';

/** A message that stands already. */
interface KeptMessage {
  readonly id: string;
  readonly number: number;
  readonly scope: Scope;
  readonly body: string;
}

/** Writes other words into a message, or shows it to others from now on, and marks it as edited; people who read it are told. */
export const editMessage =
  ({ kernel }: Pick<OrderingContext, 'kernel'>) =>
  async (
    tx: Tx,
    {
      actor,
      order,
      project,
      message,
      content,
      scope = message.scope,
    }: MessagePlace & {
      readonly actor: Actor;
      readonly message: KeptMessage;
      readonly content: string;
      readonly scope?: Scope;
    },
  ) => {
    const saved = await tables(tx)
      .updateTable('ordering.messages')
      .set({ body: content, scope, edited_at: kernel.clock.now() })
      .where('id', '=', message.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (order && scope !== 'direct') await addToSearch(tx, order.id, content);
    const isHidden = scope === 'direct';
    const place = { order, project };
    await kernel.publish(tx, {
      type: 'ordering.message_edited',
      aggregate: aggregateOf(place),
      payload: {
        ...placeIn(place),
        messageId: message.id,
        scope,
        before: isHidden ? obfuscated : message.body,
        after: isHidden ? obfuscated : content,
      },
      // Who could read it until now sees it go.
      audience: await messageAudience(tx, place, scope === 'internal' ? message.scope : scope),
    });
    await kernel.audit(tx, {
      actor,
      action: 'ordering.edit_message',
      target: aggregateOf(place),
      details: { message: message.number, scope },
    });
    return saved;
  };

/** Takes a message back: it stays kept, and nobody reads it any more; who read it sees it go. Who may is asked before. */
export const hideMessage =
  ({ kernel }: Pick<OrderingContext, 'kernel'>) =>
  async (
    tx: Tx,
    {
      actor,
      order,
      project,
      message,
    }: MessagePlace & { readonly actor: Actor; readonly message: Pick<KeptMessage, 'id' | 'number' | 'scope'> },
  ): Promise<void> => {
    const place = { order, project };
    await tables(tx)
      .updateTable('ordering.messages')
      .set({ hidden_at: kernel.clock.now() })
      .where('id', '=', message.id)
      .execute();
    await kernel.publish(tx, {
      type: 'ordering.message_hidden',
      aggregate: aggregateOf(place),
      payload: { ...placeIn(place), hidden: message.id },
      audience: await messageAudience(tx, place, message.scope),
    });
    await kernel.audit(tx, {
      actor,
      action: 'ordering.hide_message',
      target: aggregateOf(place),
      details: { message: message.number },
    });
  };
