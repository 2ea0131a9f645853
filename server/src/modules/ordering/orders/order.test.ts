import { expect, test } from 'vitest';
import { orderFacts } from './order.ts';

const more = { hasAccess: false, projectArchived: false };
const order = { class: 'complex', assignee_id: 'anna', no_agreement_reason: null } as const;
const agreementOf = (state: string | undefined) =>
  orderFacts(order, [], state === undefined ? undefined : { state }, more).agreement;

test('only an agreement that binds now lets an order be approved', () => {
  for (const state of ['agreed', 'active', 'in_review']) expect(agreementOf(state)).toBe('agreed');
  for (const state of [undefined, 'withdrawn', 'expired', 'terminated', 'superseded'])
    expect(agreementOf(state)).toBe('none');
  expect([agreementOf('draft'), agreementOf('proposed')]).toEqual(['draft', 'proposed']);
});

test('a stated reason stands in for the agreement', () => {
  expect(orderFacts({ ...order, no_agreement_reason: 'Trial' }, [], undefined, more).agreement).toBe('waived');
});
