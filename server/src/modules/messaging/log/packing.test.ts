import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack, unpack } from './packing.ts';

test('gives back what was packed, and says how long it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 3000 }), (text, times) => {
      const lines = Buffer.from(Array.from({ length: times }, () => text).join('\n')).toString();
      const packed = pack(lines);
      expect(packed.isPacked ? unpack(packed.bytes) : packed.bytes.toString()).toBe(lines);
      expect(packed.plainBytes).toBe(Buffer.byteLength(lines));
    }),
  );
});

test('takes a fraction of the place for messages that are alike, and leaves a few as they are', () => {
  const record = (job: number) =>
    `2 "attributes":{"empaid":"1/2"},"data":"${'VO: atlas Processors: 8 '.repeat(8)}${job}"`;
  const many = Array.from({ length: 100 }, (_, job) => record(job)).join('\n');
  expect(pack(many).bytes.length).toBeLessThan(many.length / 5);
  expect(pack(record(1))).toEqual({ bytes: Buffer.from(record(1)), isPacked: false, plainBytes: record(1).length });
});
