import { describe, expect, test } from 'vitest';

import { foldSystem } from './fold.ts';
import { strangersIn } from './mentions.ts';
import type { Entry } from './timeline.tsx';

const entry = (id: string, scope: Entry['scope']): Entry => ({
  id,
  scope,
  kind: 'state',
  at: '2026-11-20T10:00:00Z',
  by: { name: 'Anna de Wit', role: 'shifter' },
  text: '',
  state: null,
  irregular: false,
  sharedWithProviders: false,
  files: [],
});

describe('the timeline', () => {
  test('folds runs of more than three system events and leaves shorter ones', () => {
    const parts = foldSystem([
      entry('1', 'system'),
      entry('2', 'system'),
      entry('3', 'public'),
      ...['4', '5', '6', '7'].map((id) => entry(id, 'system')),
    ]);
    expect(parts.map((part) => ('folded' in part ? part.folded.length : part.entry.id))).toEqual(['1', '2', '3', 4]);
  });
});

test('names that nobody of the readers bears are strangers, mail addresses are not names', () => {
  const readers = ['Eleni Papadaki', 'Nikos Vlahos'];
  expect(strangersIn('Thanks @Eleni, ask grid@ires.example or @Jonas.', readers)).toEqual(['Jonas']);
});
