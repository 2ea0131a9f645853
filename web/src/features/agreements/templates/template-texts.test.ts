import { expect, test } from 'vitest';

import { agreementSections } from '#contracts/agreements/sections';

import { lineRange, onlyOnce, problemsIn, readTexts } from './template-texts.ts';

const whole = Object.fromEntries(agreementSections.map(({ key, title }) => [key, `Text of ${title}`]));

test('texts can be sent when every section has one', () => {
  expect(readTexts(whole)).toEqual({ sections: whole });
});

test('a section without a text is named, and nothing is sent', () => {
  expect(readTexts({ ...whole, hours: '  ' })).toEqual({
    problems: [{ section: 'hours', line: 0, reason: 'Write the text of the section' }],
  });
});

test('a refusal is told at its section and its line', () => {
  expect(problemsIn({ 'sections.targets': 'Line 3: undefined variable: shres' })).toEqual([
    { section: 'targets', line: 3, reason: 'undefined variable: shres' },
  ]);
});

test('a problem that the preview and the save both name is told once', () => {
  const problem = { section: 'targets', line: 3, reason: 'Undefined variable: shres' };
  expect(onlyOnce([problem, { ...problem }, { ...problem, line: 4 }])).toEqual([problem, { ...problem, line: 4 }]);
});

test('a line is found in its text, and a line beyond the end is the last one', () => {
  const text = 'first\nsecond\nthird';
  expect(text.slice(...lineRange(text, 2))).toBe('second');
  expect(text.slice(...lineRange(text, 9))).toBe('third');
});
