import { useQuery } from '@tanstack/react-query';

import { agreementTypeFacts } from '#contracts/agreements/kinds';
import type { AgreementKind, AgreementType } from '#contracts/agreements/kinds';
import { supportLevels } from '#contracts/agreements/terms';
import type { AgreementParty } from '#contracts/agreements/terms';
import { catalogueEndpoints } from '#contracts/catalogue/endpoints';
import { registryEndpoints } from '#contracts/registry/endpoints';

import { queryOf } from '../../../api/query.ts';
import { t } from '../../../app/messages.ts';
import { AreaField, ChoiceField, DayField, NumberField, SelectField, TextField } from '../../../ui/form/fields.tsx';
import { FormSection } from '../../../ui/form/page-form.tsx';
import type { FormField } from '../../../ui/form/use-form.ts';

/** The form around the fields, as far as they need it; its values have `terms` in them. */
export interface TermsForm {
  readonly field: (path: string) => FormField;
  readonly set: (path: string, value: unknown) => void;
}

const partyTitles: Readonly<Record<AgreementKind, string>> = {
  SLA: 'The customer',
  OLA: 'The provider',
  UA: 'The supplier',
};

const partyWords: Readonly<Record<AgreementParty['is'], string>> = {
  site: 'A resource centre of the registry',
  project: 'A project, with its people',
  body: 'Somebody named here',
};

/** A party of its kind without a word in it, as a form begins. */
export function emptyParty(is: AgreementParty['is']) {
  switch (is) {
    case 'site':
      return { is, site: '' };
    case 'project':
      return { is, project: Number.NaN };
    case 'body':
      return { is, name: '', address: '', contact: '', email: '' };
  }
}

/** What a coordinator writes of an agreement: the other side, the service with its targets, and the days. */
export function TermsFields({
  form,
  type,
  party,
}: {
  form: TermsForm;
  type: AgreementType;
  party: AgreementParty['is'];
}) {
  const { kind, parties } = agreementTypeFacts[type];
  const { field } = form;
  return (
    <>
      <FormSection title={t(partyTitles[kind])}>
        {parties.length > 1 && (
          <ChoiceField
            field={{
              ...field('terms.party.is'),
              onChange: (value) => form.set('terms.party', emptyParty(parties.find((is) => is === value) ?? party)),
            }}
            label={t('Who it is')}
            options={parties.map((is) => ({ value: is, label: t(partyWords[is]) }))}
          />
        )}
        {party === 'site' && <SiteField field={field('terms.party.site')} />}
        {party === 'project' && (
          <NumberField
            field={field('terms.party.project')}
            label={t('Number of the project')}
            hint={t('Its owner signs, and its people read the agreement.')}
            min={1}
            step={1}
          />
        )}
        {party === 'body' && <BodyFields field={field} type={type} />}
      </FormSection>
      <FormSection title={t('What is agreed')}>
        <ServiceField field={field('terms.service')} />
        <AreaField
          field={field('terms.scope')}
          label={t('Scope')}
          hint={t('What is provided, and to whom: it stands in section 1 of the document.')}
        />
        <div className="pt-form-row">
          <PercentField field={field('terms.targets.availability')} label={t('Availability of a month')} />
          <PercentField field={field('terms.targets.reliability')} label={t('Reliability of a month')} />
        </div>
        <ChoiceField
          field={field('terms.targets.support')}
          label={t('Level of support')}
          inline
          options={supportLevels.map((level) => ({ value: level, label: t(level) }))}
        />
      </FormSection>
      <FormSection title={t('When it holds')}>
        <div className="pt-form-row">
          <DayField field={field('terms.validity.startsOn')} label={t('First day')} />
          <DayField field={field('terms.validity.endsOn')} label={t('Last day')} />
        </div>
        <DayField
          field={orNull(field('terms.reviewOn'))}
          label={t('First review')}
          hint={t('Then every year. Without a day: a year after the first one.')}
          optional
        />
      </FormSection>
    </>
  );
}

/** An empty field means that nothing is set. */
const orNull = (field: FormField): FormField => ({
  ...field,
  onChange: (value) => field.onChange(value === '' ? null : value),
});

function PercentField({ field, label }: { field: FormField; label: string }) {
  return <NumberField field={orNull(field)} label={label} unit="%" min={0} max={100} optional />;
}

function BodyFields({ field, type }: { field: TermsForm['field']; type: AgreementType }) {
  return (
    <>
      <TextField
        field={field('terms.party.name')}
        label={t('Name')}
        hint={
          type === 'corporate_sla'
            ? t('Who speaks for all customers, such as a user board.')
            : t('As it stands in the document.')
        }
        input={{ maxLength: 200 }}
      />
      <TextField
        field={field('terms.party.address')}
        label={t('Organisation or address')}
        optional
        input={{ maxLength: 300 }}
      />
      <div className="pt-form-row">
        <TextField field={field('terms.party.contact')} label={t('Contact')} input={{ maxLength: 200 }} />
        <TextField
          field={field('terms.party.email')}
          label={t('Mail address')}
          type="email"
          input={{ maxLength: 200, autoComplete: 'off' }}
        />
      </div>
      <p className="pt-second">
        {t('The contact gets the link to sign. With an account of this address they find the agreement here, too.')}
      </p>
    </>
  );
}

function SiteField({ field }: { field: FormField }) {
  const sites = useQuery({
    ...queryOf(registryEndpoints.listSites, { query: { q: typedIn(field), limit: 20 } }),
    placeholderData: (before) => before,
  });
  return (
    <TextField
      field={field}
      label={t('Resource centre')}
      hint={t('Its contacts in the registry get the link to sign.')}
      suggestions={(sites.data?.items ?? []).map(({ name, country }) => ({ value: name, about: country.name }))}
    />
  );
}

function ServiceField({ field }: { field: FormField }) {
  const services = useQuery({
    ...queryOf(catalogueEndpoints.browseCatalogue, { query: { q: typedIn(field), limit: 20 } }),
    placeholderData: (before) => before,
  });
  return (
    <TextField
      field={field}
      label={t('Service')}
      hint={t('One of the catalogue, or anything else in your own words.')}
      input={{ maxLength: 200 }}
      suggestions={(services.data?.items ?? []).map(({ name, tagline }) => ({ value: name, about: tagline }))}
    />
  );
}

/** The words to look for, once there are some. */
const typedIn = ({ value }: FormField) => (typeof value === 'string' && value !== '' ? value : undefined);

/** The templates of a kind, its default first; nothing to choose where there is one. */
export function TemplateField({
  field,
  templates,
}: {
  field: FormField;
  templates: readonly { readonly id: string; readonly name: string }[];
}) {
  if (templates.length < 2) return null;
  return (
    <SelectField
      field={{ ...field, onChange: (value) => field.onChange(value === '' ? undefined : value) }}
      label={t('Template')}
      placeholder={t('the default of its kind')}
      options={templates.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
