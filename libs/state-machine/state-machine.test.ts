import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Edge, stateMachine } from './index.ts';

type Door = 'open' | 'shut' | 'locked';
type Move = 'open' | 'shut' | 'lock' | 'unlock';
type Person = 'guest' | 'keeper';
interface Facts {
  readonly hasKey: boolean;
}

const states: readonly Door[] = ['open', 'shut', 'locked'];
const edges: readonly Edge<Door, Move, Facts, Person>[] = [
  { action: 'shut', from: ['open'], to: 'shut', by: ['guest', 'keeper'] },
  { action: 'open', from: ['shut', 'locked'], to: 'open', by: ['guest', 'keeper'] },
  {
    action: 'lock',
    from: ['shut'],
    to: 'locked',
    by: ['keeper'],
    refuse: (facts) => (facts.hasKey ? undefined : 'Fetch the key first'),
  },
  { action: 'unlock', from: ['locked'], to: 'shut', by: ['keeper'] },
];
const door = stateMachine<Door, Move, Facts, Person>({
  states,
  initial: 'open',
  edges,
  reaches: (edge, from, role) => !(edge.action === 'open' && from === 'locked' && role === 'guest'),
});
const withKey: Facts = { hasKey: true };
const withoutKey: Facts = { hasKey: false };

describe('stateMachine', () => {
  test('lists the actions of a role in the order of the table', () => {
    expect(door.available('shut', withKey, 'keeper').map(({ edge }) => edge.action)).toEqual(['open', 'lock']);
    expect(door.available('shut', withKey, 'guest').map(({ edge }) => edge.action)).toEqual(['open']);
  });

  test('keeps a refused action in the list, with its reason', () => {
    expect(door.available('shut', withoutKey, 'keeper')).toEqual([
      { edge: edges[1] },
      { edge: edges[2], refusal: 'Fetch the key first' },
    ]);
  });

  test('the filter takes a row away from one role in one state', () => {
    expect(door.available('locked', withKey, 'guest')).toEqual([]);
    expect(door.apply('locked', 'open', withKey, 'guest')).toHaveProperty('refusal');
    expect(door.apply('locked', 'open', withKey, 'keeper')).toMatchObject({ to: 'open' });
  });

  test('applies an action, or says why not', () => {
    expect(door.apply('open', 'shut', withKey, 'guest')).toEqual({ to: 'shut', edge: edges[0] });
    expect(door.apply('shut', 'lock', withoutKey, 'keeper')).toEqual({ refusal: 'Fetch the key first' });
    expect(door.apply('open', 'lock', withKey, 'keeper')).toEqual({
      refusal: 'The action lock is not possible in the state open',
    });
  });

  test('explains an action that only others may take in words of its owner', () => {
    const explained = stateMachine<Door, Move, Facts, Person>({
      states,
      initial: 'open',
      edges,
      explain: ({ othersMay, role }) => (othersMay.length > 0 ? `Not for a ${role}` : 'Not now'),
    });
    expect(explained.apply('shut', 'lock', withKey, 'guest')).toEqual({ refusal: 'Not for a guest' });
    expect(explained.apply('open', 'lock', withKey, 'guest')).toEqual({ refusal: 'Not now' });
  });

  test('draws an arrow for each state of departure, with the roles that are left', () => {
    expect(door.arrows()).toContainEqual({ from: 'locked', to: 'open', action: 'open', by: ['keeper'] });
    expect(door.arrows()).toHaveLength(5);
    expect(door.leads('locked', 'shut')).toBe(true);
    expect(door.leads('open', 'locked')).toBe(false);
  });

  test('finds states that nothing leads to', () => {
    expect(door.unreachable()).toEqual([]);
    const walled = stateMachine<Door, Move, Facts, Person>({ states, initial: 'open', edges: edges.slice(0, 2) });
    expect(walled.unreachable()).toEqual(['locked']);
  });

  test('refuses a table with an unknown state', () => {
    const onlyOpen: readonly Door[] = ['open'];
    expect(() => stateMachine<Door, Move, Facts, Person>({ states: onlyOpen, initial: 'open', edges })).toThrow(
      'not declared: shut',
    );
  });

  test('refuses a table that offers the same action twice', () => {
    const twice = [...edges, { action: 'lock', from: ['shut'], to: 'open', by: ['keeper'] }] as const;
    expect(() => stateMachine<Door, Move, Facts, Person>({ states, initial: 'open', edges: twice })).toThrow(
      'lock from shut by keeper twice',
    );
  });

  test('no sequence of actions leaves the declared states, and what is offered without refusal works', () => {
    const steps = fc.array(
      fc.record({
        action: fc.constantFrom<Move>('open', 'shut', 'lock', 'unlock'),
        role: fc.constantFrom<Person>('guest', 'keeper'),
        hasKey: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(steps, (walk) => {
        let state: Door = 'open';
        for (const { action, role, hasKey } of walk) {
          const offered = door.available(state, { hasKey }, role).find(({ edge }) => edge.action === action);
          const outcome = door.apply(state, action, { hasKey }, role);
          expect('to' in outcome).toBe(offered !== undefined && offered.refusal === undefined);
          if ('to' in outcome) state = outcome.to;
          expect(states).toContain(state);
        }
      }),
    );
  });
});
