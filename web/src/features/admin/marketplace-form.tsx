import { jiraEndpoints, MarketplaceInput } from '#contracts/ordering/jira';

import { call } from '../../api/call.ts';
import { t } from '../../app/messages.ts';
import { TextField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';

export interface MarketplaceFormProps {
  readonly onClose: () => void;
  /** With the secret in the address of the webhook. */
  readonly onSaved: (secret: string) => void;
}

/** Registers the webhook of a marketplace. */
export function MarketplaceForm({ onClose, onSaved }: MarketplaceFormProps) {
  const form = useForm({
    schema: MarketplaceInput,
    initial: { marketplace: '' },
    onSubmit: async (body) => {
      const { secret } = await call(jiraEndpoints.connectMarketplace, { body });
      onSaved(secret);
    },
  });
  return (
    <SideForm
      title={t('Connect a marketplace')}
      lead={t('It is told of tickets from now on. The secret of its address then stands in the settings, this once.')}
      form={form}
      submit={t('Add its webhook')}
      onClose={onClose}
    >
      <TextField
        label={t('Address of the marketplace')}
        hint={t('Such as https://marketplace.example.org')}
        type="url"
        field={form.field('marketplace')}
      />
    </SideForm>
  );
}
