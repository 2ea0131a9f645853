import { t } from '../../app/messages.ts';
import { AreaField, ChoiceField, NumberField, SelectField, TextField, TickField } from '../../ui/form/fields.tsx';
import type { Form } from '../../ui/form/use-form.ts';
import type { OfferForm } from './offer-fields.ts';

interface Given {
  readonly form: Form<typeof OfferForm>;
}

/** What it is called and what it is. */
export function TextFields({ form }: Given) {
  return (
    <>
      <TextField label={t('Name')} field={form.field('name')} />
      <AreaField label={t('Description')} hint={t('What customers get.')} field={form.field('description')} />
      <SelectField
        label={t('Category')}
        field={form.field('offerCategory')}
        options={[
          { value: 'compute', label: t('Compute') },
          { value: 'data_source', label: t('Data source') },
          { value: 'storage', label: t('Storage') },
          { value: 'training', label: t('Training') },
          { value: 'other', label: t('Other') },
        ]}
      />
      <TextField label={t('Tags')} hint={t('Separated by commas')} field={form.field('tags')} optional />
      <AreaField
        label={t('Restrictions')}
        hint={t('Who may not have it, or what it is not for.')}
        field={form.field('restrictions')}
        rows={2}
        optional
      />
    </>
  );
}

/** Vouchers, a limited number, bundles. */
export function AvailabilityFields({ form }: Given) {
  return (
    <>
      <TickField
        label={t('There is a limited number')}
        hint={t(
          'Each order takes one. At 0 nobody can order, and you get a mail; who asked is told when there are more.',
        )}
        field={form.field('limited')}
      />
      {form.values.limited && (
        <>
          <NumberField label={t('How many are left')} field={form.field('count')} min={0} step={1} />
          <TextField label={t('Counted in')} hint={t('Such as seats or pieces')} field={form.field('unit')} />
        </>
      )}
      <TickField
        label={t('Paid with a voucher')}
        hint={t('Customers give the id of a voucher or ask for one with the order.')}
        field={form.field('voucherable')}
      />
      <TickField
        label={t('Only inside a bundle')}
        hint={t('It cannot be ordered by itself.')}
        field={form.field('bundleExclusive')}
      />
    </>
  );
}

/** Draft or published. */
export function PublicationFields({ form, leads }: Given & { leads: boolean }) {
  return (
    <ChoiceField
      label={t('Status')}
      {...(leads
        ? { hint: t('It is the main offer of a bundle and stays published as long as the bundle stands.') }
        : {})}
      field={form.field('status')}
      options={[
        { value: 'draft', label: t('Draft'), hint: t('Only those who keep it see it.') },
        { value: 'published', label: t('Published'), hint: t('Everybody sees it and can order it.') },
        ...(form.values.status === 'unpublished'
          ? [{ value: 'unpublished', label: t('Withdrawn'), hint: t('Only those who keep it see it.') }]
          : []),
      ]}
    />
  );
}
