import { describe, expect, test } from 'vitest';
import type { FilledParameter } from '#contracts/catalogue/parameters';
import { type ClassFacts, type ClassSettings, classify } from './order-class.ts';
import { requestedResources } from '#contracts/ordering/requested-resources';

const number = (label: string, value: number): FilledParameter => ({
  id: label,
  label,
  type: 'input',
  value_type: 'integer',
  value,
});
const text = (label: string, value: string): FilledParameter => ({
  id: label,
  label,
  type: 'input',
  value_type: 'string',
  value,
});

/** B2DROP for researchers for 30 days, unless said otherwise. */
function classOf(overrides: Partial<ClassFacts> = {}, settings?: ClassSettings) {
  const parameters = overrides.parameters ?? [number('Number of days', 30)];
  const { amounts, days } = requestedResources(parameters);
  return classify(
    { category: 'Storage', parameters, amounts, days, providers: 1, light: false, needsAgreement: false, ...overrides },
    settings,
  );
}
const oneMachine = {
  category: 'Compute',
  parameters: [
    number('Number of VM instances', 1),
    number('Number of CPU Cores', 4),
    text('Access type', 'opportunistic'),
    number('Number of days', 2),
  ],
};

describe('classify', () => {
  test('B2DROP for researchers is simple', () => {
    expect(classOf()).toMatchObject({ orderClass: 'simple', rule: 3 });
  });

  test('1 machine for 2 days is complex, unless the offer is light', () => {
    expect(classOf(oneMachine)).toEqual({
      orderClass: 'complex',
      rule: 2,
      because: 'Allocates virtual machines, CPU cores',
    });
    expect(classOf({ ...oneMachine, light: true })).toMatchObject({ orderClass: 'simple', rule: 3 });
  });

  test('lines of two providers are joint, whatever they ask for', () => {
    expect(classOf({ providers: 2, needsAgreement: true })).toEqual({
      orderClass: 'joint',
      rule: 1,
      because: 'Lines of 2 providers',
    });
  });

  test.each([
    ['Asks for reserved resources', { parameters: [text('Access type', 'reserved')] }],
    ['Asks for pledged resources', { parameters: [text('Allocation type', 'pledged')], light: true }],
    ['The offer needs an agreement', { needsAgreement: true }],
    ['Runs for 91 days, more than 90', { parameters: [number('Number of days', 91)] }],
    ['Allocates a quota', { parameters: [number('Requested quota per user', 100)] }],
    ['Takes 2 resource centres', { resourceCentres: 2 }],
  ])('is complex by one reason alone: %s', (because, overrides) => {
    expect(classOf(overrides)).toEqual({ orderClass: 'complex', rule: 2, because });
  });

  test('amounts outside compute and storage are no allocation', () => {
    const course = {
      category: 'Training & Support',
      parameters: [number('Number of students', 20), number('Number of cores', 4)],
    };
    expect(classOf(course).orderClass).toBe('simple');
  });

  test('the category may be an id of the vocabulary', () => {
    expect(classOf({ ...oneMachine, category: 'service_category-compute' }).orderClass).toBe('complex');
  });

  test('the longest simple period is a setting', () => {
    expect(classOf({}, { longestSimpleDays: 29 }).because).toBe('Runs for 30 days, more than 29');
  });
});
