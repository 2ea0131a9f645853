import { describe, expect, test } from 'vitest';
import { orderStates, type OrderState } from '#contracts/ordering/lifecycle';
import {
  finalShareStates,
  type ShareFacts,
  shareEdges,
  type ShareRole,
  shareStates,
  shareStateWords,
  type ShareStep,
} from '#contracts/ordering/share-lifecycle';
import { type ShareState, shareActions } from '#contracts/ordering/share-schemas';
import { shareMachine } from './share-machine.ts';

const facts = (orderState: OrderState, isDelivered = false): ShareFacts => ({ orderState, isDelivered });
const negotiating = facts('in_progress');
const approved = facts('approved');

/** Every step that somebody may take, told apart from the table: who, what, from where to where. */
const permitted: readonly (readonly [ShareRole, ShareStep, readonly ShareState[], ShareState])[] = [
  ['shifter', 'send', ['proposed', 'expired'], 'sent'],
  ['shifter', 'remind', ['sent'], 'sent'],
  ['system', 'remind', ['sent'], 'sent'],
  ['provider', 'validate', ['sent'], 'validated'],
  ['shifter', 'validate', ['sent', 'countered'], 'validated'],
  ['provider', 'counter', ['sent'], 'countered'],
  ['shifter', 'counter', ['sent'], 'countered'],
  ['provider', 'reject', ['sent'], 'rejected'],
  ['shifter', 'reject', ['sent'], 'rejected'],
  ['shifter', 'accept_counter', ['countered'], 'validated'],
  ['shifter', 'refuse_counter', ['countered'], 'sent'],
  ['shifter', 'reopen', ['validated', 'rejected'], 'sent'],
  ['shifter', 'deliver', ['validated'], 'validated'],
  ['provider', 'deliver', ['validated'], 'validated'],
  ['shifter', 'withdraw', ['proposed', 'sent', 'countered', 'validated', 'rejected', 'expired'], 'withdrawn'],
  ['system', 'withdraw', ['proposed', 'sent', 'countered', 'validated', 'rejected', 'expired'], 'withdrawn'],
  ['system', 'expire', ['sent'], 'expired'],
  ['system', 'supersede', ['sent', 'countered', 'rejected', 'expired'], 'superseded'],
];
const roles: readonly ShareRole[] = ['shifter', 'provider', 'system'];
const steps: readonly ShareStep[] = [...shareActions, 'expire', 'supersede'];
const every = roles.flatMap((role) => steps.flatMap((step) => shareStates.map((state) => ({ role, step, state }))));

describe('the lifecycle of a share', () => {
  test('every state can be reached, and nothing leads out of the final ones', () => {
    expect(shareMachine.unreachable()).toEqual([]);
    for (const state of finalShareStates)
      expect(shareMachine.arrows().filter(({ from }) => from === state)).toEqual([]);
    expect(Object.keys(shareStateWords).toSorted()).toEqual([...shareStates].toSorted());
  });

  test.each(every)('$role, $step from $state', ({ role, step, state }) => {
    const row = permitted.find(([who, what, from]) => who === role && what === step && from.includes(state));
    const outcome = shareMachine.apply(state, step, step === 'deliver' ? approved : negotiating, role);
    if (row) expect(outcome).toMatchObject({ to: row[3] });
    else expect(outcome).toMatchObject({ refusal: expect.stringMatching(/not possible|can do this now/) });
  });

  test.each(orderStates)('with the order in %s, providers are asked and answer only under review', (orderState) => {
    const outcome = shareMachine.apply('sent', 'validate', facts(orderState), 'provider');
    const isOpen = orderState === 'in_progress' || orderState === 'waiting_for_response';
    expect('refusal' in outcome).toBe(!isOpen);
    const delivery = shareMachine.apply('validated', 'deliver', facts(orderState), 'provider');
    expect('refusal' in delivery).toBe(orderState !== 'approved');
  });

  test('what is delivered is delivered once and stays', () => {
    expect(shareMachine.apply('validated', 'deliver', facts('approved', true), 'provider')).toEqual({
      refusal: 'It is delivered already',
    });
    expect(shareMachine.apply('validated', 'withdraw', facts('in_progress', true), 'shifter')).toEqual({
      refusal: 'It is delivered already',
    });
    expect(shareMachine.apply('validated', 'reopen', facts('in_progress', true), 'shifter')).toEqual({
      refusal: 'It is delivered already',
    });
  });

  test('a refusal says what to do first', () => {
    expect(shareMachine.apply('proposed', 'send', facts('registered'), 'shifter')).toEqual({
      refusal: 'Take the order first',
    });
    expect(shareMachine.apply('validated', 'withdraw', approved, 'shifter')).toEqual({
      refusal: 'The order is approved. Withdraw the approval first',
    });
    expect(shareMachine.apply('countered', 'accept_counter', negotiating, 'provider')).toEqual({
      refusal: 'Accept the counter: only the order desk can do this now',
    });
  });

  test('every step of a person says who gets a mail', () => {
    for (const edge of shareEdges.filter(({ by }) => !by.includes('system')))
      expect(edge.effect, edge.action).toMatch(/mail|told|tells/i);
  });
});
