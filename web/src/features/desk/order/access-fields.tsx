import { IconPlus, IconX } from '@tabler/icons-react';
import { z } from 'zod';

import type { AccessInput } from '#contracts/ordering/schemas';

import { t } from '../../../app/messages.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { AreaField, TextField } from '../../../ui/form/fields.tsx';
import type { FormField } from '../../../ui/form/use-form.ts';

/** How the customer gets in, as it is typed: secrets are rows here and a record on the wire. */
export const AccessDraft = z
  .object({
    text: z.string().trim().max(10_000),
    url: z.union([z.literal(''), z.httpUrl('Type a whole address, such as https://cloud.example').max(500)]),
    secrets: z.array(
      z.object({
        name: z.string().trim().min(1, 'Name the secret').max(100),
        value: z.string().min(1, 'Type the secret').max(4000),
      }),
    ),
  })
  .refine((access) => access.text !== '' || access.url !== '' || access.secrets.length > 0, {
    path: ['text'],
    message: 'Give a text, an address or a secret by which the customer gets in',
  });

export const emptyAccess: z.input<typeof AccessDraft> = { text: '', url: '', secrets: [] };

/** The access as the server takes it. */
export function accessOf({ text, url, secrets }: z.output<typeof AccessDraft>): z.input<typeof AccessInput> {
  return { text, url, secrets: Object.fromEntries(secrets.map(({ name, value }) => [name, value])) };
}

interface AccessFieldsProps {
  readonly field: (path: string) => FormField;
  readonly set: (path: string, value: unknown) => void;
  readonly secrets: readonly { readonly name: string; readonly value: string }[];
}

/** Fields for access: what to do, where, and secrets that only the customer sees. */
export function AccessFields({ field, set, secrets }: AccessFieldsProps) {
  return (
    <>
      <AreaField
        field={field('access.text')}
        label={t('How the customer gets in')}
        hint={t('In words, step by step. The customer reads it on the order.')}
      />
      <TextField field={field('access.url')} label={t('Address')} type="url" optional />
      {secrets.map((_secret, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- rows have no other name until they are typed
        <div key={index} className="pt-secret-row">
          <TextField field={field(`access.secrets.${index}.name`)} label={t('Name of the secret')} />
          <TextField field={field(`access.secrets.${index}.value`)} label={t('Secret')} />
          <IconButton
            icon={IconX}
            label={t('Remove this secret')}
            onClick={() =>
              set(
                'access.secrets',
                secrets.filter((_other, at) => at !== index),
              )
            }
          />
        </div>
      ))}
      <div>
        <Button
          size="small"
          icon={IconPlus}
          onClick={() => set('access.secrets', [...secrets, { name: '', value: '' }])}
        >
          {t('Add a secret')}
        </Button>
      </div>
    </>
  );
}
