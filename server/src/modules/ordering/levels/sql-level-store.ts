import type { Updateable } from 'kysely';
import type { ApprovalLevelInput } from '#contracts/ordering/level-schemas';
import { json, type Read, type Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import { tables, type ApprovalLevelsTable } from '../tables.ts';
import type { LevelAnswerRow, LevelRecord, LevelRow } from './approval-level.ts';

/** The levels of an order in their order, with the answers of their round. */
export async function levelsOf(read: Read | Tx, orderId: string): Promise<LevelRecord[]> {
  const levels = await tables(read)
    .selectFrom('ordering.approval_levels')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('position')
    .execute();
  return withAnswers(read, levels);
}

const mostAsked = 500;

/** Levels that wait for an answer, the longest first. */
export async function askedLevels(read: Read): Promise<LevelRecord[]> {
  const levels = await tables(read)
    .selectFrom('ordering.approval_levels as level')
    .innerJoin('ordering.orders as o', 'o.id', 'level.order_id')
    .selectAll('level')
    .where('level.state', '=', 'asked')
    .where('o.state', 'in', ['in_progress', 'waiting_for_response'])
    .orderBy('level.asked_at')
    .limit(mostAsked)
    .execute();
  return withAnswers(read, levels);
}

/** The levels of these orders in their order, by the id of the order. */
export async function levelsByOrder(
  read: Read,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, readonly LevelRecord[]>> {
  if (orderIds.length === 0) return new Map();
  const levels = await tables(read)
    .selectFrom('ordering.approval_levels')
    .selectAll()
    .where('order_id', 'in', [...orderIds])
    .orderBy('position')
    .execute();
  return Map.groupBy(await withAnswers(read, levels), ({ level }) => level.order_id);
}

/** The levels of these orders that wait for an answer. */
export async function askedLevelsOf(read: Read, orderIds: readonly string[]): Promise<LevelRecord[]> {
  const levels = [...(await levelsByOrder(read, orderIds)).values()].flat();
  return levels.filter(({ level }) => level.state === 'asked');
}

async function withAnswers(read: Read | Tx, levels: readonly LevelRow[]): Promise<LevelRecord[]> {
  if (levels.length === 0) return [];
  const answers = await tables(read)
    .selectFrom('ordering.level_answers')
    .selectAll()
    .where(
      'level_id',
      'in',
      levels.map(({ id }) => id),
    )
    .orderBy('at')
    .execute();
  return levels.map((level) => ({
    level,
    answers: answers.filter(({ level_id: id, round }) => id === level.id && round === level.round),
  }));
}

/** Keeps the levels that the rule of an order demands. */
export async function insertLevels(tx: Tx, orderId: string, levels: readonly ApprovalLevelInput[]): Promise<void> {
  if (levels.length === 0) return;
  await tables(tx)
    .insertInto('ordering.approval_levels')
    .values(
      levels.map(({ name, needs, approvers }, index) => ({
        id: nextId(),
        order_id: orderId,
        position: index + 1,
        name,
        needs,
        approvers: json(approvers),
        state: 'waiting' as const,
        asked_at: null,
        decided_at: null,
      })),
    )
    .execute();
}

export async function updateLevel(tx: Tx, id: string, changes: Updateable<ApprovalLevelsTable>): Promise<void> {
  await tables(tx).updateTable('ordering.approval_levels').set(changes).where('id', '=', id).execute();
}

export async function insertAnswer(tx: Tx, answer: Omit<LevelAnswerRow, 'id'>): Promise<void> {
  await tables(tx)
    .insertInto('ordering.level_answers')
    .values({ id: nextId(), ...answer })
    .execute();
}
