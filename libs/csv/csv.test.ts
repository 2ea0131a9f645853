import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CsvError, readCsv, readCsvRecords, writeCsv } from './index.ts';

const rows = (text: string) => [...readCsv(text)];
const cells = (text: string) => rows(text).map((row) => row.cells);

describe('readCsv', () => {
  test('reads plain and quoted cells', () => {
    expect(cells('a,b,c\r\n"x, y","say ""hi""",\r\n')).toEqual([
      ['a', 'b', 'c'],
      ['x, y', 'say "hi"', ''],
    ]);
  });

  test('takes any line end, with or without the last one', () => {
    expect(cells('a\nb\r\nc\rd')).toEqual([['a'], ['b'], ['c'], ['d']]);
  });

  test('a separator at the end opens an empty cell, also in the last line', () => {
    expect(cells('a,')).toEqual([['a', '']]);
    expect(cells(',\n')).toEqual([['', '']]);
  });

  test('knows the line on which each record starts', () => {
    expect(rows('a\n"two\nlines",b\n\n\nc').map(({ line }) => line)).toEqual([1, 2, 6]);
  });

  test('skips a byte order mark and empty lines, but not a quoted nothing', () => {
    expect(cells('\uFEFFa\n\n""\n')).toEqual([['a'], ['']]);
    expect(cells('')).toEqual([]);
  });

  test('a quote inside a plain cell is text', () => {
    expect(cells('5" disk,x')).toEqual([['5" disk', 'x']]);
  });

  test('takes another separator', () => {
    expect([...readCsv('a;b,c', { separator: ';' })][0]?.cells).toEqual(['a', 'b,c']);
  });

  test('names the line of a quote that never ends', () => {
    expect(() => rows('a,b\nc,"d\ne\nf')).toThrow(
      new CsvError(2, 'a quoted cell starts here and never ends. Close its quote'),
    );
  });

  test('names the line of text behind a closing quote', () => {
    expect(() => rows('a\n"b"c\n')).toThrow('Line 2: text follows the closing quote of cell 1');
  });

  test('gives the rows before a broken one', () => {
    const reader = readCsv('a\nb\n"c');
    expect([reader.next().value, reader.next().value]).toEqual([
      { line: 1, cells: ['a'] },
      { line: 2, cells: ['b'] },
    ]);
    expect(() => reader.next()).toThrow(CsvError);
  });
});

describe('readCsvRecords', () => {
  test('names cells by the first row; missing ones are empty', () => {
    expect([...readCsvRecords('order, note\n1,x\n2\n')]).toEqual([
      { line: 2, values: { order: '1', note: 'x' } },
      { line: 3, values: { order: '2', note: '' } },
    ]);
  });

  test('refuses a cell too many and a name given twice', () => {
    expect(() => [...readCsvRecords('a,b\n1,2,3')]).toThrow('Line 2: 3 cells, but the first row names 2');
    expect(() => [...readCsvRecords('a,a\n1,2')]).toThrow('Line 1: the column a is named twice');
  });
});

describe('writeCsv', () => {
  test('quotes only where it must', () => {
    expect(writeCsv([['a', 'b, c', 'say "hi"', 'x\ny', 4, true, null, undefined]])).toBe(
      'a,"b, c","say ""hi""","x\ny",4,true,,\r\n',
    );
  });

  test('disarms formulas for spreadsheets only, and never numbers', () => {
    const row = ['=1+1', '+1', '-1', '@x', 'a=b', -5];
    expect(writeCsv([row])).toBe('=1+1,+1,-1,@x,a=b,-5\r\n');
    expect(writeCsv([row], { forSpreadsheets: true })).toBe("'=1+1,'+1,'-1,'@x,a=b,-5\r\n");
  });

  test('what is written is read back', () => {
    const cell = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom('"', ',', ';', '\r', '\n', 'a', '\uFEFF', '='), { maxLength: 6 })
        .map((signs) => signs.join('')),
    );
    const tables = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }));
    fc.assert(
      fc.property(tables, fc.constantFrom(',', ';', '\t'), (table, separator) => {
        expect([...readCsv(writeCsv(table, { separator }), { separator })].map((row) => row.cells)).toEqual(table);
      }),
    );
  });
});
