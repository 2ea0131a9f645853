import { useQuery, useQueryClient } from '@tanstack/react-query';

import { bundleEndpoints, missingIn } from '#contracts/catalogue/bundles';
import type { Bundle } from '#contracts/catalogue/bundles';
import { catalogueEndpoints } from '#contracts/catalogue/endpoints';
import type { Service } from '#contracts/catalogue/schemas';

import { call } from '../../api/call.ts';
import { queryOf } from '../../api/query.ts';
import { useGo } from '../../app/address.ts';
import { FailurePage, NotFoundPage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { useRouteParam } from '../../app/route-hooks.ts';
import { PageBones } from '../../ui/page/bones.tsx';
import { AreaField, ChoiceField, SelectField, TextField, TickField } from '../../ui/form/fields.tsx';
import { FormSection, PageForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Notice } from '../../ui/small.tsx';
import { BundleEntry, emptyFields, entryOf, fieldsOf } from './bundle-entry.ts';
import type { BundleFields } from './bundle-entry.ts';
import { FurtherOffers } from './further-offers.tsx';

function useService() {
  return useQuery(queryOf(catalogueEndpoints.readService, { params: { slug: useRouteParam('slug') } }));
}

/** A new bundle of a service, for who keeps its entries. */
export function NewBundlePage() {
  const found = useService();
  if (found.isError) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <PageBones />;
  if (!found.data.keepsBundles) return <NotFoundPage />;
  return <BundleEditor service={found.data} bundle={undefined} />;
}

/** A bundle that is there, for who keeps it. */
export function EditBundlePage() {
  const service = useService();
  const params = { slug: useRouteParam('slug'), iid: Number(useRouteParam('iid')) };
  const bundle = useQuery({ ...queryOf(bundleEndpoints.readBundle, { params }), refetchOnWindowFocus: false });
  const error = service.error ?? bundle.error;
  if (error)
    return <FailurePage error={error} onRetry={() => void Promise.all([service.refetch(), bundle.refetch()])} />;
  if (!service.data || !bundle.data) return <PageBones />;
  if (!bundle.data.mayKeep) return <NotFoundPage />;
  return <BundleEditor key={bundle.data.ref} service={service.data} bundle={bundle.data} />;
}

function BundleEditor({ service, bundle }: { service: Service; bundle: Bundle | undefined }) {
  const go = useGo();
  const client = useQueryClient();
  const back = `/marketplace/${service.slug}`;
  const form = useForm({
    schema: BundleEntry,
    initial: bundle ? fieldsOf(bundle) : emptyFields(service.offers[0]?.ref ?? '', service.provider.slug),
    onSubmit: async (body) => {
      await (bundle
        ? call(
            bundleEndpoints.changeBundle,
            { params: { slug: service.slug, iid: bundle.iid }, body },
            { ifMatch: bundle.version },
          )
        : call(bundleEndpoints.createBundle, { body }));
      await client.invalidateQueries({ queryKey: ['catalogue'] });
      go(back);
    },
  });
  const values: BundleFields = form.values;
  return (
    <PageForm
      title={
        bundle ? t('Edit {bundle}', { bundle: bundle.name }) : t('New bundle of {service}', { service: service.name })
      }
      lead={t(
        'A bundle is ordered as one: a line for each of its offers. It stands on the pages of all their services.',
      )}
      form={form}
      submit={values.status === 'published' ? t('Publish bundle') : t('Save draft')}
      onCancel={() => go(back)}
    >
      <FormSection>
        <TextField label={t('Name')} field={form.field('name')} />
        <AreaField label={t('Description')} field={form.field('description')} optional />
      </FormSection>
      <FormSection title={t('Offers')}>
        <SelectField
          label={t('Main offer')}
          hint={t('It stays published as long as the bundle stands.')}
          field={form.field('mainOffer')}
          options={service.offers.map(({ ref, name }) => ({ value: ref, label: name }))}
        />
        <FurtherOffers
          field={form.field('offers')}
          chosen={values.offers}
          without={values.mainOffer}
          known={bundle?.offers ?? []}
          onChange={(offers) => form.set('offers', offers)}
        />
      </FormSection>
      <FormSection title={t('What it is for')}>
        {(
          [
            ['goals', t('Goals')],
            ['capabilities', t('Capabilities')],
            ['targetUsers', t('Users it is made for')],
            ['domains', t('Scientific domains')],
          ] as const
        ).map(([path, label]) => (
          <TextField key={path} label={label} hint={t('Separated by commas')} field={form.field(path)} />
        ))}
        <TextField
          label={t('Countries and areas')}
          hint={t('Codes separated by commas, such as GR, IT; EO for Europe, WW for the world')}
          field={form.field('countries')}
        />
      </FormSection>
      <FormSection title={t('Help')}>
        <TextField label={t('Address of the helpdesk')} type="url" field={form.field('helpdeskUrl')} />
        <TextField label={t('Mail of a contact')} type="email" field={form.field('contactEmail')} optional />
        <TickField label={t('There is a training for it')} field={form.field('relatedTraining')} />
        {values.relatedTraining && (
          <TextField label={t('Address of the training')} type="url" field={form.field('trainingUrl')} />
        )}
      </FormSection>
      <FormSection title={t('Who sees it')}>
        <ChoiceField
          label={t('Status')}
          field={form.field('status')}
          options={[
            { value: 'draft', label: t('Draft'), hint: t('Only those who keep it see it.') },
            { value: 'published', label: t('Published'), hint: t('Everybody sees it and can order it.') },
          ]}
        />
        <Missing values={values} />
      </FormSection>
    </PageForm>
  );
}

/** What stands between the draft and its publication. */
function Missing({ values }: { values: BundleFields }) {
  const {
    offers = [],
    goals = [],
    capabilities = [],
    targetUsers = [],
    domains = [],
    countries = [],
  } = entryOf(values);
  const { helpdeskUrl, relatedTraining, trainingUrl } = values;
  const missing = missingIn({
    offers,
    goals,
    capabilities,
    targetUsers,
    domains,
    countries,
    helpdeskUrl,
    relatedTraining,
    trainingUrl,
  });
  if (missing.length === 0) return <Notice tone="sea">{t('Nothing is missing: it can be published.')}</Notice>;
  return (
    <Notice tone="amber">
      {t('Before it can be published: {things}.', { things: missing.map(({ message }) => t(message)).join('; ') })}
    </Notice>
  );
}
