import type { ProjectInput } from '#contracts/ordering/project-schemas';

import { t } from '../../app/messages.ts';
import { AreaField, ChoiceField, TextField } from '../../ui/form/fields.tsx';
import { FormSection } from '../../ui/form/page-form.tsx';
import type { Form } from '../../ui/form/use-form.ts';
import { countryNames } from './countries.ts';
import type { ProjectForm } from './project-form.ts';
import { typologyOptions } from './project-words.ts';

/** Who orders and what it is called; only what this kind of customer has to say is asked. */
export function BasicFields({ form }: { form: Form<typeof ProjectForm> }) {
  const typology = form.values.typology;
  return (
    <>
      <TextField label={t('Name')} hint={t('Providers and the order desk see it.')} field={form.field('name')} />
      <ChoiceField label={t('Who orders')} field={form.field('typology')} options={typologyOptions()} />
      {typology === 'research' && <TextField label={t('Name of the community')} field={form.field('userGroupName')} />}
      {typology === 'project' && (
        <>
          <TextField label={t('Owner of the project')} field={form.field('projectOwner')} />
          <TextField label={t('Web page of the project')} type="url" field={form.field('website')} optional />
        </>
      )}
      {typology === 'private_company' && (
        <>
          <TextField label={t('Name of the company')} field={form.field('companyName')} />
          <TextField label={t('Web page of the company')} type="url" field={form.field('website')} optional />
        </>
      )}
      <TextField
        label={t('Country')}
        field={form.field('country')}
        input={{ autoComplete: 'country-name' }}
        suggestions={countryNames().map((value) => ({ value }))}
        optional
      />
      <AreaField
        label={t('Why you need access')}
        hint={t('Providers read it when they decide. Two or three sentences are enough.')}
        field={form.field('overview')}
        optional
      />
    </>
  );
}

/** What can be said as well. */
export function MoreFields({ form }: { form: Form<typeof ProjectForm> }) {
  return (
    <FormSection title={t('More, where it helps')}>
      <TextField label={t('Organisation')} field={form.field('organisation')} optional />
      <TextField
        label={t('Partner countries')}
        hint={t('Separated by commas')}
        field={form.field('partnerCountries')}
        optional
      />
      <TextField
        label={t('Scientific fields')}
        hint={t('Separated by commas')}
        field={form.field('scientificDomains')}
        optional
      />
    </FormSection>
  );
}

/** What a form begins with for a project that is there. */
export function valuesOf(details: ProjectInput) {
  return {
    ...details,
    partnerCountries: details.partnerCountries.join(', '),
    scientificDomains: details.scientificDomains.join(', '),
  };
}
