import { personId, require, type Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { notFound } from '#kernel/errors';
import type { OrderingContext } from '../ordering-context.ts';
import { isAsker, mayAnswer, maySeeQuestion, mayWorkQuestion, type QuestionRow } from './question.ts';
import { appendToQuestion, questionByNumber, updateQuestion } from './sql-question-store.ts';
import { tellQuestion } from './tell-question.ts';

async function loadQuestion(tx: Tx, actor: Actor, number: number): Promise<QuestionRow> {
  const question = await questionByNumber(tx, number, true);
  if (!question || !maySeeQuestion(actor, question)) throw notFound(`question ${number}`);
  return question;
}

/** Says something on a question: the desk answers it, who asked opens it again. */
export const writeOnQuestion =
  ({ kernel }: OrderingContext) =>
  (actor: Actor, number: number, text: string): Promise<void> =>
    kernel.database.transact(async (tx) => {
      const question = await loadQuestion(tx, actor, number);
      require(mayWorkQuestion(actor, question));
      const isCustomer = isAsker(actor, question);
      const now = kernel.clock.now();
      await appendToQuestion(tx, {
        question_id: question.id,
        at: now,
        author_role: isCustomer ? 'customer' : 'shifter',
        author_id: personId(actor),
        author_name: actor.name,
        body: text,
      });
      const saved = await updateQuestion(tx, question.id, {
        state: isCustomer ? 'open' : 'answered',
        last_at: now,
        closed_at: null,
        // Who gets an answer is taken for a person.
        ...(isCustomer ? {} : { answered_at: question.answered_at ?? now, spam: 'no' as const }),
      });
      await tellQuestion(tx, kernel, { question: saved, actor, change: isCustomer ? 'asked_on' : 'answered', text });
    });

/** Closes a question; one that is closed stays so. */
export const closeQuestion =
  ({ kernel }: OrderingContext) =>
  (actor: Actor, number: number): Promise<void> =>
    kernel.database.transact(async (tx) => {
      const question = await loadQuestion(tx, actor, number);
      require(mayWorkQuestion(actor, question));
      if (question.state === 'closed') return;
      const saved = await updateQuestion(tx, question.id, { state: 'closed', closed_at: kernel.clock.now() });
      await tellQuestion(tx, kernel, { question: saved, actor, change: 'closed' });
    });

/** Says whether a question is spam. Spam is closed and off the desk; what is none comes to the desk, which hears of it. */
export const judgeQuestion =
  ({ kernel }: OrderingContext) =>
  (actor: Actor, number: number, spam: boolean): Promise<void> =>
    kernel.database.transact(async (tx) => {
      const question = await loadQuestion(tx, actor, number);
      require(mayAnswer(actor, question));
      if (question.spam === (spam ? 'yes' : 'no')) return;
      const saved = await updateQuestion(tx, question.id, {
        spam: spam ? 'yes' : 'no',
        ...(spam ? { state: 'closed' as const, closed_at: kernel.clock.now() } : {}),
      });
      await tellQuestion(tx, kernel, { question: saved, actor, change: 'judged' });
      if (!spam) await tellQuestion(tx, kernel, { question: saved, actor, change: 'asked', text: question.first_text });
    });
