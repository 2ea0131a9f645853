import { describe, expect, test } from 'vitest';

import { explainAccess } from '#contracts/catalogue/access';
import type { Parameter } from '#contracts/catalogue/parameters';
import type { Offer } from '#contracts/catalogue/schemas';

import { answersIn, configurationErrors, fieldValue, noAnswers } from './answers.ts';
import { allowedStep, stepsFor } from './steps.ts';

const machines: Parameter = {
  id: 'vms',
  label: 'Machines',
  type: 'range',
  value_type: 'integer',
  config: { minimum: 1, maximum: 50 },
};
const constant: Parameter = { id: 'os', label: 'System', type: 'attribute', value_type: 'string', value: 'Linux' };

function anOffer(over: Partial<Offer> = {}): Offer {
  const facts = {
    orderType: 'order_required' as const,
    internal: true,
    orderUrl: '',
    needsAgreement: false,
    light: false,
    voucherable: false,
    bundleExclusive: false,
    availability: null,
  };
  return {
    ...facts,
    ref: 'cloud/1',
    iid: 1,
    name: 'General purpose',
    description: '',
    parameters: [machines],
    offerCategory: 'compute',
    restrictions: '',
    tags: [],
    status: 'published',
    access: explainAccess(facts),
    version: 1,
    ...over,
  };
}

describe('stepsFor', () => {
  test('one offer needs no choice', () => {
    expect(stepsFor({ offers: [anOffer()] }, anOffer())).toEqual(['access', 'configure', 'check']);
  });

  test('an offer that asks nothing is not configured', () => {
    const offer = anOffer({ parameters: [constant] });
    expect(stepsFor({ offers: [offer, anOffer()] }, offer)).toEqual(['offer', 'access', 'check']);
  });

  test('a voucher alone is a question', () => {
    const offer = anOffer({ parameters: [], voucherable: true });
    expect(stepsFor({ offers: [offer] }, offer)).toContain('configure');
  });
});

describe('allowedStep', () => {
  const steps = ['offer', 'access', 'configure', 'check'] as const;

  test('leads back to the first step that is not done', () => {
    expect(allowedStep(steps, 'check', (step) => step === 'offer' || step === 'access')).toBe('configure');
  });

  test('lets people go back', () => {
    expect(allowedStep(steps, 'offer', (step) => step !== 'check')).toBe('offer');
  });

  test('begins where nothing is said', () => {
    expect(allowedStep(steps, undefined, () => false)).toBe('offer');
  });
});

describe('configurationErrors', () => {
  test('names the field of each wrong answer', () => {
    const errors = configurationErrors(anOffer(), { ...noAnswers, values: { vms: 60 } }, '2026-11-20');
    expect(errors).toEqual({ 'parameters.vms': 'Give a whole number from 1 to 50' });
  });

  test('asks for a voucher where the offer takes one', () => {
    const offer = anOffer({ parameters: [], voucherable: true });
    expect(configurationErrors(offer, noAnswers, '2026-11-20')).toHaveProperty('voucher');
    expect(configurationErrors(offer, { ...noAnswers, voucher: 'request' }, '2026-11-20')).toEqual({});
    expect(configurationErrors(offer, { ...noAnswers, voucher: 'id' }, '2026-11-20')).toHaveProperty(['voucher.id']);
  });
});

test('a draft comes back as it was kept, and anything else is none', () => {
  const answers = {
    ...noAnswers,
    since: 1_796_000_000_000,
    offer: 2,
    values: { vms: 4 },
    voucher: 'id' as const,
    voucherId: 'EGI-7',
  };
  expect(answersIn(JSON.parse(JSON.stringify(answers)))).toEqual(answers);
  expect([null, 'text', {}].map(answersIn)).toEqual([undefined, undefined, undefined]);
});

test('the day of an older order is typed as a day', () => {
  const start: Parameter = { id: 's', label: 'Start', type: 'date', value_type: 'string' };
  expect(fieldValue(start, '01-12-2026')).toBe('2026-12-01');
});
