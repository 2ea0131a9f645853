import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import { GroupCalendarInput } from '#contracts/ordering/desk-schemas';
import type { GroupCalendar } from '#contracts/ordering/desk-schemas';

import { call } from '../../api/call.ts';
import { t } from '../../app/messages.ts';
import { AreaField, ChoiceField, TextField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { holidaysOf, holidayText } from './holiday-text.ts';

const weekdays = [
  { value: 'MO', label: 'Monday' },
  { value: 'TU', label: 'Tuesday' },
  { value: 'WE', label: 'Wednesday' },
  { value: 'TH', label: 'Thursday' },
  { value: 'FR', label: 'Friday' },
  { value: 'SA', label: 'Saturday' },
  { value: 'SU', label: 'Sunday' },
] as const;

const { timezone, opens, closes, weekdays: Weekdays } = GroupCalendarInput.shape;
const Draft = z.object({
  timezone,
  opens,
  closes,
  weekdays: Weekdays,
  holidays: z.string().refine((text) => holidaysOf(text) !== undefined, {
    message: 'Write each line as a day and a name: 2026-12-25 Christmas',
  }),
});

/** Working hours of one group. */
export function CalendarForm({
  calendar,
  onClose,
}: {
  readonly calendar: GroupCalendar;
  readonly onClose: () => void;
}) {
  const client = useQueryClient();
  const form = useForm({
    schema: Draft,
    initial: {
      timezone: calendar.timezone,
      opens: calendar.opens,
      closes: calendar.closes,
      weekdays: weekdays.map(({ value }) => value).filter((day) => calendar.weekdays.includes(day)),
      holidays: holidayText(calendar.holidays),
    },
    onSubmit: async (hours) => {
      await call(orderingEndpoints.saveCalendar, {
        params: { id: calendar.group.id },
        body: { ...hours, holidays: holidaysOf(hours.holidays) ?? [] },
      });
      await client.invalidateQueries({ queryKey: ['ordering'] });
      onClose();
    },
  });
  return (
    <SideForm
      title={t('Working hours of {group}', { group: calendar.group.name })}
      form={form}
      submit={t('Save hours')}
      note={t('Deadlines of open orders move with the hours.')}
      onClose={onClose}
    >
      <TextField field={form.field('timezone')} label={t('Time zone')} hint={t('As Europe/Amsterdam')} />
      <TextField field={form.field('opens')} label={t('Opens')} hint={t('As 09:00')} />
      <TextField field={form.field('closes')} label={t('Closes')} hint={t('As 17:00')} />
      <ChoiceField
        field={form.field('weekdays')}
        label={t('Working days')}
        several
        options={weekdays.map(({ value, label }) => ({ value, label: t(label) }))}
      />
      <AreaField
        field={form.field('holidays')}
        label={t('Holidays')}
        optional
        rows={10}
        hint={t('One a line: 2026-12-25 Christmas')}
      />
    </SideForm>
  );
}
