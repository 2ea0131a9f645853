import { DAY, later } from '#kernel/clock';
import { elapsed, isWorkingDay, type WorkingCalendar, workingDaySeconds } from '#libs/working-time';
import type { ShareRecord } from '../orders/order.ts';
import { linkDays } from './share-links.ts';

/** Working days after sending until the contact is reminded, and until the group gets a copy (ordering.md 4.7). */
const remindAfterDays = 3;
const escalateAfterDays = 5;

/** Hour of the desk's day from which reminders go out. */
const reminderHour = 8;

type Waiting = Pick<ShareRecord, 'state' | 'sent_at' | 'reminded_at' | 'escalated_at'>;

/** Reminders go out on working days of the desk, from eight in the morning to the end of the working day. */
export function isReminderTime(calendar: WorkingCalendar, now: string): boolean {
  const at = Temporal.Instant.from(now).toZonedDateTimeISO(calendar.timezone);
  return (
    isWorkingDay(calendar, at.toPlainDate().toString()) &&
    at.hour >= reminderHour &&
    at.toPlainTime().toString() < calendar.closes
  );
}

/** What is due for a share that waits for its provider: each step once a sending, the latest one that is due. */
export function reminderDue(
  share: Waiting,
  calendar: WorkingCalendar,
  now: string,
): 'remind' | 'escalate' | 'expire' | undefined {
  if (share.state !== 'sent' || share.sent_at === null) return undefined;
  if (now >= later(share.sent_at, linkDays * DAY)) return 'expire';
  const days = elapsed(calendar, share.sent_at, now) / workingDaySeconds(calendar);
  if (days >= escalateAfterDays) return share.escalated_at === null ? 'escalate' : undefined;
  return days >= remindAfterDays && share.reminded_at === null ? 'remind' : undefined;
}
