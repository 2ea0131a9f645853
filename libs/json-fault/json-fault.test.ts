import { expect, test } from 'vitest';
import { jsonFault } from './index.ts';

test.each(['{}', ' [1, -0.5e+3, "a\\u00e9\\"", true, null, {"a": [], "b": {}}] \n', '"text"', '0'])(
  '%s is JSON',
  (text) => {
    expect(jsonFault(text)).toBeNull();
  },
);

test.each<[string, number, number]>([
  ['', 1, 1],
  ['{"a": ', 1, 7],
  ['{\n  "a": [site]\n}', 2, 9],
  ['{"a": 1,\n}', 2, 1],
  ['{"a" 1}', 1, 6],
  ['[1 2]', 1, 4],
  ['[1]]', 1, 4],
  ['[1}', 1, 3],
  ["{'a': 1}", 1, 2],
  ['{"a": 01}', 1, 8],
  ['"a\nb"', 1, 1],
  ['[1,]', 1, 4],
])('%j stops being JSON at line %i, column %i', (text, line, column) => {
  expect(jsonFault(text)).toEqual({ line, column });
});

test('it agrees with the engine about every text that is one character away from JSON', () => {
  const text = '{"a": [1, -2.5e3, "\\u00e9\\n"], "b": {"c": null, "d": {}}}';
  const isJson = (candidate: string) => {
    try {
      JSON.parse(candidate);
      return true;
    } catch {
      return false;
    }
  };
  const wrong: string[] = [];
  for (let place = 0; place <= text.length; place += 1)
    for (const put of ['', '0', '"', ',', ':', '{', '}', '[', ']', '\\', 'e', '-', '\n', '\u00a0', '\u0001'])
      for (const candidate of [
        text.slice(0, place) + put + text.slice(place),
        text.slice(0, place) + put + text.slice(place + 1),
      ])
        if ((jsonFault(candidate) === null) !== isJson(candidate)) wrong.push(candidate);
  expect(wrong).toEqual([]);
});
