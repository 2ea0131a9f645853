import type { Question } from '#contracts/ordering/questions';
import type { Actor } from '#kernel/access';
import type { Read, Tx } from '#kernel/database';
import { invalid } from '#kernel/errors';
import type { OrderRow } from '../orders/order.ts';
import { tables } from '../tables.ts';
import { isAsker } from './question.ts';
import { questionByNumber, updateQuestion } from './sql-question-store.ts';

/** Keeps that an order came of a question, which whoever asked names when they place it. Throws `unknown_question`. */
export async function becomeOrder(tx: Tx, actor: Actor, number: number, order: Pick<OrderRow, 'id'>): Promise<void> {
  const question = await questionByNumber(tx, number, true);
  if (!question || !isAsker(actor, question)) {
    throw invalid('unknown_question', [{ path: 'question', message: `there is no question ${number} of yours` }]);
  }
  await updateQuestion(tx, question.id, { order_id: order.id });
}

/** Number of the question that an order came of; null where nobody asked before. */
export async function questionOfOrder(read: Read, orderId: string): Promise<number | null> {
  const found = await tables(read)
    .selectFrom('ordering.questions')
    .select('number')
    .where('order_id', '=', orderId)
    .orderBy('number')
    .executeTakeFirst();
  return found?.number ?? null;
}

/** The order that came of a question, with its place in its project. */
export async function orderOfQuestion(read: Read, orderId: string | null): Promise<Question['order']> {
  if (orderId === null) return null;
  const found = await tables(read)
    .selectFrom('ordering.orders')
    .select(['number', 'project_number as project', 'iid'])
    .where('id', '=', orderId)
    .executeTakeFirst();
  return found ?? null;
}
