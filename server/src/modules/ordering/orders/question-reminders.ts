import type { Instant } from '#kernel/clock';
import { elapsed, type WorkingCalendar, workingDaySeconds } from '#libs/working-time';

/** What happens while a customer does not answer, and after how many working days (ordering.md 4.5). */
export const questionSteps = [
  { step: 'first', afterDays: 3 },
  { step: 'second', afterDays: 7 },
  { step: 'decide', afterDays: 10 },
] as const;

export type QuestionStep = (typeof questionSteps)[number]['step'];

/** The step that is due for a question: the latest one, unless it was taken already. */
export function questionStepDue(
  askedAt: Instant,
  taken: readonly QuestionStep[],
  calendar: WorkingCalendar,
  now: Instant,
): QuestionStep | undefined {
  const days = elapsed(calendar, askedAt, now) / workingDaySeconds(calendar);
  const reached = questionSteps.findLast(({ afterDays }) => days >= afterDays)?.step;
  return reached === undefined || taken.includes(reached) ? undefined : reached;
}
