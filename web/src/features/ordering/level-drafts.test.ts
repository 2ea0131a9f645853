import { expect, test } from 'vitest';

import { draftOf, LevelDraft, levelOf } from './level-drafts.ts';

const level = {
  name: 'Board',
  needs: 'all' as const,
  approvers: [
    { kind: 'group' as const, id: 'cloud', deputies: ['d', 'e'] },
    { kind: 'person' as const, id: 'anna', deputies: ['d'] },
    { kind: 'person' as const, id: 'ben', deputies: [] },
  ],
};

test('a level stays what it is in the form, each approver with deputies of their own', () => {
  const draft = LevelDraft.parse(draftOf(level));
  expect(levelOf(draft)).toEqual(level);
});

test('deputies go with the approver whom they stand in for', () => {
  const draft = { ...draftOf(level), groups: [], people: ['ben', 'carla'] };
  expect(levelOf(draft).approvers).toEqual([
    { kind: 'person', id: 'ben', deputies: [] },
    { kind: 'person', id: 'carla', deputies: [] },
  ]);
  expect(LevelDraft.safeParse({ ...draft, people: [] }).success).toBe(false);
});
