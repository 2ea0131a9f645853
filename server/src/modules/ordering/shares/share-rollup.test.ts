import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Amount } from '#contracts/ordering/schemas';
import { type ShareState, shareStates } from '#contracts/ordering/share-schemas';
import {
  agreementRefusal,
  coverage,
  isCovered,
  isUnanswered,
  leftToAllocate,
  overAllocation,
  rollUp,
  type ShareFacts,
} from './share-rollup.ts';

interface Vectors {
  readonly cases: readonly {
    readonly name: string;
    readonly requested: Record<string, number>;
    readonly allocations: readonly { readonly resources: Record<string, number>; readonly state: ShareState }[];
    readonly expected: {
      readonly rollup: string;
      readonly coverage: Record<string, { requested: number; validated: number; missing: number }>;
    };
  }[];
}

const file = new URL(
  '../../../../../../shared/reference/data/ordering/vectors/allocation-rollup.json',
  import.meta.url,
);
const vectors: Vectors = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { cases: [] };

const amount = (metric: string, quantity: number, unit: string | null = null): Amount => ({
  metric,
  label: metric,
  quantity,
  unit,
});
const share = (state: ShareState, resources: Record<string, number>, id?: string): ShareFacts => ({
  ...(id === undefined ? {} : { id }),
  state,
  resources: Object.entries(resources).map(([metric, quantity]) => ({ metric, quantity })),
});

describe.skipIf(vectors.cases.length === 0)('the allocation vectors (skipped without ../shared)', () => {
  test.each(vectors.cases)('$name', ({ requested, allocations, expected }) => {
    const amounts = Object.entries(requested).map(([metric, quantity]) => amount(metric, quantity));
    const shares = allocations.map(({ state, resources }) => share(state, resources));
    const found = coverage(amounts, shares).map((one) => [
      one.metric,
      { requested: one.requested, validated: one.validated, missing: one.missing },
    ]);
    expect({ rollup: rollUp(shares), coverage: Object.fromEntries(found) }).toEqual(expected);
  });
});

describe('rollUp', () => {
  const of = (...states: ShareState[]) => rollUp(states.map((state) => ({ state })));

  test('looks at live shares only', () => {
    expect(of()).toBe('no-allocation');
    expect(of('withdrawn', 'superseded')).toBe('no-allocation');
    expect(of('validated', 'withdrawn')).toBe('all-validated');
    expect(of('rejected', 'superseded')).toBe('all-rejected');
  });

  test('a draft, an unanswered and an expired share are waited for, a counter comes first', () => {
    expect(of('validated', 'proposed')).toBe('waiting-for-providers');
    expect(of('rejected', 'sent')).toBe('waiting-for-providers');
    expect(of('rejected', 'expired')).toBe('waiting-for-providers');
    expect(of('sent', 'countered', 'validated')).toBe('countered');
    expect(of('validated', 'rejected')).toBe('partly-validated');
  });
});

describe('coverage', () => {
  test('shows what waits for an answer beside what is missing', () => {
    const [disk] = coverage(
      [amount('disk', 2, 'TB')],
      [
        share('validated', { disk: 0.1 }),
        share('sent', { disk: 0.2 }),
        share('countered', { disk: 0.1 }),
        share('rejected', { disk: 1 }),
      ],
    );
    expect(disk).toEqual({
      metric: 'disk',
      label: 'disk',
      unit: 'TB',
      requested: 2,
      validated: 0.1,
      waiting: 0.3,
      missing: 1.9,
    });
  });

  test('is complete when every metric is validated', () => {
    const requested = [amount('vm', 10), amount('disk', 5)];
    expect(isCovered(requested, [share('validated', { vm: 10, disk: 4 })])).toBe(false);
    expect(isCovered(requested, [share('validated', { vm: 4, disk: 4 }), share('validated', { vm: 6, disk: 1 })])).toBe(
      true,
    );
  });
});

