import { expect, test } from 'vitest';

import { orderEdges, orderStates } from '#contracts/ordering/lifecycle';

import { drawing, lineOf, passages, ports } from './lifecycle-layout.ts';

test('every edge of the table is on the drawing, each passage once', () => {
  const drawn = passages().flatMap(({ from, to, actions }) => actions.map(({ action }) => `${from} ${action} ${to}`));
  const table = orderEdges.flatMap(({ from, action, to }) => from.map((start) => `${start} ${action} ${to}`));
  expect(drawn.toSorted()).toEqual(table.toSorted());
  expect(new Set(passages().map(({ from, to }) => `${from} ${to}`)).size).toBe(passages().length);
});

test('every state has its own place inside the drawing, and every word too', () => {
  const places = orderStates.map((state) => ports[state]);
  expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(orderStates.length);
  for (const { x, y } of [...places, ...passages().map(lineOf)]) {
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(drawing.width);
    expect(y).toBeGreaterThan(drawing.top);
    expect(y).toBeLessThan(drawing.height);
  }
});
