import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WorkingCalendar } from '#libs/working-time';
import { type ClockSettings, mostPressing, type OrderClockFacts, orderClocks, providerAnswerClock } from './clocks.ts';

const calendar: WorkingCalendar = {
  timezone: 'Europe/Amsterdam',
  opens: '09:00',
  closes: '17:00',
  weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'],
  holidays: [],
};
const HOUR = 3600;
// Monday 23 November 2026; the desk opens at 08:00 UTC.
const monday = '2026-11-23T08:00:00.000Z';
const at = (day: number, time: string) => `2026-11-${23 + day}T${time}:00.000Z`;
const until = (now: string): ClockSettings => ({ calendar, now });
const facts = (overrides: Partial<OrderClockFacts> = {}): OrderClockFacts => ({
  orderClass: 'simple',
  submittedAt: monday,
  firstReplyAt: null,
  decidedAt: null,
  lastPublicAt: null,
  endedAt: null,
  pauses: [],
  ...overrides,
});
const clock = (name: string, now: string, overrides: Partial<OrderClockFacts> = {}) => {
  const found = orderClocks(facts(overrides), until(now)).find((one) => one.name === name);
  if (!found) throw new Error(`There is no clock ${name}`);
  return found;
};

describe('first reply', () => {
  test('is due after 1 working day, warns at 75 %', () => {
    expect(clock('first_reply', at(0, '10:00'))).toEqual({
      name: 'first_reply',
      state: 'on_track',
      dueAt: at(0, '16:00'),
      remainingSeconds: 6 * HOUR,
      usedSeconds: 2 * HOUR,
      targetSeconds: 8 * HOUR,
      because: null,
    });
    expect(clock('first_reply', at(0, '13:59')).state).toBe('on_track');
    expect(clock('first_reply', at(0, '14:00')).state).toBe('warning');
    expect(clock('first_reply', at(0, '16:00'))).toMatchObject({ state: 'warning', remainingSeconds: 0 });
  });

  test('is over right after its deadline, also at night', () => {
    expect(clock('first_reply', at(0, '20:00'))).toMatchObject({ state: 'over', remainingSeconds: 0 });
    expect(clock('first_reply', at(1, '12:00'))).toMatchObject({
      state: 'over',
      remainingSeconds: -4 * HOUR,
      usedSeconds: 12 * HOUR,
    });
  });

  test('is met when it came in time, and stays over when it came late', () => {
    expect(clock('first_reply', at(4, '12:00'), { firstReplyAt: at(0, '10:00') })).toMatchObject({
      state: 'met',
      usedSeconds: 2 * HOUR,
    });
    expect(clock('first_reply', at(4, '12:00'), { firstReplyAt: at(1, '09:00') })).toMatchObject({
      state: 'over',
      remainingSeconds: -HOUR,
    });
  });

  test('does not matter once the customer has cancelled', () => {
    expect(clock('first_reply', at(4, '12:00'), { endedAt: at(0, '09:00') })).toMatchObject({
      state: 'not_applicable',
      dueAt: null,
      remainingSeconds: null,
    });
  });
});

describe('decision', () => {
  test('takes 3 working days for simple orders, 10 for others', () => {
    expect(clock('decision', monday).dueAt).toBe(at(2, '16:00'));
    expect(clock('decision', monday, { orderClass: 'complex' }).targetSeconds).toBe(80 * HOUR);
    expect(clock('decision', monday, { orderClass: 'joint' }).targetSeconds).toBe(80 * HOUR);
  });

  test('stands still while the customer is asked', () => {
    const pauses = [[at(0, '10:00'), null]] as const;
    expect(clock('decision', at(3, '12:00'), { pauses })).toEqual({
      name: 'decision',
      state: 'paused',
      dueAt: null,
      remainingSeconds: 22 * HOUR,
      usedSeconds: 2 * HOUR,
      targetSeconds: 24 * HOUR,
      because: 'Waiting for the customer',
    });
  });

  test('goes on after the answer, by as much later', () => {
    const pauses = [[at(0, '10:00'), at(1, '10:00')]] as const;
    expect(clock('decision', at(1, '12:00'), { pauses })).toMatchObject({
      state: 'on_track',
      dueAt: at(3, '16:00'),
      usedSeconds: 4 * HOUR,
    });
  });

  test('a pause that began after the deadline does not undo it', () => {
    const pauses = [[at(3, '10:00'), null]] as const;
    expect(clock('decision', at(4, '12:00'), { pauses })).toMatchObject({
      state: 'over',
      dueAt: at(2, '16:00'),
      remainingSeconds: -2 * HOUR,
    });
  });

  test('a pause that has not begun yet does not count', () => {
    expect(clock('decision', at(0, '09:00'), { pauses: [[at(1, '10:00'), null]] })).toMatchObject({
      state: 'on_track',
      dueAt: at(2, '16:00'),
    });
  });

  test('is met by a decision in time, even when a question was still open', () => {
    expect(
      clock('decision', at(4, '12:00'), { decidedAt: at(0, '12:00'), pauses: [[at(0, '10:00'), at(0, '12:00')]] }),
    ).toMatchObject({ state: 'met', usedSeconds: 2 * HOUR });
    expect(
      clock('decision', at(4, '12:00'), { decidedAt: at(0, '12:00'), pauses: [[at(0, '10:00'), null]] }),
    ).toMatchObject({ state: 'met', usedSeconds: 2 * HOUR });
  });
});

