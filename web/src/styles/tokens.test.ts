import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/* Recomputes the contrast of every pair of ui.md 5 from the token file: 4.5 for text, 3.0 for marks and borders that must be seen. */
const css = readFileSync(`${import.meta.dirname}/tokens.css`, 'utf8');

function tokensOf(scheme: 'light' | 'dark'): ReadonlyMap<string, string> {
  const block = new RegExp(`data-mantine-color-scheme='${scheme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return new Map(
    [...block.matchAll(/--pt-([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

function luminance(hex: string): number {
  const channel = (from: number) => {
    const part = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const papers = ['sheet', 'canvas', 'sunken', 'hover', 'selected', 'raised'];
const tones = ['neutral', 'blue', 'sea', 'amber', 'violet', 'green', 'red'];

const texts: [string, string][] = [
  ...['ink-1', 'ink-2', 'ink-3', 'accent', 'accent-hover'].flatMap((ink) =>
    papers.map((paper): [string, string] => [ink, paper]),
  ),
  ['accent', 'accent-soft'],
  ['on-fill', 'fill'],
  ['on-fill', 'fill-hover'],
  ...['ink-1', 'ink-3', 'note-ink'].map((ink): [string, string] => [ink, 'note-bg']),
  ...tones.flatMap((tone) =>
    ['sheet', 'selected', `${tone}-bg`].map((paper): [string, string] => [`${tone}-fg`, paper]),
  ),
  ...['a', 'b', 'c', 'd'].map((step): [string, string] => ['ink-1', `heat-${step}`]),
  ['heat-e-ink', 'heat-e'],
];

const marks: [string, string][] = [
  ...papers.map((paper): [string, string] => ['line-3', paper]),
  ['note-line', 'note-bg'],
  ...tones.flatMap((tone) =>
    ['sheet', 'canvas', 'selected'].map((paper): [string, string] => [`${tone}-solid`, paper]),
  ),
  ...Array.from({ length: 8 }, (_, index): [string, string] => [`series-${index + 1}`, 'sheet']),
];

describe.each(['light', 'dark'] as const)('the %s theme', (scheme) => {
  const tokens = tokensOf(scheme);
  const ratio = ([ink, paper]: [string, string]) => contrast(tokens.get(ink) ?? '', tokens.get(paper) ?? '');

  test('reads: text has 4.5 on every paper it stands on', () => {
    const weak = texts
      .filter((pair) => !(ratio(pair) >= 4.5))
      .map((pair) => `${pair.join(' on ')}: ${ratio(pair).toFixed(2)}`);
    expect(weak).toEqual([]);
  });

  test('marks and seen borders have 3.0', () => {
    const weak = marks
      .filter((pair) => !(ratio(pair) >= 3))
      .map((pair) => `${pair.join(' on ')}: ${ratio(pair).toFixed(2)}`);
    expect(weak).toEqual([]);
  });

  test('has the same tokens as the other', () => {
    expect([...tokens.keys()]).toEqual([...tokensOf(scheme === 'light' ? 'dark' : 'light').keys()]);
  });
});
