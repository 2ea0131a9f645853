import { expect, test } from 'vitest';

import { readParams, removalRefusal, writeParams } from './oms-words.ts';

test('parameters of an order system are read from the lines as which they are written', () => {
  const params = {
    order_target: { mandatory: false },
    queue: { mandatory: true, default: 'a=b' },
    note: { mandatory: true, default: '' },
  } as const;
  expect(writeParams(params)).toBe('order_target\nqueue = a=b\nnote = ');
  expect(readParams(writeParams(params))).toEqual(params);
  expect(readParams(' \n= lost\n')).toEqual({});
});

test('the default one, and one that an offer names, cannot be removed', () => {
  expect(removalRefusal({ isDefault: true, offers: 0 })).toContain('default');
  expect(removalRefusal({ isDefault: false, offers: 1 })).toBe('An offer names it. Change the offer first.');
  expect(removalRefusal({ isDefault: false, offers: 3 })).toBe('3 offers name it. Change them first.');
  expect(removalRefusal({ isDefault: false, offers: 0 })).toBeNull();
});
