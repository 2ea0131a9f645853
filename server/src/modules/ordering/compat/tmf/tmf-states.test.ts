import { expect, test } from 'vitest';
import { orderStates } from '#contracts/ordering/lifecycle';
import { itemState, orderState, type StateFacts, type TmfState } from './tmf-states.ts';

const facts = (more: Partial<StateFacts>): StateFacts => ({
  state: 'registered',
  wasReady: false,
  undelivered: false,
  held: false,
  cancelling: false,
  ...more,
});

test('each state of an order line has the state of TMF 641 that ordering.md 4.2 gives it', () => {
  expect(Object.fromEntries(orderStates.map((state) => [state, itemState(facts({ state }))]))).toEqual({
    created: 'acknowledged',
    registered: 'acknowledged',
    in_progress: 'inProgress',
    waiting_for_response: 'pending',
    approved: 'inProgress',
    ready: 'completed',
    closed: 'cancelled',
    rejected: 'rejected',
  });
});

test.each<[Partial<StateFacts>, TmfState]>([
  [{ state: 'in_progress', held: true }, 'held'],
  [{ state: 'waiting_for_response', held: true }, 'pending'],
  [{ state: 'closed', wasReady: true }, 'completed'],
  [{ state: 'rejected', undelivered: true }, 'failed'],
  [{ state: 'ready', cancelling: true }, 'pendingCancellation'],
  [{ state: 'closed', cancelling: true }, 'cancelled'],
])('%o is %s', (given, state) => {
  expect(itemState(facts(given))).toBe(state);
});

test.each<[TmfState[], TmfState]>([
  [['completed', 'completed'], 'completed'],
  [['completed', 'rejected'], 'partial'],
  [['completed', 'cancelled'], 'partial'],
  [['rejected', 'cancelled'], 'cancelled'],
  [['completed', 'pending', 'inProgress'], 'pending'],
  [['completed', 'held'], 'held'],
  [['acknowledged', 'inProgress'], 'inProgress'],
  [['rejected', 'inProgress'], 'inProgress'],
])('items %o make an order that is %s', (items, state) => {
  expect(orderState(items)).toBe(state);
});
