import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WorkingCalendar } from '#libs/working-time';
import { testApp, type TestApp } from '#test/app';
import { negotiation } from '#test/negotiation';
import { questionStepDue } from './question-reminders.ts';

const calendar: WorkingCalendar = {
  timezone: 'Europe/Amsterdam',
  opens: '09:00',
  closes: '17:00',
  weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'],
  holidays: ['2026-12-04'],
};

test.each([
  ['2026-11-26T08:59:00.000Z', [], undefined],
  ['2026-11-26T09:00:00.000Z', [], 'first'],
  ['2026-11-27T09:00:00.000Z', ['first'], undefined],
  ['2026-12-02T08:59:00.000Z', ['first'], undefined],
  ['2026-12-02T09:00:00.000Z', ['first'], 'second'],
  ['2026-12-02T09:00:00.000Z', [], 'second'],
  ['2026-12-07T09:00:00.000Z', ['second'], undefined],
  ['2026-12-08T09:00:00.000Z', ['second'], 'decide'],
  ['2026-12-30T09:00:00.000Z', ['second', 'decide'], undefined],
] as const)('asked on Monday the 23rd: at %s after %j it is %s', (now, taken, due) => {
  expect(questionStepDue('2026-11-23T09:00:00.000Z', taken, calendar, now)).toBe(due);
});

describe('a question that nobody answers', () => {
  let app: TestApp;
  let number: number;
  beforeAll(async () => {
    app = await testApp();
    number = await negotiation(app).taken();
    await app.as('anna').post(`/api/orders/${number}/transitions`, { action: 'ask', message: 'Which region?' });
    await app.settle();
  });
  afterAll(() => app.close());

  async function subjectsAt(now: string): Promise<string[]> {
    const before = (await negotiation(app).mails(number)).length;
    app.clock.set(now);
    // Twice: a job may run again.
    await app.kernel.jobs.runNow('ordering.remind-customers', {});
    await app.kernel.jobs.runNow('ordering.remind-customers', {});
    await app.settle();
    return (await negotiation(app).mails(number))
      .slice(before)
      .map(({ recipient, subject }) => `${recipient} ${subject}`);
  }
  const reminder = (n: number) => `eleni@hcmr.example [${n}] Your answer is needed: EGI Cloud compute`;

  test('is asked again on working days of the desk, once each', async () => {
    expect(await subjectsAt('2026-11-26T09:00:00.000Z')).toEqual([reminder(number)]);
    const mail = (await negotiation(app).mails(number, 'eleni@hcmr.example')).at(-1);
    expect(mail?.body_text).toContain('> Which region?');
    expect(await subjectsAt('2026-11-27T09:00:00.000Z')).toEqual([]);
    expect(await subjectsAt('2026-11-28T10:00:00.000Z')).toEqual([]);
    expect(await subjectsAt('2026-12-02T09:00:00.000Z')).toEqual([reminder(number)]);
    expect(await subjectsAt('2026-12-06T10:00:00.000Z')).toEqual([]);
  });

  test('and in the end the desk decides', async () => {
    const [mail, ...more] = await subjectsAt('2026-12-07T09:00:00.000Z');
    expect(mail).toMatch(/The customer does not answer: reject or go on$/);
    expect(mail).not.toContain('eleni@');
    expect(more).toEqual([]);
  });

  test('nothing comes once it was answered', async () => {
    const other = await negotiation(app).taken();
    await app.as('anna').post(`/api/orders/${other}/transitions`, { action: 'ask', message: 'And this one?' });
    await app.as('eleni').post(`/api/orders/${other}/messages`, { body: 'Yes', scope: 'public' });
    await app.settle();
    number = other;
    expect(await subjectsAt('2026-12-21T09:00:00.000Z')).toEqual([]);
  });
});
