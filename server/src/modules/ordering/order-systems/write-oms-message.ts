import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { deskTags, orderAudience } from '../orders/order-audience.ts';
import type { Deed, OrderRow } from '../orders/order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { peopleOfProject } from '../projects/sql-project-store.ts';
import { addToSearch, alsoSearchable, appendMessage, saveOrder } from '../orders/sql-order-store.ts';
import { tables, type MessagesTable } from '../tables.ts';
import type { ForeignScope } from './order-system.ts';

export const ownScope = { public: 'public', internal: 'internal', user_direct: 'direct' } as const;
const ownRole = { provider: 'provider', mediator: 'shifter' } as const;
/** Stands for what is for the customer alone, wherever an order system reads (ordering.md 3.2). */
export const obfuscated = '<OBFUSCATED>';

export interface OmsMessage {
  readonly actor: Actor;
  /** Undefined for a message on the project as a whole. */
  readonly order: OrderRow | undefined;
  readonly project: { readonly id: string; readonly number: number };
  readonly author: { readonly name: string; readonly email: string; readonly uid: string | null };
  readonly role: 'provider' | 'mediator';
  readonly scope: ForeignScope;
  readonly content: string;
}

/**
 * Keeps a message that an order system writes, and publishes it as one of the desk or of the provider. The order is locked
 * in this transaction; who may write what is asked before.
 */
export const writeOmsMessage =
  ({ kernel }: OrderingContext) =>
  async (tx: Tx, message: OmsMessage) => {
    const { actor, order, project, author, content } = message;
    const scope = ownScope[message.scope];
    const deed: Deed = { byId: null, byName: author.name, byRole: ownRole[message.role] };
    const kept = await appendMessage(tx, kernel.clock, {
      order: order ?? { id: null, project_id: project.id },
      deed,
      scope,
      body: content,
      author,
    });
    const saved = order && (await markOrder(tx, { order, scope, content, now: kernel.clock.now() }));
    await kernel.publish(tx, {
      type: eventOf(scope, order !== undefined),
      ...placeOf(message),
      payload: { ...payloadOf(message), messageId: kept.id, scope, by: deed.byRole, files: 0 },
      audience: await audienceOf(tx, { order, project, scope }),
    });
    await kernel.audit(tx, {
      actor,
      action: 'ordering.write_oms_message',
      target: placeOf(message).aggregate,
      details: { message: kept.number, scope },
    });
    return { message: kept, order: saved };
  };

/** Writes other words into a message, or shows it to others from now on, and marks it as edited; people who read it are told. */
export const editOmsMessage =
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
    }: Pick<OmsMessage, 'actor' | 'order' | 'project' | 'content'> & {
      message: {
        readonly id: string;
        readonly number: number;
        readonly scope: MessagesTable['scope'];
        readonly body: string;
      };
      readonly scope?: MessagesTable['scope'];
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
      ...placeOf(place),
      payload: {
        ...payloadOf(place),
        messageId: message.id,
        scope,
        before: isHidden ? obfuscated : message.body,
        after: isHidden ? obfuscated : content,
      },
      // Who could read it until now sees it go.
      audience: await audienceOf(tx, { order, project, scope: scope === 'internal' ? message.scope : scope }),
    });
    await kernel.audit(tx, {
      actor,
      action: 'ordering.edit_oms_message',
      target: placeOf(place).aggregate,
      details: { message: message.number, scope },
    });
    return saved;
  };

async function markOrder(
  tx: Tx,
  { order, scope, content, now }: { order: OrderRow; scope: MessagesTable['scope']; content: string; now: string },
): Promise<OrderRow> {
  switch (scope) {
    case 'internal':
      await addToSearch(tx, order.id, content);
      return order;
    case 'direct':
      return saveOrder(tx, order, { customer_unread: order.customer_unread + 1 });
    case 'public':
      return saveOrder(tx, order, {
        last_public_at: now,
        customer_unread: order.customer_unread + 1,
        ...alsoSearchable(content),
        ...(order.first_reply_at === null ? { first_reply_at: now } : {}),
      });
  }
}

function eventOf(scope: MessagesTable['scope'], onOrder: boolean): string {
  if (!onOrder) return 'ordering.project_message_written';
  switch (scope) {
    case 'public':
      return 'ordering.message_written';
    case 'internal':
      return 'ordering.note_written';
    case 'direct':
      return 'ordering.direct_message_written';
  }
}

type Place = Pick<OmsMessage, 'order' | 'project'>;

const placeOf = ({ order, project }: Place) => ({
  aggregate: order ? `order:${order.number}` : `project:${project.number}`,
});

const payloadOf = ({ order, project }: Place) =>
  order
    ? { orderId: order.id, orderNumber: order.number }
    : { orderId: '', projectId: project.id, projectNumber: project.number };

async function audienceOf(tx: Tx, { order, project, scope }: Place & { scope: MessagesTable['scope'] }) {
  if (scope === 'internal') return deskTags;
  if (order && scope === 'public') return orderAudience(tx, order);
  return [...deskTags, ...(await peopleOfProject(tx, project.id)).map((id) => `person:${id}`)];
}
