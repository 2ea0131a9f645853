import { z } from 'zod';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import { JustificationInput } from '#contracts/agreements/result-schemas';
import type { ResultMonth, Violation } from '#contracts/agreements/result-schemas';
import type { Agreement } from '#contracts/agreements/schemas';

import { call } from '../../../api/call.ts';
import { t } from '../../../app/messages.ts';
import { AreaField, ChoiceField } from '../../../ui/form/fields.tsx';
import { SideForm } from '../../../ui/form/page-form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { monthText } from '../result-words.ts';
import { useRefresh } from './use-refresh.ts';

interface FormGiven {
  readonly agreement: Agreement;
  readonly month: ResultMonth;
  readonly violation: Violation;
  readonly onClose: () => void;
}

/** The provider, or a coordinator for them, says why a month was missed. */
export function JustifyForm({ agreement, month, violation, onClose }: FormGiven) {
  const refresh = useRefresh(agreement);
  const form = useForm({
    schema: JustificationInput,
    initial: { text: violation.justification ?? '' },
    onSubmit: async (body) => {
      await call(agreementsEndpoints.justifyAgreementViolation, { params: { id: violation.id }, body });
      await refresh();
      onClose();
    },
  });
  return (
    <SideForm
      title={t('Explain {month} at {site}', { month: monthText(month.month), site: month.site })}
      lead={t('The SLA coordinators get a mail. The customer reads it once it is accepted.')}
      form={form}
      submit={t('Send explanation')}
      onClose={onClose}
    >
      <AreaField
        field={form.field('text')}
        label={t('What happened, and what is done so that it does not happen again?')}
        rows={8}
      />
    </SideForm>
  );
}

const Settling = z
  .object({ outcome: z.enum(['accepted', 'not_accepted']), note: z.string().trim().max(2000) })
  .strict();

/** A coordinator closes a violation. */
export function SettleForm({ agreement, month, violation, onClose }: FormGiven) {
  const refresh = useRefresh(agreement);
  const form = useForm({
    schema: Settling,
    initial: { outcome: 'accepted', note: '' },
    onSubmit: async (body) => {
      await call(agreementsEndpoints.settleAgreementViolation, { params: { id: violation.id }, body });
      await refresh();
      onClose();
    },
  });
  return (
    <SideForm
      title={t('Settle {month} at {site}', { month: monthText(month.month), site: month.site })}
      lead={t('Nobody gets a mail. The month stays violated; the matter leaves My work.')}
      form={form}
      submit={t('Settle it')}
      onClose={onClose}
    >
      <ChoiceField
        field={form.field('outcome')}
        label={t('The explanation')}
        options={[
          { value: 'accepted', label: t('is accepted'), hint: t('the customer reads it from now on') },
          { value: 'not_accepted', label: t('is not accepted') },
        ]}
      />
      <AreaField
        field={form.field('note')}
        label={t('Note')}
        hint={t('Needed when there is no explanation, or when it is not accepted. The provider reads it.')}
        optional
      />
    </SideForm>
  );
}
