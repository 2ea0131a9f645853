import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textOf } from '../../topics/message-content.ts';
import { readMessages, readUsual } from './read-messages.ts';

const message = (attributes: Record<string, string>, data: string) => textOf({ attributes, data });

test('reads what the known clients send, without taking the JSON apart', () => {
  const told = [message({ empaid: '1/2', 'vo name': 'atlas' }, 'aGVsbG8='), message({}, 'd29ybGQ=')];
  const bodies = [
    // Python’s json.dumps, Java’s Gson, and by hand.
    '{"messages": [{"attributes": {"empaid": "1/2", "vo name": "atlas"}, "data": "aGVsbG8="}, {"attributes": {}, "data": "d29ybGQ="}]}',
    '{"messages":[{"attributes":{"empaid":"1/2","vo name":"atlas"},"data":"aGVsbG8="},{"data":"d29ybGQ="}]}',
    '{\n\t"messages": [\r\n{ "data": "aGVsbG8=", "attributes": { "empaid": "1/2", "vo name": "atlas" } } , {"data":"d29ybGQ="} ]\n}\n',
  ];
  for (const body of bodies) {
    expect(readUsual(body)).toEqual(told);
    expect(readMessages(body)).toEqual(told);
  }
});

test.each([
  ['an escape', '{"messages":[{"data":"a\\n"}]}', [message({}, 'a\n')]],
  ['an escape in an attribute', '{"messages":[{"attributes":{"a":"\\"}"},"data":""}]}', [message({ a: '"}' }, '')]],
  ['a brace in an attribute', '{"messages":[{"attributes":{"a":"{}"},"data":""}]}', [message({ a: '{}' }, '')]],
  ['other characters', '{"messages":[{"data":"é"}]}', [message({}, 'é')]],
  ['other members', '{"messages":[{"data":"a","messageId":"7"}]}', [message({}, 'a')]],
  ['capitals', '{"Messages":[{"Data":"a"}]}', [message({}, 'a')]],
  ['a member twice', '{"messages":[{"attributes":{"a":"1"},"data":"x","attributes":{}}]}', [message({}, 'x')]],
  ['an attribute twice', '{"messages":[{"attributes":{"a":"1","a":"2"},"data":"x"}]}', [message({ a: '2' }, 'x')]],
  ['no data', '{"messages":[{"attributes":{"a":"1"}}]}', [message({ a: '1' }, '')]],
  ['null', '{"messages":[{"attributes":null,"data":null}]}', [message({}, '')]],
  ['no messages', '{"messages":[]}', []],
  ['nothing', '', []],
])('reads %s as JSON does', (_, body, told) => {
  expect(readMessages(body)).toEqual(told);
});

test.each([
  '{"messages":[{"data":"a"}',
  '{"messages":[{"data":"a"},]}',
  '{"messages":[{"data":"a"}]} x',
  '{"messages":[{"data":"a\tb"}]}',
  '{"messages":[{"attributes":{"a":1},"data":"a"}]}',
  '{"messages":[{"attributes":{"a":"1",},"data":"a"}]}',
  '{"messages":[{"attributes":[],"data":"a"}]}',
  '{"messages":{"data":"a"}}',
  '[]',
])('refuses %s', (body) => {
  expect(() => readMessages(body)).toThrow('Invalid Message Arguments');
});

test('either says of any messages what JSON says, in any layout', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String());
  const given = fc.array(fc.record({ attributes: fc.dictionary(text, text, { maxKeys: 3 }), data: text }));
  fc.assert(
    fc.property(given, fc.constantFrom(undefined, 1, '\t'), (messages, layout) => {
      const body = JSON.stringify({ messages }, null, layout);
      const told = messages.map(textOf);
      expect(readMessages(body)).toEqual(told);
      expect([null, ...(told.length === 0 ? [] : [told])]).toContainEqual(readUsual(body));
    }),
  );
});

test('reads a message of the largest size', () => {
  const data = 'a'.repeat(14_000_000);
  expect(readUsual(JSON.stringify({ messages: [{ data }] }))?.[0]?.dataBytes).toBe(data.length);
});
