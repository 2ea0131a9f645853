import { z } from 'zod';

import { foreignMarketplaceEndpoints, ForeignMarketplaceInput } from '#contracts/ordering/foreign-marketplaces';
import type { ForeignMarketplace } from '#contracts/ordering/foreign-marketplaces';

import { call } from '../../api/call.ts';
import { t } from '../../app/messages.ts';
import { TextField, TickField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';

const { name, baseUrl } = ForeignMarketplaceInput.shape;
const Draft = z.object({
  name,
  baseUrl,
  omsId: z.string().regex(/^[1-9]\d{0,9}$/, 'Type the number of our order system there, such as 2'),
  token: z.string().trim().max(1000),
  readFrom: z.union([z.literal(''), z.iso.date({ error: 'Type a day, such as 2026-12-01' })]),
  paused: z.boolean(),
});

interface Props {
  readonly marketplace?: ForeignMarketplace;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Adds a foreign marketplace, or changes one; its token is never shown. */
export function ForeignMarketplaceForm({ marketplace, onClose, onSaved }: Props) {
  const form = useForm({
    schema: Draft,
    initial: {
      name: marketplace?.name ?? '',
      baseUrl: marketplace?.baseUrl ?? '',
      omsId: marketplace ? String(marketplace.omsId) : '',
      token: '',
      readFrom: '',
      paused: marketplace?.state === 'paused',
    },
    onSubmit: async ({ omsId, token, readFrom, paused, ...rest }) => {
      const body = {
        ...rest,
        omsId: Number(omsId),
        state: paused ? ('paused' as const) : ('active' as const),
        ...(token === '' ? {} : { token }),
        ...(readFrom === '' ? {} : { readFrom: `${readFrom}T00:00:00.000Z` }),
      };
      if (marketplace)
        await call(
          foreignMarketplaceEndpoints.changeForeignMarketplace,
          { params: { id: marketplace.id }, body },
          { ifMatch: marketplace.version },
        );
      else await call(foreignMarketplaceEndpoints.addForeignMarketplace, { body });
      onSaved();
    },
  });
  return (
    <SideForm
      title={marketplace ? t('Change {name}', { name: marketplace.name }) : t('Add a foreign marketplace')}
      form={form}
      submit={marketplace ? t('Change marketplace') : t('Add marketplace')}
      note={t('It is read at once, and every 5 minutes from then on.')}
      onClose={onClose}
    >
      <TextField field={form.field('name')} label={t('Name')} />
      <TextField
        field={form.field('baseUrl')}
        type="url"
        label={t('Address')}
        hint={t('Of the marketplace, without /api/v1.')}
      />
      <TextField
        field={form.field('omsId')}
        label={t('Number of our order system there')}
        hint={t('Its administrators see it in their list of order systems.')}
        input={{ inputMode: 'numeric' }}
      />
      <TextField
        field={form.field('token')}
        type="password"
        label={t('API token')}
        hint={
          marketplace
            ? t('One is kept and never shown. Type another to replace it.')
            : t('Of an administrator of that order system.')
        }
        optional={marketplace !== undefined}
        input={{ autoComplete: 'new-password' }}
      />
      <TextField
        field={form.field('readFrom')}
        label={t('Read what happened since')}
        hint={
          marketplace
            ? t('A day such as 2026-12-01. Left empty, it goes on where it is.')
            : t('A day such as 2026-12-01. Left empty, from now on.')
        }
        optional
      />
      <TickField
        field={form.field('paused')}
        label={t('Paused')}
        hint={t('Nothing is read or told. What happens meanwhile is made up for later.')}
      />
    </SideForm>
  );
}
