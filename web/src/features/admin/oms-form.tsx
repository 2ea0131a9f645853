import { useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';

import { catalogueEndpoints } from '#contracts/catalogue/endpoints';
import { omsEndpoints, OmsInput, omsTypes, triggerMethods } from '#contracts/catalogue/omses';
import type { Oms } from '#contracts/catalogue/omses';
import { identityEndpoints } from '#contracts/identity/endpoints';

import { call } from '../../api/call.ts';
import { queryOf } from '../../api/query.ts';
import { t } from '../../app/messages.ts';
import { AreaField, ChoiceField, SelectField, TextField, TickField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { readParams, writeParams } from './oms-words.ts';

const typeLabels = {
  global: 'Every service',
  provider_group: 'Services of some providers',
  resource_dedicated: 'One service',
} as const;

const Draft = z.object({
  name: z.string().trim().min(1, 'Give it a name').max(255),
  type: z.enum(omsTypes),
  isDefault: z.boolean(),
  providers: z.array(z.string()),
  service: z.string(),
  administrators: z.array(z.string()),
  url: z.union([
    z.literal(''),
    z.url({ protocol: /^https?$/, error: 'Type an address, such as https://oms.example.org/trigger' }),
  ]),
  method: z.enum(triggerMethods),
  user: z.string().trim().max(255),
  password: z.string().max(255),
  params: z.string(),
});

function bodyOf(draft: z.output<typeof Draft>): z.input<typeof OmsInput> {
  const { name, type, isDefault, administrators, method, user, password } = draft;
  return {
    name,
    type,
    isDefault,
    providers: type === 'provider_group' ? draft.providers : [],
    service: type === 'resource_dedicated' && draft.service !== '' ? draft.service : null,
    customParams: readParams(draft.params),
    administrators,
    trigger: draft.url === '' ? null : { url: draft.url, method, user, ...(password === '' ? {} : { password }) },
  };
}

// What the contract refuses beyond the fields themselves, at the field that it concerns.
const Checked = Draft.superRefine((draft, context) => {
  const found = OmsInput.safeParse(bodyOf(draft));
  for (const { path, message } of found.error?.issues ?? []) {
    const [first, second] = path.map(String);
    const field = first === 'customParams' ? 'params' : first === 'trigger' ? second : first;
    context.addIssue({ code: 'custom', path: [field ?? 'name'], message });
  }
});

/** Adds an order system, or changes one; the password of its trigger is never shown. */
export function OmsForm({ oms, onClose }: { oms?: Oms; onClose: () => void }) {
  const client = useQueryClient();
  const people = useQuery(queryOf(identityEndpoints.findPeople, { query: { limit: 100 } }));
  const catalogue = useQuery(queryOf(catalogueEndpoints.browseCatalogue, { query: { limit: 200, sort: 'name' } }));
  const form = useForm({
    schema: Checked,
    initial: {
      name: oms?.name ?? '',
      type: oms?.type ?? 'global',
      isDefault: oms?.isDefault ?? false,
      providers: oms?.providers ?? [],
      service: oms?.service ?? '',
      administrators: oms?.administrators.map(({ id }) => id) ?? [],
      url: oms?.trigger?.url ?? '',
      method: oms?.trigger?.method ?? 'post',
      user: oms?.trigger?.user ?? '',
      password: '',
      params: writeParams(oms?.customParams ?? {}),
    },
    onSubmit: async (draft) => {
      const body = bodyOf(draft);
      if (oms) await call(omsEndpoints.changeOms, { params: { id: oms.id }, body }, { ifMatch: oms.version });
      else await call(omsEndpoints.createOms, { body });
      await client.invalidateQueries({ queryKey: ['catalogue'] });
      onClose();
    },
  });
  const known = new Map([
    ...(people.data?.items ?? []).map(({ id, name }) => [id, name] as const),
    ...(oms?.administrators ?? []).map(({ id, name }) => [id, name] as const),
  ]);
  const providers = catalogue.data?.facets.find(({ name }) => name === 'provider')?.values ?? [];
  const { type, url } = form.values;
  return (
    <SideForm
      title={oms ? t('Change {name}', { name: oms.name }) : t('New order system')}
      form={form}
      submit={oms ? t('Change order system') : t('Add order system')}
      note={t('Orders stay with the order system that their offer names.')}
      onClose={onClose}
    >
      <TextField field={form.field('name')} label={t('Name')} />
      <ChoiceField
        field={form.field('type')}
        label={t('Works orders of')}
        options={omsTypes.map((value) => ({ value, label: t(typeLabels[value]) }))}
      />
      {type === 'provider_group' && (
        <ChoiceField
          field={form.field('providers')}
          label={t('Providers')}
          several
          options={providers.map(({ value, label }) => ({ value, label }))}
        />
      )}
      {type === 'resource_dedicated' && (
        <SelectField
          field={form.field('service')}
          label={t('Service')}
          placeholder={t('Choose a service')}
          options={(catalogue.data?.items ?? []).map(({ slug, name }) => ({ value: slug, label: name }))}
        />
      )}
      <TickField
        field={form.field('isDefault')}
        label={t('Is the default order system')}
        hint={t('Takes every order whose offer names no other. There is one such.')}
      />
      <ChoiceField
        field={form.field('administrators')}
        label={t('Administrators')}
        hint={t('Programs act for it with an API token of one of them, of the scope marketplace.')}
        several
        options={[...known].map(([value, label]) => ({ value, label }))}
      />
      <AreaField
        field={form.field('params')}
        label={t('Parameters that an offer gives')}
        hint={t('One a line: order_target, or queue = default for one that every offer must give.')}
        optional
        rows={3}
      />
      <TextField
        field={form.field('url')}
        type="url"
        label={t('Address of the trigger')}
        hint={t('Is called when something happened; without one it has to ask for events.')}
        optional
      />
      {url !== '' && (
        <>
          <SelectField
            field={form.field('method')}
            label={t('Method')}
            options={triggerMethods.map((value) => ({ value, label: value.toUpperCase() }))}
          />
          <TextField field={form.field('user')} label={t('User (Basic)')} optional />
          <TextField
            field={form.field('password')}
            type="password"
            label={t('Password (Basic)')}
            hint={oms?.trigger?.hasPassword ? t('One is kept and never shown. Type another to replace it.') : undefined}
            optional
            input={{ autoComplete: 'new-password' }}
          />
        </>
      )}
    </SideForm>
  );
}
