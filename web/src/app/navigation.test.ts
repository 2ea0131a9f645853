import { expect, test } from 'vitest';

import { navigationFor } from './navigation.ts';
import type { Session } from './session.tsx';

const paths = new Set([
  '/',
  '/notifications',
  '/orders',
  '/orders/$number',
  '/shares',
  '/agreements',
  '/projects',
  '/marketplace',
  '/sites/$name',
  '/messaging',
]);

function session(...roles: readonly string[]): Session {
  return {
    person: {
      id: 'p1',
      name: 'Anna de Wit',
      email: null,
      institution: null,
      country: null,
      preferences: {
        theme: 'system',
        density: 'comfortable',
        timeZone: null,
        language: null,
        notifications: { progress: 'mail', messages: 'mail', ratings: 'mail', desk: 'mail' },
      },
    },
    roles: roles.map((role) => ({ role, scope: '*' })),
    csrf: null,
    terms: { version: '', accepted: true },
    tokenScopes: null,
    demo: null,
    federation: '',
  };
}

const labels = (held: Session, known: ReadonlySet<string> = paths) =>
  navigationFor(held, known).flatMap((group) => group.entries.map((entry) => entry.label));

test('a customer sees the marketplace and projects, not the desk', () => {
  expect(labels(session())).toEqual(['My work', 'Notifications', 'My projects', 'Marketplace']);
});

test('a shifter who is a provider contact too sees each address once', () => {
  const seen = labels(session('shifter', 'provider'));
  expect(seen).toContain('Provider answers');
  expect(seen).not.toContain('My shares');
});

test('what has no page is left out, what has only records below it stays', () => {
  expect(labels(session('shifter'))).toContain('Sites and services');
  expect(labels(session('shifter'), new Set(['/orders']))).toEqual(['Order desk']);
});

test('nobody signed in sees what is open to all', () => {
  expect(labels({ ...session(), person: null })).toEqual(['Marketplace']);
});

test('nobody sees more than twelve entries', () => {
  expect(
    labels(session('shifter', 'provider', 'administrator', 'sla-coordinator', 'site-admin')).length,
  ).toBeLessThanOrEqual(12);
});

test('messaging is there for administrators, and for whoever was appointed to a project', () => {
  const entries = (...given: Parameters<typeof navigationFor>) =>
    navigationFor(...given).flatMap((group) => group.entries.map((entry) => entry.label));
  expect(entries(session('administrator'), paths)).toContain('Messaging');
  expect(entries(session(), paths)).not.toContain('Messaging');
  expect(entries(session(), paths, new Set(['messaging']))).toContain('Messaging');
});
