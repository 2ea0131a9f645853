import { expect, test } from 'vitest';

import { readParams, writeParams } from './oms-words.ts';

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
