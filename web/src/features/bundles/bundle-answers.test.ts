import { expect, test } from 'vitest';

import { explainAccess } from '#contracts/catalogue/access';
import type { Bundle, BundleOffer } from '#contracts/catalogue/bundles';
import type { Parameter } from '#contracts/catalogue/parameters';

import { bundleAnswersIn, bundleErrors, noBundleAnswers, totalPrices } from './bundle-answers.ts';

const today = '2026-11-23';
const seats = (currency: string): Parameter => ({
  id: 'seats',
  label: 'Seats',
  type: 'quantity_price',
  value_type: 'integer',
  config: { start_price: 1000, step_price: 100, currency, max: 20 },
});

function offer(ref: string, parameters: Parameter[], voucherable = false): BundleOffer {
  const facts = {
    orderType: 'order_required' as const,
    internal: true,
    orderUrl: '',
    needsAgreement: false,
    light: false,
    voucherable,
    bundleExclusive: false,
    availability: null,
  };
  return {
    ref,
    offer: ref,
    service: { slug: ref.split('/')[0] ?? '', name: ref },
    provider: 'Somebody',
    details: {
      ...facts,
      ref,
      iid: 1,
      name: ref,
      description: '',
      parameters,
      offerCategory: 'training',
      restrictions: '',
      tags: [],
      status: 'published',
      access: explainAccess(facts),
      version: 1,
    },
  };
}

const machines: Parameter = {
  id: 'vms',
  label: 'Machines',
  type: 'range',
  value_type: 'integer',
  config: { minimum: 1, maximum: 50 },
};
const kit = (...offers: BundleOffer[]) => ({ offers }) as Bundle;

test('what is wrong is named by the line and the field', () => {
  const bundle = kit(offer('lab/1', [machines]), offer('course/1', [machines], true));
  const answers = { ...noBundleAnswers, lines: { 'lab/1': { vms: 3 }, 'course/1': { vms: 99 } } };
  expect(Object.keys(bundleErrors(bundle, answers, today))).toEqual(['lines.1.parameters.vms', 'voucher']);
  expect(bundleErrors(bundle, { ...answers, voucher: 'id', voucherId: ' ' }, today)).toHaveProperty(['voucher.id']);
});

test('the price is that of all lines, a sum for each currency', () => {
  const bundle = kit(offer('a/1', [seats('EUR')]), offer('b/1', [seats('EUR')]), offer('c/1', [seats('CHF')]));
  const lines = { 'a/1': { seats: 1 }, 'b/1': { seats: 3 }, 'c/1': { seats: 2 } };
  expect(totalPrices(bundle, { ...noBundleAnswers, lines }, today)).toEqual([
    { amount: 2200, currency: 'EUR' },
    { amount: 1100, currency: 'CHF' },
  ]);
});

test('a draft is read back; what is none gives nothing', () => {
  expect(bundleAnswersIn({ lines: { 'a/1': { seats: 2 } }, comment: 'Soon' })).toMatchObject({
    lines: { 'a/1': { seats: 2 } },
    comment: 'Soon',
    project: null,
  });
  expect(bundleAnswersIn({ values: {} })).toBeUndefined();
  expect(bundleAnswersIn(null)).toBeUndefined();
});
