import { sql, type InsertObject, type Updateable } from 'kysely';
import type { QuestionState } from '#contracts/ordering/questions';
import type { Read, Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import { tables, type OrderingTables, type QuestionsTable } from '../tables.ts';
import type { QuestionRow } from './question.ts';

export function questionByNumber(read: Read, number: number, lock = false): Promise<QuestionRow | undefined> {
  return tables(read)
    .selectFrom('ordering.questions')
    .selectAll()
    .where('number', '=', number)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
}

export function questionById(read: Read, id: string): Promise<QuestionRow | undefined> {
  return tables(read).selectFrom('ordering.questions').selectAll().where('id', '=', id).executeTakeFirst();
}

export function insertQuestion(
  tx: Tx,
  question: InsertObject<OrderingTables, 'ordering.questions'>,
): Promise<QuestionRow> {
  return tables(tx).insertInto('ordering.questions').values(question).returningAll().executeTakeFirstOrThrow();
}

export function updateQuestion(tx: Tx, id: string, change: Updateable<QuestionsTable>): Promise<QuestionRow> {
  return tables(tx)
    .updateTable('ordering.questions')
    .set(change)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export interface SaidOnQuestion {
  readonly question_id: string;
  readonly at: string;
  readonly author_role: 'customer' | 'shifter';
  readonly author_id: string;
  readonly author_name: string;
  readonly body: string;
}

export async function appendToQuestion(tx: Tx, said: SaidOnQuestion): Promise<void> {
  await tables(tx)
    .insertInto('ordering.question_messages')
    .values({ id: nextId(), ...said })
    .execute();
}

export function messagesOn(read: Read, questionId: string) {
  return tables(read)
    .selectFrom('ordering.question_messages')
    .select(['at', 'author_name as by', 'author_role as role', 'body as text'])
    .where('question_id', '=', questionId)
    .orderBy('at')
    .orderBy('id')
    .execute();
}

/** What tells people from machines: questions of this person since a time, and the same text from another account. */
export async function recentQuestions(read: Read, personId: string, since: string): Promise<number> {
  const { count } = await tables(read)
    .selectFrom('ordering.questions')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('person_id', '=', personId)
    .where('asked_at', '>', since)
    .executeTakeFirstOrThrow();
  return count;
}

export async function askedElsewhere(
  read: Read,
  { personId, text, since }: { personId: string; text: string; since: string },
): Promise<boolean> {
  const found = await tables(read)
    .selectFrom('ordering.questions')
    .select('number')
    .where('first_text', '=', text)
    .where('person_id', '!=', personId)
    .where('asked_at', '>', since)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** How many questions wait for an answer of these groups; `*` stands for all. */
export async function openQuestionsOf(read: Read, groups: readonly string[]): Promise<number> {
  if (groups.length === 0) return 0;
  const { count } = await tables(read)
    .selectFrom('ordering.questions')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('state', '=', 'open')
    .where('spam', '=', 'no')
    .$if(!groups.includes('*'), (query) => query.where('group_id', 'in', [...groups]))
    .executeTakeFirstOrThrow();
  return count;
}

export interface QuestionPage {
  readonly personId?: string;
  /** Groups whose questions are wanted; all without it. */
  readonly groups?: readonly string[];
  readonly states?: readonly QuestionState[] | undefined;
  /** Undefined where it does not matter: people see their own. */
  readonly suspected?: boolean;
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

/** Questions with the name of their group, the one spoken in last first. */
export function listPage(read: Read, { personId, groups, states, suspected, after, limit }: QuestionPage) {
  return tables(read)
    .selectFrom('ordering.questions as q')
    .innerJoin('ordering.groups as g', 'g.id', 'q.group_id')
    .selectAll('q')
    .select('g.name as group_name')
    .$if(personId !== undefined, (query) => query.where('q.person_id', '=', personId ?? ''))
    .$if(groups !== undefined, (query) => query.where('q.group_id', 'in', [...(groups ?? [])]))
    .$if(states !== undefined, (query) => query.where('q.state', 'in', [...(states ?? [])]))
    .$if(suspected !== undefined, (query) => query.where('q.spam', '=', suspected === true ? 'suspected' : 'no'))
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(q.last_at, q.id) < (${after?.[0] ?? ''}::timestamptz, ${after?.[1] ?? ''})`),
    )
    .orderBy('q.last_at', 'desc')
    .orderBy('q.id', 'desc')
    .limit(limit)
    .execute();
}
