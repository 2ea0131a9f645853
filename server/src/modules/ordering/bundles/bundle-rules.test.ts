import { expect, test } from 'vitest';
import type { Classification } from '../orders/order-class.ts';
import { isLeftAlone } from './move-other-lines.ts';
import { classOver } from './place-bundle.ts';
import { mostPressingTurn } from './refresh-lines.ts';

const simple: Classification = { orderClass: 'simple', rule: 3, because: 'One provider' };
const complex: Classification = { orderClass: 'complex', rule: 2, because: 'Allocates CPU cores' };

test('lines of several providers are joint, else complex if one is, else simple', () => {
  expect(classOver([simple, simple], ['EGI', 'EUDAT'])).toMatchObject({ orderClass: 'joint', rule: 1 });
  expect(classOver([simple, complex], ['EGI', 'EGI'])).toEqual(complex);
  expect(classOver([simple, simple], ['EGI', 'EGI'])).toEqual(simple);
});

const turn = (waiting_for: 'nobody' | 'desk' | 'customer' | 'provider' | 'none', service_name = 'B2DROP') => ({
  waiting_for,
  waiting_why: 'to do',
  service_name,
});

test('the line that presses most says whose turn it is; the first line where none presses more', () => {
  expect(mostPressingTurn(turn('provider'), [turn('customer'), turn('nobody', 'FitSM')])).toEqual({
    waiting_for: 'nobody',
    waiting_why: 'to do: FitSM',
  });
  expect(mostPressingTurn(turn('desk'), [turn('desk'), turn('none')])).toEqual({
    waiting_for: 'desk',
    waiting_why: 'to do',
  });
});

test('what is over is left alone, and what is in use unless a use ends', () => {
  expect(isLeftAlone({ state: 'in_progress' }, { state: 'ready' })).toBe(true);
  expect(isLeftAlone({ state: 'ready' }, { state: 'ready' })).toBe(false);
  expect(isLeftAlone({ state: 'ready' }, { state: 'rejected' })).toBe(true);
  expect(isLeftAlone({ state: 'registered' }, { state: 'in_progress' })).toBe(false);
});
