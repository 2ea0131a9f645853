import { useQuery, useQueryClient } from '@tanstack/react-query';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import { agreementTypeFacts, agreementTypes } from '#contracts/agreements/kinds';
import type { AgreementType } from '#contracts/agreements/kinds';
import { NewAgreementInput } from '#contracts/agreements/terms';
import type { z } from 'zod';

import { call } from '../../../api/call.ts';
import { queryOf } from '../../../api/query.ts';
import { useGo } from '../../../app/address.ts';
import { NotFoundPage } from '../../../app/failure.tsx';
import { t } from '../../../app/messages.ts';
import { useSession } from '../../../app/session.tsx';
import { ChoiceField } from '../../../ui/form/fields.tsx';
import { FormSection, PageForm } from '../../../ui/form/page-form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { now } from '../../../ui/time/now.ts';
import '../agreements.css';
import { dayAfter, dayOf } from '../days.ts';
import { typeWords } from '../words.ts';
import { emptyParty, TemplateField, TermsFields } from './terms-fields.tsx';

const writers = ['sla-coordinator', 'administrator'];

/** Drafts an agreement that no order brings about. */
export function NewAgreementPage() {
  const { roles } = useSession();
  return roles.some(({ role }) => writers.includes(role)) ? <NewAgreement /> : <NotFoundPage />;
}

const partyOf = (type: AgreementType) => emptyParty(agreementTypeFacts[type].parties[0] ?? 'body');

function initialValues(): z.input<typeof NewAgreementInput> {
  const type = 'corporate_sla';
  return {
    type,
    terms: {
      party: partyOf(type),
      service: '',
      scope: '',
      targets: { availability: 90, reliability: 95, support: 'base' },
      validity: { startsOn: dayOf(now()), endsOn: dayAfter(now(), 364) },
      reviewOn: null,
    },
  };
}

function NewAgreement() {
  const go = useGo();
  const client = useQueryClient();
  const templates = useQuery(queryOf(agreementsEndpoints.listAgreementTemplates, {}));
  const form = useForm({
    schema: NewAgreementInput,
    initial: initialValues(),
    onSubmit: async (body) => {
      const made = await call(agreementsEndpoints.createAgreement, { body });
      void client.invalidateQueries({ queryKey: ['agreements'] });
      go(`/agreements/${made.name}`);
    },
  });
  const { type, terms } = form.values;
  const choose = (value: unknown) => {
    const chosen = agreementTypes.find((one) => one === value) ?? type;
    const keepsParty = agreementTypeFacts[chosen].parties.includes(terms.party.is);
    form.replace({
      type: chosen,
      terms: keepsParty ? terms : { ...terms, party: partyOf(chosen) },
    });
  };
  return (
    <PageForm
      title={t('New agreement')}
      lead={t(
        'For what no order brings about. The text is drafted from the template of its kind and can be edited before it is proposed. Nobody gets a mail.',
      )}
      form={form}
      submit={t('Save draft')}
      onCancel={() => go('/agreements')}
    >
      <FormSection>
        <ChoiceField
          field={{ ...form.field('type'), onChange: choose }}
          label={t('Kind of agreement')}
          options={agreementTypes.map((one) => ({ value: one, label: t(typeWords[one]) }))}
        />
        <TemplateField
          field={form.field('template')}
          templates={(templates.data?.items ?? []).filter((template) => template.type === type)}
        />
      </FormSection>
      <TermsFields form={form} type={type} party={terms.party.is} />
    </PageForm>
  );
}
