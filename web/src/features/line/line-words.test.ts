import { describe, expect, test } from 'vitest';

import { customerDetours, customerPorts, openQuestion } from './line-words.ts';

const port = {
  state: 'in_progress' as const,
  word: 'Waiting for customer',
  passage: 'now' as const,
  at: null,
  tookSeconds: null,
  expected: null,
  missed: false,
};

describe('customerPorts', () => {
  test('says what waits in the words of the customer', () => {
    const ports = customerPorts({ kind: 'order', state: 'waiting_for_response', route: [port] });
    expect(ports.map(({ state, word }) => [state, word])).toEqual([['waiting_for_response', 'We need your answer']]);
  });

  test('a service that is open to everybody has no route', () => {
    expect(customerPorts({ kind: 'open', state: 'ready', route: [port] })).toEqual([]);
  });
});

test('detours speak to the customer and keep the affairs of the desk out', () => {
  expect(customerDetours(['Waited for the customer once', 'Irregular move'])).toEqual(['Waited for your answer once']);
});

test('the open question is the newest message that is not the customer’s own', () => {
  const entry = (id: string, kind: 'message' | 'state', role: 'customer' | 'shifter') => ({
    id,
    kind,
    scope: 'public' as const,
    at: '2026-11-20T10:00:00Z',
    by: { name: 'x', role },
    text: '',
    state: null,
    irregular: false,
    sharedWithProviders: false,
    files: [],
  });
  const timeline = [
    entry('1', 'state', 'shifter'),
    entry('2', 'message', 'customer'),
    entry('3', 'message', 'shifter'),
    entry('4', 'message', 'shifter'),
  ];
  expect(openQuestion({ state: 'waiting_for_response', timeline })?.id).toBe('3');
  expect(openQuestion({ state: 'in_progress', timeline })).toBeUndefined();
});
