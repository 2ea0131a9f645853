import { z } from 'zod';
import type { Question, QuestionQuery, QuestionSummary } from '#contracts/ordering/questions';
import { holds, personId, refuse, require, type Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { notFound } from '#kernel/errors';
import { cursorInstant, decodeCursor, encodeCursor } from '#kernel/http';
import { groupById } from '../desk/sql-group-store.ts';
import { groupsOf, seesDesk } from '../orders/order-access.ts';
import { isAsker, mayAnswer, maySeeQuestion, mayWorkQuestion, type QuestionRow } from './question.ts';
import { orderOfQuestion } from './become-order.ts';
import { listPage, messagesOn, questionByNumber } from './sql-question-store.ts';

const toSummary = (row: QuestionRow, groupName: string): QuestionSummary => ({
  number: row.number,
  service: { slug: row.service_slug, name: row.service_name },
  by: row.person_name,
  group: { id: row.group_id, name: groupName },
  state: row.state,
  suspected: row.spam === 'suspected',
  text: row.first_text,
  askedAt: row.asked_at,
  lastAt: row.last_at,
});

/** One page of my questions, or of those that are mine to answer: of my groups, of all for who oversees the desk. */
export async function listQuestions(read: Read, actor: Actor, query: QuestionQuery) {
  const { of, state, suspected, after, limit } = query;
  if (of === 'desk' && !seesDesk(actor)) {
    require(refuse('questions_forbidden', 'Only the order desk reads what others asked'));
  }
  const groups = groupsOf(actor);
  const overseesAll = groups.includes('*') || holds(actor, 'sla-coordinator') || holds(actor, 'administrator');
  const rows = await listPage(read, {
    ...(of === 'mine' ? { personId: personId(actor) } : { suspected }),
    ...(of === 'mine' || overseesAll ? {} : { groups }),
    states: state,
    after: after === undefined ? null : decodeCursor(after, z.tuple([cursorInstant, z.string()])),
    limit: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      ...toSummary(row, row.group_name),
      // Whoever asked need not know that a rule doubts them.
      ...(of === 'mine' ? { suspected: false } : {}),
    })),
    next: rows.length > limit && last ? encodeCursor([last.last_at, last.id]) : null,
    total: null,
  };
}

/** A question with what was said on it; "not there" for everybody else. */
export async function readQuestion(read: Read, actor: Actor, number: number): Promise<Question> {
  const question = await questionByNumber(read, number);
  if (!question || !maySeeQuestion(actor, question)) throw notFound(`question ${number}`);
  const [group, messages, order] = await Promise.all([
    groupById(read, question.group_id),
    messagesOn(read, question.id),
    orderOfQuestion(read, question.order_id),
  ]);
  const isDesk = seesDesk(actor);
  const mayWork = mayWorkQuestion(actor, question).allowed;
  return {
    ...toSummary(question, group?.name ?? question.group_id),
    suspected: isDesk && question.spam === 'suspected',
    mine: isAsker(actor, question),
    order,
    email: isDesk ? question.person_email : null,
    spamReasons: isDesk ? question.spam_reasons : [],
    messages,
    may: {
      write: mayWork,
      close: mayWork && question.state !== 'closed',
      judge: mayAnswer(actor, question).allowed && question.spam !== 'yes',
    },
  };
}
