import { z } from 'zod';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import { exclusionReasons, exclusionWords, Month } from '#contracts/agreements/result-schemas';

import { call } from '../../../api/call.ts';
import { t } from '../../../app/messages.ts';
import { AreaField, ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { SideForm } from '../../../ui/form/page-form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';

const Excluding = z.object({
  month: Month,
  site: z.string().trim().max(200),
  reason: z.enum(exclusionReasons),
  note: z.string().trim().max(1000),
});

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** Leaves a month out of the evaluation, with the reason. */
export function ExcludeForm({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const form = useForm({
    schema: Excluding,
    initial: { month: '', site: '', reason: 'monitoring_failure', note: '' },
    onSubmit: async ({ site, ...rest }) => {
      await call(agreementsEndpoints.excludeAgreementMonth, { body: { ...rest, ...(site === '' ? {} : { site }) } });
      onDone();
    },
  });
  return (
    <SideForm
      title={t('Leave out a month')}
      lead={t('It is not evaluated, and violations of it are cleared. Nobody gets a mail.')}
      form={form}
      submit={t('Leave it out')}
      onClose={onClose}
    >
      <TextField field={form.field('month')} label={t('Month')} hint={t('Such as 2026-10')} input={{ maxLength: 7 }} />
      <TextField
        field={form.field('site')}
        label={t('Resource centre')}
        hint={t('All of them, when it stays empty')}
        optional
        input={{ maxLength: 200 }}
      />
      <ChoiceField
        field={form.field('reason')}
        label={t('Reason')}
        options={exclusionReasons.map((reason) => ({ value: reason, label: sentence(t(exclusionWords[reason])) }))}
      />
      <AreaField
        field={form.field('note')}
        label={t('Note')}
        hint={t('Read by everybody who sees the agreement')}
        optional
      />
    </SideForm>
  );
}
