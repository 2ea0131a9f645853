import { z } from 'zod';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import type { Agreement } from '#contracts/agreements/schemas';
import { AgreementTerms } from '#contracts/agreements/terms';

import { call } from '../../../api/call.ts';
import { t } from '../../../app/messages.ts';
import { SideForm } from '../../../ui/form/page-form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { useRefresh } from '../record/use-refresh.ts';
import { TermsFields } from './terms-fields.tsx';

const Values = z.object({ terms: AgreementTerms });

/** Changes what a coordinator wrote of a draft. */
export function EditTerms({
  agreement,
  terms,
  onClose,
}: {
  agreement: Agreement;
  terms: AgreementTerms;
  onClose: () => void;
}) {
  const { name, version, revision, type } = agreement;
  const refresh = useRefresh(agreement);
  const form = useForm({
    schema: Values,
    initial: { terms },
    onSubmit: async (body) => {
      const changed = await call(
        agreementsEndpoints.setAgreementTerms,
        { params: { name, version }, body },
        { ifMatch: revision },
      );
      onClose();
      await refresh(changed);
    },
  });
  return (
    <SideForm
      title={t('What {name} is about', { name })}
      lead={t('Sections that nobody edited are filled anew. Nobody gets a mail.')}
      form={form}
      submit={t('Save')}
      onClose={onClose}
    >
      <TermsFields form={form} type={type} party={form.values.terms.party.is} />
    </SideForm>
  );
}
