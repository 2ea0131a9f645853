import { expect, test } from 'vitest';

import { parseSearch } from '../../app/address.ts';
import { queryOfState, readListState } from '../../ui/data-table/list-address.ts';
import { agreementQuery, listDefinition } from './list-definition.ts';

const definition = listDefinition('2027-01-23');
const asked = (address: string) => agreementQuery(queryOfState(readListState(parseSearch(address), definition)));

test('the address of the list becomes the question to the server', () => {
  expect(asked('?kind=OLA&site=CESNET-MCC&q=cloud')).toEqual({ kind: ['OLA'], site: ['CESNET-MCC'], q: 'cloud' });
});

test('a view asks for its states and its last day', () => {
  expect(asked('?view=ending')).toEqual({ state: ['agreed', 'active', 'in_review'], endsBefore: '2027-01-23' });
});

test('what the server could not read is left out and the rest still counts', () => {
  expect(asked('?order=twelve&kind=SLA')).toEqual({ kind: ['SLA'] });
});

test('kinds of the framework, services and open violations are asked for', () => {
  expect(asked('?type=vo_ola&service=Cloud')).toEqual({ type: ['vo_ola'], service: ['Cloud'] });
  expect(asked('?view=violated')).toEqual({ violation: 'open' });
});

test('each view carries its count once the server has told it', () => {
  const [all, preparing] = listDefinition('2027-01-23', { all: 12 }).views;
  expect([all?.count, preparing?.count]).toEqual([12, undefined]);
});
