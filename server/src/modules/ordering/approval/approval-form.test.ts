import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ShareTerms } from '#contracts/ordering/share-schemas';
import { later } from '#kernel/clock';
import { amountFields, askedValues, totalsOf } from './approval-fields.ts';
import { readAccess, readAnswer, readQuestion, readSent } from './approval-form.ts';
import { isPersonLooking } from './approval-seen.ts';
import { amountInWords, eachInWords, shareInWords } from '../shares/share-words.ts';

const amount = (metric: string, label: string, quantity: number, unit: string | null = null) => ({
  metric,
  label,
  quantity,
  unit,
});
const resources = [
  amount('vm', 'Virtual machines', 20),
  amount('cores', 'CPU cores', 80),
  amount('memory', 'Memory', 320, 'GB'),
];
const terms: ShareTerms = {
  resources,
  startsOn: '2026-12-01',
  endsOn: '2027-05-30',
  availability: 90,
  reliability: 95,
};

describe('the fields of a counter', () => {
  test('ask for cores of each machine and memory of each core where that comes out even', () => {
    expect(amountFields(resources).map(({ label, asked }) => [label, asked])).toEqual([
      ['Virtual machines', 20],
      ['Cores each', 4],
      ['RAM per core', 4],
    ]);
    expect(amountFields([amount('vm', 'Virtual machines', 3), amount('cores', 'CPU cores', 10)])[1]).toMatchObject({
      label: 'CPU cores',
      asked: 10,
      per: null,
    });
    expect(amountFields([amount('cores', 'CPU cores', 80)])[0]).toMatchObject({ label: 'CPU cores', asked: 80 });
  });

  test('come to the totals that were asked when nothing is changed', () => {
    const fields = amountFields(resources);
    expect(totalsOf(fields, new Map(fields.map(({ metric, asked }) => [metric, asked])))).toEqual(
      resources.map(({ metric, quantity }) => ({ metric, quantity })),
    );
  });
});

describe('reading an answer', () => {
  test('needs a choice', () => {
    expect(readAnswer({}, terms)).toEqual({
      errors: [{ path: 'decision-validate', message: 'Choose one of the three answers' }],
    });
    expect(readAnswer({ decision: 'maybe' }, terms)).toHaveProperty('errors');
  });

  test('a no needs a reason, a yes does not', () => {
    expect(readAnswer({ decision: 'reject', 'comment-reject': '  ' }, terms)).toMatchObject({
      errors: [{ path: 'comment-reject' }],
    });
    expect(readAnswer({ decision: 'validate' }, terms)).toEqual({
      value: { decision: 'validate', input: { comment: '' } },
    });
  });

  test('multiplies what is given by unit', () => {
    const sent = { ...askedValues(terms), decision: 'counter', 'amount-vm': '12', startsOn: '2026-12-08' };
    expect(readAnswer(sent, terms)).toMatchObject({
      value: {
        input: {
          counter: {
            resources: [
              { metric: 'vm', quantity: 12 },
              { metric: 'cores', quantity: 48 },
              { metric: 'memory', quantity: 192 },
            ],
            startsOn: '2026-12-08',
          },
        },
      },
    });
  });

  test.each([
    [{ 'amount-vm': 'many' }, 'amount-vm'],
    [{ 'amount-vm': '-1' }, 'amount-vm'],
    [{ 'amount-vm': '' }, 'amount-vm'],
    [{ 'amount-vm': '0' }, 'amount-vm'],
    [{ startsOn: 'tomorrow' }, 'startsOn'],
    [{ endsOn: '2026-12-01' }, 'endsOn'],
    [{ availability: '101' }, 'availability'],
    [{ 'comment-counter': 'x'.repeat(4001) }, 'comment-counter'],
  ])('%j is told at its field', (wrong, path) => {
    const reading = readAnswer({ ...askedValues(terms), decision: 'counter', ...wrong }, terms);
    expect('errors' in reading ? reading.errors.map((error) => error.path) : []).toContain(path);
  });

  test('bears whatever is sent', () => {
    fc.assert(
      fc.property(fc.anything(), (body) => {
        const sent = readSent(body);
        readAnswer({ ...sent, decision: 'counter' }, terms);
        readQuestion(sent);
        readAccess(sent);
      }),
    );
  });
});

test('access is a text, an address or a secret', () => {
  expect(readAccess({})).toMatchObject({ errors: [{ path: 'text' }] });
  expect(readAccess({ url: 'nowhere' })).toMatchObject({ errors: [{ path: 'url' }] });
  expect(readAccess({ secret: 'k' })).toEqual({ value: { text: '', url: '', secrets: { Secret: 'k' } } });
});

test('amounts read as people say them', () => {
  expect(amountInWords(amount('vm', 'Virtual machines', 1))).toBe('1 virtual machine');
  expect(amountInWords(amount('memory', 'Memory', 20_000, 'GB'))).toBe('20,000 GB memory');
  expect(eachInWords(resources)).toBe('each 4 CPU cores, 16 GB memory');
  expect(eachInWords([amount('vm', 'Virtual machines', 3), amount('cores', 'CPU cores', 10)])).toBe('');
  expect(shareInWords([amount('service', 'Service as a whole', 1)], 'EGI Notebooks')).toBe('EGI Notebooks');
});

test.each([
  ['GET', 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0', 61, true],
  ['GET', 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0', 60, false],
  ['HEAD', 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0', 3600, false],
  ['GET', 'Mozilla/5.0 HeadlessChrome/140.0', 3600, false],
  ['GET', '', 3600, false],
])('%s by "%s" after %i s counts as seen: %s', (method, agent, seconds, seen) => {
  const now = later('2026-11-23T09:00:00.000Z', seconds * 1000);
  const link = { seen_at: null, created_at: '2026-11-23T09:00:00.000Z' };
  expect(isPersonLooking({ method, headers: { 'user-agent': agent } }, link, now)).toBe(seen);
  expect(isPersonLooking({ method, headers: { 'user-agent': agent } }, { ...link, seen_at: now }, now)).toBe(false);
});
