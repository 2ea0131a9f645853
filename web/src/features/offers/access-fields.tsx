import type { AvailableOms } from '#contracts/catalogue/offers';

import { t } from '../../app/messages.ts';
import { ChoiceField, SelectField, TextField } from '../../ui/form/fields.tsx';
import type { Form } from '../../ui/form/use-form.ts';
import type { OfferForm } from './offer-fields.ts';

interface Given {
  readonly form: Form<typeof OfferForm>;
  readonly omses: readonly AvailableOms[];
}

/** The three ways in which access is given, each with what follows from it, and what each needs to know. */
export function AccessFields({ form, omses }: Given) {
  const { kind } = form.values;
  return (
    <>
      <ChoiceField
        label={t('What happens when somebody wants it')}
        field={form.field('kind')}
        options={[
          {
            value: 'order',
            label: t('The order desk handles the order'),
            hint: t(
              'Customers fill in the order form here. Shifters check each order, ask you for your answer, and follow it until access is there. Customers see each step.',
            ),
          },
          {
            value: 'external',
            label: t('You handle the order at your own address'),
            hint: t(
              'Customers are sent to your address and order there. The desk sees nothing of it, and Portolan cannot tell them how it goes.',
            ),
          },
          {
            value: 'open',
            label: t('Open at once, nobody decides'),
            hint: t(
              'Customers go straight to the service. It can be kept in a project, where it is ready at once; you get no order.',
            ),
          },
        ]}
      />
      {kind === 'order' && <DeskFields form={form} omses={omses} />}
      {kind === 'open' && (
        <SelectField
          label={t('How open')}
          field={form.field('openType')}
          options={[
            { value: 'open_access', label: t('Open after a sign-in') },
            { value: 'fully_open_access', label: t('Open without a sign-in') },
            { value: 'other', label: t('In another way') },
          ]}
        />
      )}
      {kind !== 'order' && (
        <TextField
          label={kind === 'external' ? t('Address where it is ordered') : t('Address of the service')}
          type="url"
          field={form.field('orderUrl')}
          optional={kind === 'open'}
        />
      )}
    </>
  );
}

function DeskFields({ form, omses }: Given) {
  const { primaryOms, omsParams } = form.values;
  const fallback = omses.find(({ isDefault }) => isDefault);
  const chosen = omses.find(({ id }) => String(id) === primaryOms) ?? fallback;
  const oms = form.field('primaryOms');
  return (
    <>
      <SelectField
        label={t('Order system')}
        hint={t('It works the orders of this offer and is told of each of them.')}
        field={{
          ...oms,
          onChange: (id) => {
            const next = omses.find((one) => String(one.id) === id) ?? fallback;
            const params = (next?.params ?? []).map(({ name, default: usual }) => [name, omsParams[name] ?? usual]);
            form.replace({ ...form.values, primaryOms: String(id), omsParams: Object.fromEntries(params) });
          },
        }}
        placeholder={t('The default one: {name}', { name: fallback?.name ?? '–' })}
        options={omses
          .filter(({ isDefault }) => !isDefault)
          .map(({ id, name }) => ({ value: String(id), label: name }))}
      />
      {chosen?.params.map(({ name, mandatory }) => (
        <TextField
          key={name}
          label={t('{name}, for {oms}', { name, oms: chosen.name })}
          field={{
            ...oms,
            id: `${oms.id}-${name}`,
            value: omsParams[name] ?? '',
            error: mandatory ? form.field('omsParams').error : undefined,
            onChange: (value) => form.set('omsParams', { ...omsParams, [name]: String(value) }),
            onLeave: () => undefined,
          }}
          optional={!mandatory}
        />
      ))}
      <ChoiceField
        label={t('How its orders are weighed')}
        field={form.field('weight')}
        options={[
          { value: 'usual', label: t('By what they ask for'), hint: t('Large or long requests need an agreement.') },
          {
            value: 'agreement',
            label: t('Always with an agreement'),
            hint: t('Each order gets an agreement with targets before access is given.'),
          },
          { value: 'light', label: t('Always light'), hint: t('Each order counts as simple, whatever it asks for.') },
        ]}
      />
    </>
  );
}
