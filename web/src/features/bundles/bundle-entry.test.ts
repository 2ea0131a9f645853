import { expect, test } from 'vitest';

import { BundleEntry, emptyFields } from './bundle-entry.ts';

const full = {
  ...emptyFields('lab/1', 'egi'),
  name: 'Kit',
  offers: ['depot/1'],
  goals: 'Measure, Compare ,',
  capabilities: 'Computing',
  targetUsers: 'Researchers',
  domains: 'Physics',
  countries: 'gr, EO',
  helpdeskUrl: 'https://helpdesk.example',
  status: 'published',
};

test('lists are written with commas, and a training that is none has no address', () => {
  expect(BundleEntry.parse({ ...full, trainingUrl: 'https://forgotten.example' })).toMatchObject({
    goals: ['Measure', 'Compare'],
    countries: ['GR', 'EO'],
    trainingUrl: '',
    status: 'published',
  });
});

test('what a published bundle lacks stands at its field; a draft may lack it', () => {
  const bare = { ...emptyFields('lab/1', 'egi'), name: 'Kit', countries: '', status: 'published' };
  const wrong = BundleEntry.safeParse(bare);
  const paths = wrong.error?.issues.map(({ path }) => path.join('.'));
  expect(paths).toEqual(['offers', 'goals', 'capabilities', 'targetUsers', 'domains', 'countries', 'helpdeskUrl']);
  expect(BundleEntry.safeParse({ ...bare, status: 'draft' }).success).toBe(true);
});
