import { useState } from 'react';
import { z } from 'zod';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import { ValidityInput } from '#contracts/agreements/schemas';
import type { Agreement, AgreementActionInput } from '#contracts/agreements/schemas';

import { call } from '../../../api/call.ts';
import { t } from '../../../app/messages.ts';
import { useSession } from '../../../app/session.tsx';
import { AreaField, DayField, TextField, TickField } from '../../../ui/form/fields.tsx';
import { SideForm } from '../../../ui/form/page-form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { DefinitionList } from '../../../ui/record/record-page.tsx';
import { Notice } from '../../../ui/small.tsx';
import { nextValidity } from '../days.ts';
import { shortHash } from '../words.ts';
import type { KnownAction } from './agreement-actions.tsx';
import { useRefresh } from './use-refresh.ts';

const Reason = z.string().trim().min(1, 'Give a reason').max(2000);
const Role = z.string().trim().min(1, 'Say in which role you sign').max(200);

/** What an action asks for, as a schema: only what it needs is required. */
function schemaOf({ action, needs }: KnownAction) {
  return z
    .object({
      reason: needs.includes('reason') ? Reason : z.string(),
      signs: z.boolean(),
      role: needs.includes('role') ? Role : z.string().trim().max(200),
      validity: needs.includes('validity') ? ValidityInput : z.object({ startsOn: z.string(), endsOn: z.string() }),
    })
    .refine((values) => action !== 'propose' || !values.signs || values.role !== '', {
      path: ['role'],
      message: 'Say in which role you sign',
    });
}

export interface ActionFormProps {
  readonly agreement: Agreement;
  readonly action: KnownAction;
  readonly danger: boolean;
  readonly onClose: () => void;
}

/** Asks for what an action needs, says once more who hears of it, and takes it. */
export function ActionForm({ agreement, action, danger, onClose }: ActionFormProps) {
  const { name, version, revision, pdf } = agreement;
  const { person } = useSession();
  const refresh = useRefresh(agreement);
  const [schema] = useState(() => schemaOf(action));
  const form = useForm({
    schema,
    initial: { reason: '', signs: false, role: '', validity: nextValidity(agreement.validity) },
    onSubmit: async (values) => {
      const body: AgreementActionInput = {
        action: action.action,
        ...(action.needs.includes('reason') ? { reason: values.reason } : {}),
        ...(action.needs.includes('role') || (action.action === 'propose' && values.signs)
          ? { role: values.role }
          : {}),
        ...(action.needs.includes('validity') ? { validity: values.validity } : {}),
      };
      const changed = await call(
        agreementsEndpoints.actOnAgreement,
        { params: { name, version }, body },
        { ifMatch: revision },
      );
      onClose();
      await refresh(changed);
    },
  });
  // Proposing makes another document, so only who signs sees the hash of what is signed.
  const hash =
    pdf.sha256 === null || action.action !== 'sign' ? null : <code title={pdf.sha256}>{shortHash(pdf.sha256)}</code>;
  const act = t('{act}: {name}, version {version}', { act: t(action.label), name, version });
  const signs = action.needs.includes('role');
  const signsNow = action.action === 'propose' && form.values.signs;

  return (
    <SideForm title={act} form={form} submit={submitWords(action, name)} onClose={onClose}>
      {action.effect !== null && <Notice tone={danger ? 'amber' : 'sea'}>{t(action.effect)}.</Notice>}
      {action.needs.includes('reason') && (
        <AreaField
          field={form.field('reason')}
          label={t('Reason')}
          hint={t('Kept with the version, and read by both sides.')}
        />
      )}
      {action.action === 'propose' && (
        <TickField
          field={form.field('signs')}
          label={t('Sign for the federation at once')}
          hint={t('Without it, somebody of the federation signs later.')}
        />
      )}
      {(signs || signsNow) && (
        <>
          <DefinitionList
            facts={[
              [t('Signs'), person?.name ?? ''],
              [t('Document'), t('{name}, version {version}', { name, version })],
              [t('SHA-256'), hash],
            ]}
          />
          <TextField
            field={form.field('role')}
            label={t('In which role you sign')}
            hint={t('Stands under your name in the document, such as Principal investigator.')}
            input={{ autoComplete: 'organization-title', maxLength: 200 }}
          />
        </>
      )}
      {action.needs.includes('validity') && (
        <>
          <p>{t('The texts are those of version {version}: look for days that they name.', { version })}</p>
          <DayField field={form.field('validity.startsOn')} label={t('First day')} />
          <DayField field={form.field('validity.endsOn')} label={t('Last day')} />
        </>
      )}
    </SideForm>
  );
}

function submitWords({ action, label }: KnownAction, name: string): string {
  switch (action) {
    case 'renew':
      return t('Prepare a new version of {name}', { name });
    case 'send_again':
    case 'revise':
      return t(label);
    default:
      return `${t(label)} ${name}`;
  }
}
