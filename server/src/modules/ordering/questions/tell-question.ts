import type { Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { Tx } from '#kernel/database';
import { deskTags } from '../orders/order-audience.ts';
import type { QuestionRow } from './question.ts';

export type QuestionChange = 'asked' | 'asked_on' | 'answered' | 'closed' | 'judged';

interface Told {
  readonly question: QuestionRow;
  readonly actor: Actor;
  readonly change: QuestionChange;
  /** What was said, where something was. */
  readonly text?: string;
}

/** Publishes a change of a question to the desk and to who asked, and notes it in the audit trail. */
export async function tellQuestion(
  tx: Tx,
  { publish, audit }: Pick<Kernel, 'publish' | 'audit'>,
  { question, actor, change, text = '' }: Told,
): Promise<void> {
  const target = `question:${question.number}`;
  await publish(tx, {
    type: `ordering.question_${change}`,
    aggregate: target,
    payload: { questionId: question.id, number: question.number, by: actor.name, text },
    audience: [...deskTags, `person:${question.person_id}`],
  });
  await audit(tx, { actor, action: `ordering.question_${change}`, target, details: { state: question.state } });
}
