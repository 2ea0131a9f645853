import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DiffPart, diffLines, diffWords } from './index.ts';

const marks = { same: ' ', added: '+', removed: '-' } as const;
const shown = (parts: readonly DiffPart[]) => parts.map(({ kind, text }) => marks[kind] + text.trimEnd());
const only = (parts: readonly DiffPart[], kind: DiffPart['kind']) =>
  parts
    .filter((part) => part.kind === 'same' || part.kind === kind)
    .map(({ text }) => text)
    .join('');

describe('diffLines', () => {
  test('shows what went before what came', () => {
    expect(shown(diffLines('one\ntwo\nthree\nfour\n', 'one\n2\n3\nfour\nfive\n'))).toEqual([
      ' one',
      '-two',
      '-three',
      '+2',
      '+3',
      ' four',
      '+five',
    ]);
  });

  test('an empty text, a text of one line without an end', () => {
    expect(diffLines('', '')).toEqual([]);
    expect(shown(diffLines('', 'a\nb'))).toEqual(['+a', '+b']);
    expect(shown(diffLines('a', ''))).toEqual(['-a']);
    expect(shown(diffLines('a', 'a\n'))).toEqual(['-a', '+a']);
  });

  test('finds the shortest script', () => {
    const lines = (letters: string) => letters.replaceAll(/./g, '$&\n');
    // The example of Myers' paper takes 5 edits.
    expect(diffLines(lines('ABCABBA'), lines('CBABAC')).filter(({ kind }) => kind !== 'same')).toHaveLength(5);
  });

  test('gives up on comparing texts that have nothing in common, without hanging', () => {
    const text = (sign: string) => Array.from({ length: 3000 }, (_, index) => `${sign}${index}\n`).join('');
    const parts = diffLines(text('a'), text('b'));
    expect(parts).toHaveLength(6000);
    expect(parts.every(({ kind }) => kind !== 'same')).toBe(true);
  });
});

describe('diffWords', () => {
  test('marks the words of a sentence that changed', () => {
    expect(diffWords('Availability of 90 % per month.', 'Availability of 95 % per month.')).toEqual([
      { kind: 'same', text: 'Availability of ' },
      { kind: 'removed', text: '90' },
      { kind: 'added', text: '95' },
      { kind: 'same', text: ' % per month.' },
    ]);
  });

  test('keeps words of other scripts whole', () => {
    expect(diffWords('Ελένη ορίζει', 'Ελένη αλλάζει').map(({ text }) => text)).toEqual(['Ελένη ', 'ορίζει', 'αλλάζει']);
  });
});

describe('properties', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ' ', '\n', '\r\n', '.', 'word', 'é'), { maxLength: 40 })
    .map((pieces) => pieces.join(''));
  const anyText = fc.oneof(text, fc.string());

  test.each([
    ['diffLines', diffLines],
    ['diffWords', diffWords],
  ] as const)('%s holds both texts whole', (_name, diff) => {
    fc.assert(
      fc.property(anyText, anyText, (older, newer) => {
        const parts = diff(older, newer);
        expect(only(parts, 'removed')).toBe(older);
        expect(only(parts, 'added')).toBe(newer);
      }),
    );
  });

  test('equal texts have no differences', () => {
    fc.assert(
      fc.property(anyText, (same) => {
        expect(diffLines(same, same).every(({ kind }) => kind === 'same')).toBe(true);
      }),
    );
  });

  test('is as short as the longest common subsequence allows', () => {
    const letters = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n'), { maxLength: 12 });
    fc.assert(
      fc.property(letters, letters, (older, newer) => {
        const kept = diffLines(older.join(''), newer.join('')).filter(({ kind }) => kind === 'same').length;
        expect(kept).toBe(longestCommon(older, newer));
      }),
    );
  });
});

function longestCommon(one: readonly string[], other: readonly string[]): number {
  const row = Array.from({ length: other.length + 1 }, () => 0);
  for (const left of one) {
    let diagonal = 0;
    for (const [index, right] of other.entries()) {
      const above = row[index + 1] ?? 0;
      row[index + 1] = left === right ? diagonal + 1 : Math.max(above, row[index] ?? 0);
      diagonal = above;
    }
  }
  return row.at(-1) ?? 0;
}
