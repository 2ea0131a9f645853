import { sha256 } from '#kernel/ids';
import type { OrderingContext } from '../ordering-context.ts';
import { orderById } from '../orders/sql-order-store.ts';
import type { OrderRow } from '../orders/order.ts';
import { tables } from '../tables.ts';
import { ForeignFailure, type ForeignClient } from './foreign-client.ts';
import { owedOf } from './item-standing.ts';
import {
  appendLog,
  keepTold,
  linkMessage,
  linkOfOrder,
  messageLink,
  noteTry,
  settleTask,
  waitingTasks,
  type ItemLink,
  type MarketplaceRow,
  type TaskRow,
} from './sql-foreign-store.ts';

/** After so many tries one thing that fails is left, so that it does not hold up the others for good. */
const mostTries = 10;

/**
 * Tells a marketplace what waits to be told, in order. What it refuses is given up and logged; where it does not answer,
 * the rest waits (throws `ForeignFailure`).
 */
export async function tellMarketplace(
  context: OrderingContext,
  client: ForeignClient,
  marketplace: MarketplaceRow,
): Promise<void> {
  const { database, clock } = context.kernel;
  const { id } = marketplace;
  const read = database.read();
  for (;;) {
    const tasks = await waitingTasks(read, id);
    if (tasks.length === 0) return;
    for (const task of tasks) await perform(task);
  }

  async function perform(task: TaskRow): Promise<void> {
    // From here on, what happens to the order is a task of its own: nothing slips in unseen.
    await noteTry(read, task.id);
    const order = await orderById(read, task.order_id);
    const link = order && (await linkOfOrder(read, order.id));
    try {
      const text =
        order && link ? await (task.kind === 'item' ? tellItem(order, link) : tellMessage(task, link)) : undefined;
      await settleTask(read, task.id, { state: 'done', failure: '' });
      if (text !== undefined) await log('out', text, order);
    } catch (error) {
      if (!(error instanceof ForeignFailure)) throw error;
      const isOver = error.isRefusal || task.attempts + 1 >= mostTries;
      await settleTask(read, task.id, { state: isOver ? 'failed' : 'waiting', failure: error.message });
      if (!isOver) throw error;
      await log('failure', `Given up: ${error.message}`, order);
    }
  }

  async function log(kind: 'out' | 'failure', text: string, order: OrderRow | undefined): Promise<void> {
    await appendLog(read, { marketplace_id: id, at: clock.now(), kind, text, order_number: order?.number ?? null });
  }

  async function tellItem(order: OrderRow, link: ItemLink): Promise<string | undefined> {
    const { status, secrets } = await owedOf(read, order, link);
    if (!status && !secrets) return undefined;
    const answered = await client.update(link.project, link.item, {
      ...(status ? { status } : {}),
      ...(secrets ? { user_secrets: secrets.values } : {}),
    });
    await keepTold(read, order.id, {
      told_type: answered.status.type,
      told_value: answered.status.value,
      ...(secrets ? { told_secrets: secrets.digest } : {}),
    });
    const told = [status ? `${status.type} (${status.value})` : '', secrets ? 'access handed over' : ''];
    return `Item ${link.item} of project ${link.project}: ${told.filter(Boolean).join(', ')}`;
  }

  async function tellMessage(task: TaskRow, link: ItemLink): Promise<string | undefined> {
    const message = await tables(read)
      .selectFrom('ordering.messages')
      .selectAll()
      .where('id', '=', task.message_id)
      .executeTakeFirst();
    if (!message || message.hidden_at !== null || message.scope !== 'public') return undefined;
    const known = await messageLink(read, id, { messageId: message.id });
    const { body } = message;
    const digest = sha256(body);
    if (known) {
      if (!known.is_ours || known.digest === digest) return undefined;
      await client.edit(known.message, body);
      await linkMessage(read, { ...known, digest });
      return `Message ${known.message} changed`;
    }
    const keep = (number: number) =>
      linkMessage(read, { marketplace_id: id, message: number, message_id: message.id, is_ours: true, digest });
    if (task.attempts > 0) {
      const there = await arrivedBefore(link, message);
      if (there !== undefined) {
        await keep(there);
        return `Message ${there} had arrived before`;
      }
    }
    const author = await authorOf(message);
    const written = await client.write({
      project_id: link.project,
      project_item_id: link.item,
      author: { ...author, name: message.author_name, role: marketplace.is_default ? 'mediator' : 'provider' },
      content: body,
      scope: 'public',
    });
    await keep(written.id);
    return `Message ${written.id} written on item ${link.item} of project ${link.project}`;
  }

  /** Who wrote it, as far as it is told: an address is asked for, so that a program has the one of this desk. */
  async function authorOf(message: {
    author_id: string | null;
    author_uid: string | null;
    author_email: string | null;
  }) {
    const { people } = context.ports;
    const card =
      message.author_id === null ? undefined : (await people.byIds(read, [message.author_id])).get(message.author_id);
    const uid = message.author_uid ?? card?.uid ?? '';
    const from = context.kernel.config.MAIL_FROM;
    const email = message.author_email || card?.email || (/<([^>]+)>/.exec(from)?.[1] ?? from);
    return { ...(uid === '' ? {} : { uid }), email };
  }

  /** The number of a message whose sending was tried and whose answer was lost, where it is there all the same. */
  async function arrivedBefore(
    link: ItemLink,
    { body, author_name: name }: { body: string; author_name: string },
  ): Promise<number | undefined> {
    for await (const { id: number, author, content } of client.messages(link.project, link.item)) {
      const isAlike = author.role !== 'user' && author.name === name && content === body;
      if (isAlike && !(await messageLink(read, id, { message: number }))) return number;
    }
    return undefined;
  }
}
