import { expect, test } from 'vitest';

import { base64Of, readPayload } from './payload.ts';

const encoded = (text: string) => base64Of(new TextEncoder().encode(text));

test.each([
  ['JSON is set out', encoded('{"a":[1]}'), 'json', '{\n  "a": [\n    1\n  ]\n}'],
  ['text stays as it is', encoded('Site: Ελλάς 🧭\n'), 'text', 'Site: Ελλάς 🧭\n'],
  ['what looks like JSON and is none stays text', encoded('{not json'), 'text', '{not json'],
  ['a number alone is text', encoded('42'), 'text', '42'],
  ['what is no base64 is shown as it came', 'msg 1', 'raw', 'msg 1'],
  ['nothing is nothing', '', 'empty', ''],
])('%s', (_what, data, kind, text) => {
  expect(readPayload(data)).toMatchObject({ kind, text });
});

test('bytes that are no text are shown as digits', () => {
  const { kind, text, bytes } = readPayload(base64Of(Uint8Array.from([31, 139, 8, 0, 65])));
  expect([kind, bytes]).toEqual(['binary', 5]);
  expect(text).toMatch(/^000000 {2}1f 8b 08 00 41 +\.\.\.\.A$/);
});

test('a text that is cut inside a character is still text', () => {
  const whole = new TextEncoder().encode('aé');
  expect(readPayload(base64Of(whole.subarray(0, 2)), false)).toMatchObject({ kind: 'text', text: 'a' });
  expect(readPayload(base64Of(whole.subarray(0, 2)))).toMatchObject({ kind: 'binary' });
});

test('many bytes are written', () => {
  expect(atob(base64Of(new Uint8Array(100_000)))).toHaveLength(100_000);
});
