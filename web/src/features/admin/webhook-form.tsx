import { webhookEndpoints, WebhookInput } from '#contracts/kernel/webhooks';
import type { Webhook, WebhookChoices } from '#contracts/kernel/webhooks';

import { call } from '../../api/call.ts';
import { t } from '../../app/messages.ts';
import { ChoiceField, SelectField, TextField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { kindOptions } from './webhook-words.ts';

export interface WebhookFormProps {
  /** The one to change; a new one without it. */
  readonly webhook?: Webhook;
  readonly choices: WebhookChoices;
  readonly onClose: () => void;
  /** With the secret of a new one. */
  readonly onSaved: (issued: { name: string; secret: string } | undefined) => void;
}

/** Where a webhook calls and what it is told of. */
export function WebhookForm({ webhook, choices, onClose, onSaved }: WebhookFormProps) {
  const form = useForm({
    schema: WebhookInput,
    initial: {
      name: webhook?.name ?? '',
      url: webhook?.url ?? '',
      kinds: webhook?.kinds ?? [],
      scope: webhook?.scope ?? null,
    },
    onSubmit: async (body) => {
      if (webhook) {
        await call(webhookEndpoints.changeWebhook, { params: { id: webhook.id }, body });
        onSaved(undefined);
      } else {
        const made = await call(webhookEndpoints.createWebhook, { body });
        onSaved({ name: made.webhook.name, secret: made.secret });
      }
    },
  });
  const scope = form.field('scope');
  // A beginning that was set by a program, such as `ordering.share_*`, stays among the choices.
  const offered = kindOptions(choices);
  const others = (webhook?.kinds ?? []).filter((kind) => !offered.some(({ value }) => value === kind));
  return (
    <SideForm
      title={webhook ? t('Change webhook') : t('New webhook')}
      {...(webhook ? {} : { lead: t('The secret that signs its calls is shown once, right after.') })}
      form={form}
      submit={webhook ? t('Change webhook') : t('Add webhook')}
      onClose={onClose}
    >
      <TextField label={t('Name')} hint={t('What is behind it, such as Billing')} field={form.field('name')} />
      <TextField
        label={t('Address')}
        hint={t('Gets a POST with JSON for each event. It has to answer within 10 seconds.')}
        type="url"
        field={form.field('url')}
      />
      <SelectField
        label={t('Orders of')}
        field={{ ...scope, value: scope.value ?? '', onChange: (value) => scope.onChange(value === '' ? null : value) }}
        options={[
          { value: '', label: t('all groups of shifters') },
          ...choices.scopes.map(({ id, label }) => ({ value: id, label })),
        ]}
      />
      <ChoiceField
        label={t('Tell it when')}
        field={form.field('kinds')}
        several
        options={[...offered, ...others.map((value) => ({ value, label: value }))]}
      />
    </SideForm>
  );
}
