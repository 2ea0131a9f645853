import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { GroupCalendar } from '#contracts/ordering/desk-schemas';

import { call } from '../../api/call.ts';
import { t } from '../../app/messages.ts';
import { toast } from '../../app/toasts.tsx';
import { AreaField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';

const Draft = z.object({ ics: z.string().min(1, 'Choose a file, or paste its text') });

/** Adds the days of an iCalendar file to the holidays of a group. */
export function HolidayImport({
  calendar: { group },
  onClose,
}: {
  readonly calendar: GroupCalendar;
  readonly onClose: () => void;
}) {
  const client = useQueryClient();
  const form = useForm({
    schema: Draft,
    initial: { ics: '' },
    onSubmit: async (body) => {
      const { added } = await call(orderingEndpoints.importHolidays, { params: { id: group.id }, body });
      await client.invalidateQueries({ queryKey: ['ordering'] });
      toast({ text: t({ zero: 'No new holiday', one: '1 holiday added', other: '{n} holidays added' }, { n: added }) });
      onClose();
    },
  });
  return (
    <SideForm
      title={t('Import holidays of {group}', { group: group.name })}
      form={form}
      submit={t('Import holidays')}
      note={t('Days of last year to five years ahead are added; holidays that are there stay.')}
      onClose={onClose}
    >
      <label className="pt-field">
        <span className="pt-field-label">{t('Calendar file')}</span>
        <span className="pt-field-hint">{t('A file that ends in .ics')}</span>
        <input
          type="file"
          accept=".ics,text/calendar"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) void file.text().then((text) => form.set('ics', text));
          }}
        />
      </label>
      <AreaField field={form.field('ics')} label={t('Its text')} rows={12} />
    </SideForm>
  );
}
