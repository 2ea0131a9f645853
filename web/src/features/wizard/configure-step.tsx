import type { Offer } from '#contracts/catalogue/schemas';

import { t } from '../../app/messages.ts';
import { ChoiceField, TextField } from '../../ui/form/fields.tsx';
import { valuesFor } from './answers.ts';
import type { Answers } from './answers.ts';
import { ParameterField } from './parameter-field.tsx';
import type { StepProps } from './wizard.tsx';

/** The questions of the offer, and its voucher. */
export function ConfigureStep({ offer, answers, change, field, today }: StepProps & { offer: Offer }) {
  const values = valuesFor(offer, answers.values);
  return (
    <>
      {offer.parameters.length > 0 && (
        <section className="pt-form-section">
          <h2 className="pt-wizard-question">{t('What do you need?')}</h2>
          {offer.parameters.map((parameter) => (
            <ParameterField
              key={parameter.id}
              parameter={parameter}
              today={today}
              field={field(`parameters.${parameter.id}`, values[parameter.id], (value) =>
                change({ values: { ...answers.values, [parameter.id]: value } }),
              )}
            />
          ))}
        </section>
      )}
      {offer.voucherable && <VoucherSection answers={answers} change={change} field={field} />}
    </>
  );
}

interface VoucherSectionProps extends Pick<StepProps, 'field'> {
  readonly answers: Pick<Answers, 'voucher' | 'voucherId'>;
  readonly change: (more: Partial<Pick<Answers, 'voucher' | 'voucherId'>>) => void;
}

/** Whether somebody holds a voucher, and its id. */
export function VoucherSection({ answers, change, field }: VoucherSectionProps) {
  return (
    <section className="pt-form-section">
      <h2 className="pt-wizard-question">{t('Voucher')}</h2>
      <ChoiceField
        label={t('This offer is paid with a voucher')}
        field={field('voucher', answers.voucher ?? '', (value) =>
          change({ voucher: value === 'id' || value === 'request' ? value : null }),
        )}
        options={[
          { value: 'id', label: t('I hold a voucher') },
          {
            value: 'request',
            label: t('I ask for one'),
            hint: t('The order desk decides about it with the order.'),
          },
        ]}
      />
      {answers.voucher === 'id' && (
        <TextField
          label={t('Id of the voucher')}
          field={field('voucher.id', answers.voucherId, (value) =>
            change({ voucherId: typeof value === 'string' ? value : '' }),
          )}
          input={{ autoComplete: 'off' }}
        />
      )}
    </section>
  );
}
