import { z } from 'zod';
import type { Instant } from '#kernel/clock';
import type { JobDefinition } from '#kernel/jobs';
import { sendDigests } from '#kernel/mail';
import { isWorkingDay, type WorkingCalendar } from '#libs/working-time';
import type { OrderingContext } from '../ordering-context.ts';

/** Hour of the desk's day at which digests go out. */
const digestHour = 8;

/** The digest of this moment: its day, and the instant until which it gathers; undefined before eight and on days off. */
export function digestAt(calendar: WorkingCalendar, now: Instant): { day: string; before: Instant } | undefined {
  const at = Temporal.Instant.from(now).toZonedDateTimeISO(calendar.timezone);
  const day = at.toPlainDate().toString();
  if (!isWorkingDay(calendar, day) || at.hour < digestHour) return undefined;
  const before = at.toPlainDate().toZonedDateTime({ timeZone: calendar.timezone, plainTime: `0${digestHour}:00` });
  return { day, before: before.toInstant().toString({ smallestUnit: 'millisecond' }) };
}

/** Sends on each working day one mail to everybody who wants news once a day. */
export function digestJob({ kernel, calendar }: OrderingContext): JobDefinition<Record<string, never>> {
  return {
    name: 'ordering.send-digests',
    summary: 'Sends what was held for daily digests, at 8:00 of the desk on working days',
    schema: z.object({}).strict(),
    retryLimit: 3,
    deadlineSeconds: 600,
    // Every hour, because the schedule knows only UTC; what a run at eight missed, the next one sends.
    cron: '0 * * * *',
    async run() {
      const digest = digestAt(calendar, kernel.clock.now());
      if (!digest) return;
      await sendDigests({ ...kernel, settingsUrl: `${kernel.config.publicUrl}/settings/notifications` }, digest);
    },
  };
}
