import type { Selectable } from 'kysely';
import { allow, type Actor, type Decision } from '#kernel/access';
import { mayWorkOrder, seesDesk } from '../orders/order-access.ts';
import type { QuestionsTable } from '../tables.ts';

export type QuestionRow = Selectable<QuestionsTable>;

type Asked = Pick<QuestionRow, 'person_id' | 'group_id'>;

/** A question is for who asked it and for the desk. */
export function maySeeQuestion(actor: Actor, question: Asked): boolean {
  return isAsker(actor, question) || seesDesk(actor);
}

export function isAsker(actor: Actor, { person_id: person }: Asked): boolean {
  return actor.id !== null && actor.id === person;
}

/** Answers and closes it: a shifter of its group; who asked writes and closes as well. */
export function mayWorkQuestion(actor: Actor, question: Asked): Decision {
  return isAsker(actor, question) ? allow : mayAnswer(actor, question);
}

export const mayAnswer = (actor: Actor, { group_id: groupId }: Asked): Decision => mayWorkOrder(actor, { groupId });
