import { z } from 'zod';

import type { ApprovalLevelInput } from '#contracts/ordering/level-schemas';

/** A level as the form holds it: people and groups that are asked, and by approver who may answer instead. */
export const LevelDraft = z
  .object({
    name: z.string().trim().min(1, 'Give the level a name').max(120),
    needs: z.enum(['first', 'all']),
    groups: z.array(z.string()),
    people: z.array(z.string()),
    /** Ids of deputies by `approverKey`; may hold those of approvers that are chosen no more. */
    deputies: z.record(z.string(), z.array(z.string()).max(20, 'At most 20 deputies')),
  })
  .refine(({ groups, people }) => groups.length + people.length > 0, {
    path: ['people'],
    message: 'Choose a person or a group',
  });
export type LevelDraft = z.infer<typeof LevelDraft>;

export interface ApproverDraft {
  readonly kind: 'person' | 'group';
  readonly id: string;
}

export const emptyLevel: LevelDraft = { name: '', needs: 'first', groups: [], people: [], deputies: {} };

/** The name of an approver in `deputies`: `person:<id>`, `group:<id>`. */
export const approverKey = ({ kind, id }: ApproverDraft) => `${kind}:${id}`;

/** Who is asked in a level, groups first. */
export function approversOf({ groups, people }: Pick<LevelDraft, 'groups' | 'people'>): ApproverDraft[] {
  return [
    ...groups.map((id) => ({ kind: 'group' as const, id })),
    ...people.map((id) => ({ kind: 'person' as const, id })),
  ];
}

export function draftOf({ name, needs, approvers }: ApprovalLevelInput): LevelDraft {
  const of = (kind: 'person' | 'group') => approvers.filter((one) => one.kind === kind).map(({ id }) => id);
  return {
    name,
    needs,
    groups: of('group'),
    people: of('person'),
    deputies: Object.fromEntries(approvers.map((one) => [approverKey(one), one.deputies])),
  };
}

export function levelOf({ deputies, ...level }: LevelDraft): ApprovalLevelInput {
  return {
    name: level.name,
    needs: level.needs,
    approvers: approversOf(level).map((one) => ({ ...one, deputies: deputies[approverKey(one)] ?? [] })),
  };
}
