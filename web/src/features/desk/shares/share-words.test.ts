import { describe, expect, test } from 'vitest';

import { compareTerms, inProportion, resourceLines } from './share-words.ts';

const vms = { metric: 'vm', label: 'Virtual machines', quantity: 20, unit: null };
const memory = { metric: 'memory', label: 'Memory', quantity: 320, unit: 'GB' };
const terms = {
  resources: [vms, memory],
  startsOn: '2026-12-01',
  endsOn: '2027-05-29',
  availability: 90,
  reliability: 95,
};

describe('a share in words', () => {
  test('its first metric stands alone, the others under it', () => {
    expect(resourceLines(terms)).toEqual({ first: '20 VMs', second: '320 GB RAM' });
  });

  test('a counter shows line by line what differs', () => {
    const offered = { ...terms, resources: [{ ...vms, quantity: 12 }, memory], endsOn: '2027-03-31' };
    const changed = compareTerms(terms, offered).filter(({ isChanged }) => isChanged);
    expect(changed.map(({ label, asked, offered: other }) => [label, asked, other])).toEqual([
      ['Virtual machines', '20 VMs', '12 VMs'],
      ['End', '29 May 2027', '31 Mar 2027'],
    ]);
  });
});

describe('amounts in the proportion of the order', () => {
  const requested = [
    { metric: 'vm', quantity: 50 },
    { metric: 'cores', quantity: 200 },
  ];
  test('20 of 50 machines take 80 of 200 cores', () => {
    expect([...inProportion(requested, 'vm', 20)]).toEqual([
      ['vm', 20],
      ['cores', 80],
    ]);
  });
  test('what is no number or was not asked for changes nothing', () => {
    expect(inProportion(requested, 'vm', Number.NaN).size).toBe(0);
    expect(inProportion(requested, 'gpu', 2).size).toBe(0);
  });
});
