import { sql } from 'kysely';
import type { Instant } from '#kernel/clock';
import type { Read, Tx } from '#kernel/database';
import { cameSo } from './came-so.ts';
import { tables } from '../tables.ts';
import type { QuestionStep } from './question-reminders.ts';

/** Orders whose customer was asked before this instant and has not answered. */
export async function unansweredQuestions(read: Read, before: Instant): Promise<{ id: string; group_id: string }[]> {
  return tables(read)
    .selectFrom('ordering.orders')
    .select(['id', 'group_id'])
    .where('state', '=', 'waiting_for_response')
    .where('state_since', '<', before)
    .where('spam', '!=', 'yes')
    .where(cameSo(sql.ref('ordering.orders.id'), sql`ordering.orders.state_since`), '=', false)
    .orderBy('number')
    .execute();
}

export async function stepsTaken(read: Read, orderId: string, askedAt: Instant): Promise<QuestionStep[]> {
  const rows = await tables(read)
    .selectFrom('ordering.question_reminders')
    .select('step')
    .where('order_id', '=', orderId)
    .where('asked_at', '=', askedAt)
    .execute();
  return rows.map(({ step }) => step);
}

export async function takeStep(
  tx: Tx,
  taken: { orderId: string; askedAt: Instant; step: QuestionStep; at: Instant },
): Promise<void> {
  await tables(tx)
    .insertInto('ordering.question_reminders')
    .values({ order_id: taken.orderId, asked_at: taken.askedAt, step: taken.step, at: taken.at })
    .execute();
}

/** The question that an order waits on: what the desk wrote last to the customer. */
export async function openQuestion(
  read: Read,
  orderId: string,
): Promise<{ readonly by: string; readonly text: string } | undefined> {
  return tables(read)
    .selectFrom('ordering.messages')
    .select(['author_name as by', 'body as text'])
    .where('order_id', '=', orderId)
    .where('scope', '=', 'public')
    .where('author_role', '!=', 'customer')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}
