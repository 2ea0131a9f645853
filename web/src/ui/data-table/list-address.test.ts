import { describe, expect, test } from 'vitest';

import { parseSearch } from '../../app/address.ts';
import {
  chipsOf,
  clickedSort,
  isViewChanged,
  queryOfState,
  queryToSave,
  readListState,
  withChipTurned,
  withoutChip,
  withValue,
  writeListState,
} from './list-address.ts';
import type { ListDefinition } from './list-address.ts';

const definition: ListDefinition = {
  filters: [
    { key: 'group', label: 'Group', kind: 'choice' },
    { key: 'state', label: 'State', kind: 'choice' },
    { key: 'submittedBefore', label: 'Submitted', kind: 'day', operator: 'before' },
  ],
  views: [
    { id: 'open', label: 'Open', query: 'state=-closed' },
    { id: 'overdue', label: 'Overdue', query: 'state=-closed&sort=-number&by=group' },
    { id: 'v1', label: 'Of Anna', query: 'group=cloud&sort=-number', owner: 'me' },
  ],
  defaultSort: 'decision',
  defaultBy: 'due',
};

const read = (query: string) => readListState(parseSearch(query), definition);
const write = (query: string) => writeListState(read(query), definition);

test('a saved view is kept whole, whichever view it was made from', () => {
  expect(queryToSave(read('?view=overdue'))).toBe('state=-closed&sort=-number&by=group');
  expect(queryToSave(read('?view=overdue&by=none'))).toBe('state=-closed&sort=-number&by=none');
});

test('the address of a view of one person shows the same to people who do not have it', () => {
  const address = write('?view=v1');
  expect(address).toBe('?view=v1&group=cloud&sort=-number&by=due');
  expect(isViewChanged(read(address), definition)).toBe(false);
  const others = { ...definition, views: definition.views.filter(({ id }) => id !== 'v1') };
  expect(readListState(parseSearch(address), others)).toMatchObject({
    view: null,
    filters: { group: ['cloud'] },
    sort: '-number',
  });
});

describe('a list in the address', () => {
  test('is its first view where the address says nothing', () => {
    expect(read('')).toMatchObject({
      view: 'open',
      filters: { state: ['-closed'] },
      sort: 'decision',
      by: 'due',
      q: '',
    });
    expect(write('')).toBe('');
  });

  test('takes filters, sort and grouping from a named view', () => {
    expect(read('?view=overdue')).toMatchObject({
      view: 'overdue',
      filters: { state: ['-closed'] },
      sort: '-number',
      by: 'group',
    });
    expect(write('?view=overdue')).toBe('?view=overdue');
  });

  test.each([
    '?group=cloud-compute&state=-closed&by=none',
    '?group=a&group=b&q=EGI Cloud',
    '?view=overdue&state=ready&sort=number',
    '?view=overdue&filters=none',
    '?submittedBefore=2026-11-01&cols=number,state',
    '?as=board',
  ])('%s comes back the same', (query) => {
    expect(parseSearch(write(query))).toEqual(parseSearch(query));
  });

  test('own filters replace those of the view, and the view is then changed', () => {
    const state = read('?view=overdue&group=storage');
    expect(state.filters).toEqual({ group: ['storage'] });
    expect(isViewChanged(state, definition)).toBe(true);
    expect(isViewChanged(read('?view=overdue'), definition)).toBe(false);
  });

  test('the last filter of a view can be removed', () => {
    const state = read('?view=overdue');
    const [chip] = chipsOf(state, definition);
    if (!chip) throw new Error('no chip');
    expect(writeListState(withoutChip(state, chip), definition)).toBe('?view=overdue&filters=none');
  });

  test('a filter that the list does not know is ignored', () => {
    expect(read('?nonsense=1')).toMatchObject({ view: 'open' });
  });
});

describe('chips', () => {
  test('say is, is not, any of and before', () => {
    const chips = chipsOf(read('?group=a&group=b&state=-closed&submittedBefore=2026-11-01'), definition);
    expect(chips.map(({ label, operator, values }) => `${label} ${operator} ${values.join(', ')}`)).toEqual([
      'Group any of a, b',
      'State is not closed',
      'Submitted before 2026-11-01',
    ]);
  });

  test('can be turned round', () => {
    const state = read('?state=closed');
    const [chip] = chipsOf(state, definition);
    if (!chip) throw new Error('no chip');
    expect(withChipTurned(state, chip).filters).toEqual({ state: ['-closed'] });
  });

  test('a choice collects values, a day holds one', () => {
    const [group, , day] = definition.filters;
    if (!group || !day) throw new Error('no filter');
    const state = withValue(withValue(read('?group=a'), group, 'b'), day, '2026-11-01');
    expect(withValue(state, day, '2026-12-01').filters).toEqual({ group: ['a', 'b'], submittedBefore: ['2026-12-01'] });
  });
});

test('a contract is asked for filters, text and sort', () => {
  expect(queryOfState(read('?state=-closed&q=EGI'))).toEqual({ state: ['-closed'], q: 'EGI', sort: 'decision' });
});

test('a click on a head sorts by it, a second one turns it, shift adds it', () => {
  expect(clickedSort('decision', 'number', false)).toBe('number');
  expect(clickedSort('number', 'number', false)).toBe('-number');
  expect(clickedSort('decision', 'number', true)).toBe('decision,number');
  expect(clickedSort('decision,number', 'decision', true)).toBe('-decision,number');
});
