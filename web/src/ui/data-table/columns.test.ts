import { describe, expect, test } from 'vitest';

import { fitColumns } from './columns.ts';
import { csvOf } from './csv.ts';

describe('columns', () => {
  const columns = [
    { id: 'number', width: 60 },
    { id: 'service', width: 180, grow: 2 },
    { id: 'state', width: 160, grow: 1, priority: 1 },
    { id: 'last', width: 70, priority: 9 },
  ];

  test('share what is left', () => {
    const { widths, squeezed } = fitColumns(columns, 770);
    expect([...widths.values()]).toEqual([60, 380, 260, 70]);
    expect(squeezed).toEqual([]);
  });

  test('leave by priority, lowest first, and never all', () => {
    expect(fitColumns(columns, 460).squeezed).toEqual(['last']);
    expect(fitColumns(columns, 100).squeezed).toEqual(['last', 'state']);
    expect([...fitColumns(columns, 100).widths.keys()]).toEqual(['number', 'service']);
  });
});

test('CSV holds the columns that have raw values', () => {
  const text = csvOf(
    [
      { id: 'n', header: 'No.', width: 1, cell: () => null, value: (row: { n: number }) => row.n },
      { id: 'x', header: 'Mark', width: 1, cell: () => null },
    ],
    [{ n: 1284 }],
  );
  expect(text).toBe('No.\r\n1284\r\n');
});
