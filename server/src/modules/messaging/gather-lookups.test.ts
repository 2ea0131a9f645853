import { expect, test } from 'vitest';
import { gatherLookups } from './gather-lookups.ts';

test('whoever asks while a question is under way is answered by the next one', async () => {
  const asked: (readonly string[])[] = [];
  const answers: PromiseWithResolvers<ReadonlyMap<string, number>>[] = [];
  const lookUp = gatherLookups<number>((keys) => {
    asked.push(keys);
    const answer = Promise.withResolvers<ReadonlyMap<string, number>>();
    answers.push(answer);
    return answer.promise;
  });
  const first = lookUp('a');
  const later = Promise.all([lookUp('a'), lookUp('b'), lookUp('a'), lookUp('none')]);
  expect(asked).toEqual([['a']]);
  answers[0]?.resolve(new Map([['a', 1]]));
  expect(await first).toBe(1);
  await expect.poll(() => asked).toEqual([['a'], ['a', 'b', 'none']]);
  answers[1]?.resolve(new Map(Object.entries({ a: 2, b: 3 })));
  expect(await later).toEqual([2, 3, 2, undefined]);
});

test('a question that fails fails for those who asked it, and for nobody else', async () => {
  let fails = true;
  const lookUp = gatherLookups<string>(async (keys) => {
    if (fails) throw new Error('away');
    return new Map(keys.map((key) => [key, `found ${key}`]));
  });
  await expect(lookUp('a')).rejects.toThrow('away');
  fails = false;
  expect(await lookUp('a')).toBe('found a');
});
