import type { ApprovalLevel } from '#contracts/ordering/level-schemas';
import type { Actor } from '#kernel/access';
import { groupsOf } from '../orders/order-access.ts';
import type { ApprovalLevelsTable, LevelAnswersTable } from '../tables.ts';
import type { Selectable } from 'kysely';

export type LevelRow = Selectable<ApprovalLevelsTable>;
export type LevelAnswerRow = Selectable<LevelAnswersTable>;

/** A level with the answers of its round. */
export interface LevelRecord {
  readonly level: LevelRow;
  readonly answers: readonly LevelAnswerRow[];
}

/** What becomes of a level by its answers: one refusal refuses it; one approval or all of them approve it. */
export function outcomeOf(
  { needs, approvers }: Pick<LevelRow, 'needs' | 'approvers'>,
  answers: readonly Pick<LevelAnswerRow, 'slot' | 'answer'>[],
): 'asked' | 'approved' | 'refused' {
  if (answers.some(({ answer }) => answer === 'refuse')) return 'refused';
  const agreed = new Set(answers.map(({ slot }) => slot)).size;
  return agreed >= (needs === 'first' ? 1 : approvers.length) ? 'approved' : 'asked';
}

/** The place in a level that the actor may fill: their own before one for which they stand in; undefined where there is none. */
export function placeFor(
  actor: Actor,
  { level, answers }: LevelRecord,
): { readonly slot: number; readonly asDeputy: boolean } | undefined {
  if (actor.id === null) return undefined;
  const groups = groupsOf(actor);
  const open = level.approvers
    .map((approver, slot) => ({ ...approver, slot }))
    .filter(({ slot }) => !answers.some((answer) => answer.slot === slot));
  const own = open.find(({ kind, id }) => (kind === 'person' ? id === actor.id : groups.includes(id)));
  if (own) return { slot: own.slot, asDeputy: false };
  const stead = open.find(({ deputies }) => deputies.includes(actor.id ?? ''));
  return stead && { slot: stead.slot, asDeputy: true };
}

/** Whether the actor has a part in a level, answered or not. */
export function hasPart(actor: Actor, record: LevelRecord): boolean {
  return placeFor(actor, { ...record, answers: [] }) !== undefined;
}

/** Why an order may not be approved yet; undefined when every level has agreed or was passed over. */
export function missingApproval(levels: readonly LevelRecord[]): string | undefined {
  const open = levels.find(({ level }) => level.state !== 'approved' && level.state !== 'bypassed');
  if (!open) return undefined;
  const { name, state } = open.level;
  const refusal = open.answers.find(({ answer }) => answer === 'refuse');
  if (state === 'refused') return `${refusal?.person_name ?? 'An approver'} refused it for ${name}`;
  return `The approval of ${name} is missing`;
}

/** The levels as people see them; `nameOf` gives the names of people and groups. */
export function shownLevels(
  levels: readonly LevelRecord[],
  nameOf: (kind: 'person' | 'group', id: string) => string,
): ApprovalLevel[] {
  return levels.map(({ level, answers }): ApprovalLevel => ({
    position: level.position,
    name: level.name,
    needs: level.needs,
    state: level.state,
    askedAt: level.asked_at,
    decidedAt: level.decided_at,
    reason: level.reason,
    approvers: level.approvers.map(({ kind, id, deputies }, slot) => {
      const answer = answers.find((one) => one.slot === slot);
      return {
        name: nameOf(kind, id),
        deputies: deputies.map((deputy) => nameOf('person', deputy)),
        answer: answer
          ? {
              by: answer.person_name,
              asDeputy: answer.as_deputy,
              answer: answer.answer,
              comment: answer.comment,
              at: answer.at,
            }
          : null,
      };
    }),
  }));
}
