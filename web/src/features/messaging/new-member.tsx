import { z } from 'zod';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import { NewMessagingMember } from '#contracts/messaging/schemas';

import { call } from '../../api/call.ts';
import { t } from '../../app/messages.ts';
import { AreaField, ChoiceField, TextField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { roleOptions } from './words.ts';

const Draft = NewMessagingMember.extend({ kind: z.enum(['new', 'existing'], 'Choose one of the two') });

interface NewMemberProps {
  readonly project: string;
  readonly onClose: () => void;
  readonly onIssued: (issued: { name: string; token: string }) => void;
  readonly onAdded: () => void;
}

/** A new program with its token, or one that works in another project already. */
export function NewMember({ project, onClose, onIssued, onAdded }: NewMemberProps) {
  const form = useForm({
    schema: Draft,
    initial: { kind: 'new', name: '', roles: [], email: '', description: '' },
    onSubmit: async ({ kind, ...body }) => {
      if (kind === 'new') {
        onIssued(await call(messagingEndpoints.createMessagingMember, { params: { project }, body }));
        return;
      }
      await call(messagingEndpoints.setMessagingMember, {
        params: { project, user: body.name },
        body: { roles: body.roles },
      });
      onAdded();
    },
  });
  const isNew = form.values.kind === 'new';
  return (
    <SideForm
      title={t('New member')}
      form={form}
      submit={isNew ? t('Make member') : t('Add member')}
      note={isNew ? t('Its token is shown once, right after.') : t('It keeps its token.')}
      onClose={onClose}
    >
      <ChoiceField
        field={form.field('kind')}
        label={t('Which program')}
        inline
        options={[
          { value: 'new', label: t('A new one') },
          { value: 'existing', label: t('One that has a token') },
        ]}
      />
      <TextField
        field={form.field('name')}
        label={t('Name')}
        hint={
          isNew ? t('Such as ams_cesnet_publisher. It cannot be changed here later.') : t('Exactly as it was made.')
        }
      />
      <ChoiceField field={form.field('roles')} label={t('Roles')} several options={roleOptions()} />
      {isNew && (
        <>
          <TextField
            field={form.field('email')}
            type="email"
            label={t('Whom to ask')}
            hint={t('A mail address')}
            optional
          />
          <AreaField field={form.field('description')} label={t('What it is')} rows={2} optional />
        </>
      )}
    </SideForm>
  );
}
