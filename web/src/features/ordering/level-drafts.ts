import { z } from 'zod';

import type { ApprovalLevelInput } from '#contracts/ordering/level-schemas';

/** A level as the form holds it: people and groups that are asked, and deputies of all of them. */
export const LevelDraft = z
  .object({
    name: z.string().trim().min(1, 'Give the level a name').max(120),
    needs: z.enum(['first', 'all']),
    groups: z.array(z.string()),
    people: z.array(z.string()),
    deputies: z.array(z.string()),
  })
  .refine(({ groups, people }) => groups.length + people.length > 0, {
    path: ['people'],
    message: 'Choose a person or a group',
  });
export type LevelDraft = z.infer<typeof LevelDraft>;

export const emptyLevel: LevelDraft = { name: '', needs: 'first', groups: [], people: [], deputies: [] };

export function draftOf({ name, needs, approvers }: ApprovalLevelInput): LevelDraft {
  const of = (kind: 'person' | 'group') => approvers.filter((one) => one.kind === kind).map(({ id }) => id);
  return {
    name,
    needs,
    groups: of('group'),
    people: of('person'),
    deputies: [...new Set(approvers.flatMap(({ deputies }) => deputies))],
  };
}

export function levelOf({ name, needs, groups, people, deputies }: LevelDraft): ApprovalLevelInput {
  return {
    name,
    needs,
    approvers: [
      ...groups.map((id) => ({ kind: 'group' as const, id, deputies })),
      ...people.map((id) => ({ kind: 'person' as const, id, deputies })),
    ],
  };
}
