import { describe, expect, test } from 'vitest';
import type { OrderableOffer } from '../ports.ts';
import { ForeignItem } from './foreign-texts.ts';
import { answersOf, offerNamed } from './place-foreign-order.ts';

const offer = (category: string, service: string, name: string, kind: OrderableOffer['kind'] = 'order') =>
  ({
    name,
    kind,
    service: { slug: service, name: service, category },
    parameters: [
      { id: 'cpu', label: 'Number of CPU cores', type: 'input', value_type: 'integer' },
      { id: 'site', label: 'Site', type: 'attribute', value_type: 'string', value: 'any' },
    ],
  }) as unknown as OrderableOffer;
const attributes = (more: object = {}) =>
  ForeignItem.parse({
    id: 1,
    project_id: 2,
    status: { value: 'created', type: 'created' },
    attributes: { category: 'Compute', service: 'EGI Cloud compute', offer: 'General purpose', ...more },
  }).attributes;

describe('the offer of an item', () => {
  const exact = offer('Compute', 'EGI Cloud Compute', 'General  purpose');
  const elsewhere = offer('Storage', 'EGI Cloud compute', 'General purpose');

  test('is the one of its category, service and offer, whatever the case and the blanks', () => {
    expect(offerNamed([elsewhere, exact], attributes())).toBe(exact);
  });

  test('is the only one of its service and offer, in whatever category', () => {
    expect(offerNamed([elsewhere], attributes())).toBe(elsewhere);
    expect(offerNamed([elsewhere, elsewhere], attributes())).toBeUndefined();
  });

  test('is none where a name differs, or where the desk does not give access', () => {
    expect(offerNamed([exact], attributes({ offer: 'Special purpose' }))).toBeUndefined();
    expect(
      offerNamed([offer('Compute', 'EGI Cloud compute', 'General purpose', 'open')], attributes()),
    ).toBeUndefined();
  });
});

describe('the answers of an item', () => {
  const asked = offer('Compute', 'S', 'O');
  const answers = (properties: object[]) => answersOf(asked, attributes({ offer_properties: properties }));

  test('are known by id, else by label; what is unknown keeps its own name', () => {
    expect(answers([{ id: 'cpu', label: 'x', type: 'input', value: 4 }])).toEqual({ cpu: 4 });
    expect(answers([{ id: 'id1', label: 'number of CPU Cores', type: 'input', value: 4 }])).toEqual({ cpu: 4 });
    expect(answers([{ id: 'gpu', label: 'GPUs', type: 'input', value: 1 }])).toEqual({ gpu: 1 });
  });

  test('leave out what is fixed and what is empty', () => {
    expect(
      answers([
        { id: 'site', label: 'Site', type: 'attribute', value: 'other' },
        { id: 'cpu', label: 'CPU', type: 'input', value: null },
      ]),
    ).toEqual({});
  });
});