describe('overAllocation', () => {
  const requested = [amount('vCPU', 100), amount('storage', 2000, 'GB')];
  const first = share('sent', { vCPU: 60, storage: 2000 }, 'a');

  test('provider A has 60 vCPU and 2000 GB: B may get at most 40 vCPU and 0 GB', () => {
    expect(leftToAllocate(requested, [first]).map(({ quantity }) => quantity)).toEqual([40, 0]);
    expect(overAllocation(requested, [first], share('proposed', { vCPU: 40, storage: 0 }))).toEqual([]);
    expect(overAllocation(requested, [first], share('proposed', { vCPU: 41, storage: 1 }))).toEqual([
      { metric: 'vCPU', left: 40, message: 'vCPU: at most 40, not 41. The order asks for 100, other shares hold 60' },
      {
        metric: 'storage',
        left: 0,
        message: 'storage: at most 0 GB, not 1. The order asks for 2000, other shares hold 2000',
      },
    ]);
  });

  test('what a share holds itself does not count against its new terms', () => {
    expect(overAllocation(requested, [first], share('sent', { vCPU: 100 }, 'a'))).toEqual([]);
    expect(overAllocation(requested, [first], share('sent', { vCPU: 101 }, 'a'))).toHaveLength(1);
  });

  test('rejected, withdrawn and superseded shares hold nothing', () => {
    const gone = (['rejected', 'withdrawn', 'superseded'] as const).map((state) => share(state, { vCPU: 100 }));
    expect(overAllocation(requested, gone, share('proposed', { vCPU: 100 }))).toEqual([]);
  });

  test('refuses a metric that the order does not ask for', () => {
    expect(overAllocation(requested, [], share('proposed', { gpu: 1 }))).toEqual([
      { metric: 'gpu', left: 0, message: 'The order does not ask for gpu. Leave it out of this share' },
    ]);
    expect(overAllocation(requested, [], share('proposed', { gpu: 0 }))).toEqual([]);
  });
});

describe('properties', () => {
  const states = fc.constantFrom(...shareStates);
  const shares = fc.array(
    fc.tuple(states, fc.integer({ min: 0, max: 500 })).map(([state, vm]) => share(state, { vm })),
    { maxLength: 12 },
  );

  test('shares that were all let in never hold more than was asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), shares, (quantity, candidates) => {
        const requested = [amount('vm', quantity)];
        const taken: ShareFacts[] = [];
        for (const candidate of candidates)
          if (overAllocation(requested, taken, candidate).length === 0) taken.push(candidate);
        const [found] = coverage(requested, taken);
        expect((found?.validated ?? 0) + (found?.waiting ?? 0)).toBeLessThanOrEqual(quantity);
      }),
    );
  });

  test('the roll-up does not depend on the order of the shares, and waits exactly while somebody has to answer', () => {
    fc.assert(
      fc.property(shares, (some) => {
        expect(rollUp(some.toReversed())).toBe(rollUp(some));
        expect(['waiting-for-providers', 'countered'].includes(rollUp(some))).toBe(some.some(isUnanswered));
      }),
    );
  });
});

test('an agreement is made once nobody owes an answer and somebody has said yes', () => {
  const complex = { orderClass: 'complex', isChange: false };
  const of = (...states: ShareState[]) => states.map((state) => ({ state }));
  expect(agreementRefusal(complex, of('validated', 'rejected', 'superseded'))).toBeUndefined();
  for (const open of ['proposed', 'sent', 'countered', 'expired'] as const)
    expect(agreementRefusal(complex, of('validated', open))).toBe('Some shares have no answer yet');
  for (const none of [of(), of('rejected'), of('withdrawn')])
    expect(agreementRefusal(complex, none)).toBe('No provider has validated a share yet');
  expect(agreementRefusal({ orderClass: 'simple', isChange: false }, of())).toBeUndefined();
  expect(agreementRefusal({ orderClass: 'complex', isChange: true }, of())).toBeUndefined();
  expect(agreementRefusal({ orderClass: 'simple', isChange: true }, of('sent'))).toBeDefined();
});
