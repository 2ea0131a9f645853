import { describe, expect, test } from 'vitest';
import {
  allow,
  anonymous,
  audienceOf,
  holds,
  personId,
  refuse,
  require,
  scopesOf,
  system,
  type Actor,
} from '#kernel/access';

const anna: Actor = {
  ...anonymous,
  kind: 'person',
  id: 'anna',
  name: 'Anna de Wit',
  roles: [
    { role: 'shifter', scope: 'group:cloud' },
    { role: 'shifter', scope: 'group:training' },
    { role: 'site-admin', scope: '*' },
  ],
};

describe('a role', () => {
  test('counts in its own scope only, and without a scope wherever it is held', () => {
    expect(holds(anna, 'shifter', 'group:cloud')).toBe(true);
    expect(holds(anna, 'shifter', 'group:storage')).toBe(false);
    expect(holds(anna, 'shifter')).toBe(true);
    expect(holds(anna, 'administrator')).toBe(false);
  });

  test('in every scope counts in each', () => {
    expect(holds(anna, 'site-admin', 'site:CESNET-MCC')).toBe(true);
    expect(holds({ ...anna, roles: [{ role: 'shifter', scope: '*' }] }, 'administrator', '*')).toBe(false);
  });

  test('in one scope does not count everywhere', () => {
    expect(holds(anna, 'shifter', '*')).toBe(false);
    expect(scopesOf(anna, 'shifter')).toEqual(['group:cloud', 'group:training']);
  });

  test('is held by the house itself and never by nobody', () => {
    expect(holds(system, 'administrator', 'site:CESNET-MCC')).toBe(true);
    expect(holds(anonymous, 'shifter')).toBe(false);
  });
});

test('live updates find a person by herself, by each of her roles once, and by each scope of them', () => {
  expect(audienceOf(anna)).toEqual([
    'person:anna',
    'role:shifter',
    'shifter@group:cloud',
    'shifter@group:training',
    'role:site-admin',
    'site-admin@*',
  ]);
  expect(audienceOf(anonymous)).toEqual([]);
});

test('a refusal carries its code and reason to whoever asked', () => {
  const refusal = refuse('not_the_assignee', 'Take the order first');
  expect(() => require(refusal)).toThrow(
    expect.objectContaining({ kind: 'forbidden', code: 'not_the_assignee', message: 'Take the order first' }),
  );
  expect(() => require(allow)).not.toThrow();
});

test('who is not signed in has no id', () => {
  expect(personId(anna)).toBe('anna');
  for (const nobody of [anonymous, system])
    expect(() => personId(nobody)).toThrow(expect.objectContaining({ kind: 'unauthenticated' }));
});
