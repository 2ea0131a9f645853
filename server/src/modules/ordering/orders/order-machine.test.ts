import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type OrderFacts,
  type OrderRole,
  type OrderState,
  orderActions,
  orderStates,
} from '#contracts/ordering/lifecycle';
import { isIrregular, marketplaceStateLabels, orderMachine } from './order-machine.ts';

interface Vectors {
  readonly statusTypes: readonly string[];
  readonly labels: Record<string, string>;
  readonly edges: readonly { readonly from: string; readonly to: string; readonly by: string }[];
}

const file = new URL('../../../../../../shared/reference/data/ordering/vectors/order-lifecycle.json', import.meta.url);
const vectors: Vectors | undefined = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
const roles: readonly OrderRole[] = ['customer', 'shifter', 'provider', 'system'];

const facts = (overrides: Partial<OrderFacts> = {}): OrderFacts => ({
  orderClass: 'simple',
  hasAssignee: true,
  unansweredShares: 0,
  liveShares: 0,
  agreement: 'none',
  hasAccess: true,
  singleProvider: true,
  projectArchived: false,
  ...overrides,
});

/** Who may go where, whatever the action is called: `from > to` with its roles in alphabetical order. */
function pairs(): Record<string, string[]> {
  const found: Record<string, Set<string>> = {};
  for (const { from, to, by } of orderMachine.arrows()) {
    const names = (found[`${from} > ${to}`] ??= new Set());
    for (const role of by) names.add(role);
  }
  return Object.fromEntries(Object.entries(found).map(([pair, names]) => [pair, [...names].toSorted()]));
}

/** "customer reply (automatic), shifter": the first word names the role; what is automatic is done by the system for them. */
function rolesOf(by: string): string[] {
  const actors = by.split(/,\s*(?![^(]*\))/);
  const named = actors.flatMap((actor) => [
    actor.split(' ')[0] ?? '',
    ...(actor.includes('(automatic)') ? ['system'] : []),
  ]);
  return [...new Set(named)].toSorted();
}

describe.skipIf(!vectors)('the lifecycle vectors (skipped without ../shared)', () => {
  test('every edge with its actors, nothing more', () => {
    const expected = Object.fromEntries(
      (vectors?.edges ?? []).map(({ from, to, by }) => [`${from} > ${to}`, rolesOf(by)]),
    );
    expect(pairs()).toEqual(expected);
  });

  test('states and the labels of the marketplace', () => {
    expect(orderStates.toSorted()).toEqual(vectors?.statusTypes.toSorted());
    expect(marketplaceStateLabels).toEqual(vectors?.labels);
  });
});

describe('orderMachine', () => {
  test('reaches every state from created', () => {
    expect(orderMachine.unreachable()).toEqual([]);
  });

  test('only the system registers, and opens what needs no desk', () => {
    expect(orderMachine.apply('created', 'register', facts(), 'system')).toMatchObject({ to: 'registered' });
    expect(orderMachine.apply('created', 'open', facts(), 'system')).toMatchObject({ to: 'ready' });
    for (const role of ['customer', 'shifter', 'provider'] as const)
      expect(orderMachine.available('created', facts(), role)).toEqual([]);
  });

  test('a customer can cancel until the order is over, and answers when asked', () => {
    const offered = (state: OrderState) =>
      orderMachine.available(state, facts(), 'customer').map(({ edge }) => edge.action);
    expect(offered('registered')).toEqual(['cancel']);
    expect(offered('waiting_for_response')).toEqual(['resume', 'cancel']);
    expect(offered('ready')).toEqual(['cancel']);
    expect(offered('closed')).toEqual([]);
    expect(offered('rejected')).toEqual([]);
  });

  test('approval waits for every answer', () => {
    expect(orderMachine.apply('in_progress', 'approve', facts({ unansweredShares: 2 }), 'shifter')).toEqual({
      refusal: '2 shares have no answer yet',
    });
  });

  test('approval of a complex order waits for the agreement, or for a reason why none is needed', () => {
    const approve = (agreement: OrderFacts['agreement']) =>
      orderMachine.apply('in_progress', 'approve', facts({ orderClass: 'complex', agreement }), 'shifter');
    expect(approve('proposed')).toEqual({ refusal: 'The SLA waits for signatures' });
    expect(approve('none')).toHaveProperty('refusal');
    expect(approve('agreed')).toMatchObject({ to: 'approved' });
    expect(approve('waived')).toMatchObject({ to: 'approved' });
  });

  test('one of several providers does not decide for all', () => {
    expect(orderMachine.apply('in_progress', 'approve', facts({ singleProvider: false }), 'provider')).toHaveProperty(
      'refusal',
    );
    expect(orderMachine.apply('in_progress', 'reject', facts({ singleProvider: false }), 'provider')).toHaveProperty(
      'refusal',
    );
  });

  test('says who can do what the caller cannot, and what nobody can do now', () => {
    expect(orderMachine.apply('approved', 'withdraw_approval', facts(), 'provider')).toEqual({
      refusal: 'Withdraw approval: only a shifter can do this now',
    });
    expect(orderMachine.apply('closed', 'approve', facts(), 'shifter')).toEqual({
      refusal: 'Approve order: not possible while the order is in the state Closed',
    });
  });

  test('a jump of a foreign surface is irregular when no edge covers it', () => {
    expect(isIrregular('created', 'ready')).toBe(false);
    expect(isIrregular('registered', 'ready')).toBe(true);
    expect(isIrregular('ready', 'ready')).toBe(false);
  });

  test('no walk leaves the states, and nobody gets back to created', () => {
    const steps = fc.array(fc.record({ action: fc.constantFrom(...orderActions), role: fc.constantFrom(...roles) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(steps, (walk) => {
        let state: OrderState = 'created';
        for (const { action, role } of walk) {
          const outcome = orderMachine.apply(state, action, facts(), role);
          if (!('to' in outcome)) continue;
          state = outcome.to;
          expect(orderStates).toContain(state);
          expect(state).not.toBe('created');
        }
      }),
    );
  });
});
