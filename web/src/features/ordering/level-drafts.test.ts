import { expect, test } from 'vitest';

import { draftOf, LevelDraft, levelOf } from './level-drafts.ts';

test('a level stays what it is in the form', () => {
  const level = {
    name: 'Board',
    needs: 'all' as const,
    approvers: [
      { kind: 'group' as const, id: 'cloud', deputies: ['d'] },
      { kind: 'person' as const, id: 'anna', deputies: ['d'] },
    ],
  };
  expect(levelOf(draftOf(level))).toEqual(level);
  expect(LevelDraft.safeParse({ ...draftOf(level), groups: [], people: [] }).success).toBe(false);
});