describe('public silence', () => {
  test('counts from the last public word, or from the submission', () => {
    expect(clock('public_silence', monday).targetSeconds).toBe(40 * HOUR);
    expect(clock('public_silence', at(3, '08:00'), { lastPublicAt: at(2, '08:00') })).toMatchObject({
      usedSeconds: 8 * HOUR,
      state: 'on_track',
    });
  });

  test('is allowed while the customer has to answer, and when the order is done', () => {
    expect(
      clock('public_silence', at(4, '08:00'), { lastPublicAt: at(0, '10:00'), pauses: [[at(0, '10:00'), null]] }),
    ).toMatchObject({ state: 'paused', usedSeconds: 0 });
    expect(clock('public_silence', at(4, '08:00'), { endedAt: at(1, '08:00') }).state).toBe('not_applicable');
  });
});

describe('provider answer', () => {
  const answer = (
    now: string,
    sentAt: string | null,
    answeredAt: string | null = null,
    endedAt: string | null = null,
  ) => providerAnswerClock({ sentAt, answeredAt, endedAt }, until(now));

  test('runs from sending to the answer, over 5 working days', () => {
    expect(answer(at(1, '08:00'), monday)).toMatchObject({
      state: 'on_track',
      usedSeconds: 8 * HOUR,
      targetSeconds: 40 * HOUR,
      dueAt: at(4, '16:00'),
    });
    expect(answer(at(3, '14:00'), monday).state).toBe('warning');
    expect(answer(at(6, '08:00'), monday, at(1, '08:00')).state).toBe('met');
  });

  test('does not run for a draft, or for a share that was withdrawn', () => {
    expect(answer(at(1, '08:00'), null).state).toBe('not_applicable');
    expect(answer(at(1, '08:00'), monday, null, at(0, '12:00')).state).toBe('not_applicable');
  });
});

describe('mostPressing', () => {
  test('is the one that is over, else the one with least time', () => {
    expect(mostPressing(orderClocks(facts(), until(at(1, '12:00'))))?.name).toBe('first_reply');
    expect(mostPressing(orderClocks(facts({ firstReplyAt: at(0, '09:00') }), until(at(0, '12:00'))))?.name).toBe(
      'decision',
    );
    expect(mostPressing([])).toBeUndefined();
  });
});

test('a running clock always adds up, and never turns back', () => {
  const hours = fc.integer({ min: 0, max: 1000 });
  const after = (count: number) => Temporal.Instant.from(monday).add({ hours: count }).toString();
  const spans = fc.array(fc.tuple(hours, fc.integer({ min: 1, max: 100 })), { maxLength: 4 });
  fc.assert(
    fc.property(hours, fc.integer({ min: 0, max: 200 }), spans, (now, more, paused) => {
      const pauses = paused.map(([from, lasts]) => [after(from), after(from + lasts)] as const);
      const read = (instant: number) => orderClocks(facts({ pauses }), until(after(instant)))[1];
      const [first, later] = [read(now), read(now + more)];
      if (!first || !later) throw new Error('The decision has no clock');
      expect((first.remainingSeconds ?? 0) + first.usedSeconds).toBe(first.targetSeconds);
      expect(later.usedSeconds).toBeGreaterThanOrEqual(first.usedSeconds);
      if (first.state === 'over') expect(later.state).toBe('over');
    }),
  );
});
