import { useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useRef, useState } from 'react';

import { missingInOffer, offerEndpoints } from '#contracts/catalogue/offers';
import type { KeptOffer, OfferFrame } from '#contracts/catalogue/offers';
import type { OfferInput } from '#contracts/catalogue/schemas';

import { call } from '../../api/call.ts';
import { useGo } from '../../app/address.ts';
import { confirm } from '../../app/confirm.tsx';
import { t } from '../../app/messages.ts';
import { useTitle } from '../../app/route-hooks.ts';
import { toast } from '../../app/toasts.tsx';
import { Button, LinkButton } from '../../ui/button.tsx';
import { ErrorSummary, FormSection } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Notice } from '../../ui/small.tsx';
import '../wizard/wizard.css';
import { AccessFields } from './access-fields.tsx';
import { AvailabilityFields, PublicationFields, TextFields } from './offer-sections.tsx';
import { entryOf, fieldsOf, OfferForm } from './offer-fields.ts';
import './offers.css';
import { OrderPreview } from './order-preview.tsx';
import { ParameterBuilder } from './parameter-builder.tsx';

interface Given {
  readonly frame: OfferFrame;
  /** Undefined for a new one. */
  readonly kept: KeptOffer | undefined;
  /** Reads what is kept by now. */
  readonly reload: () => Promise<KeptOffer | undefined>;
}

/** An offer being written: its fields beside the order form that customers will see. */
export function OfferEditor({ frame, kept, reload }: Given) {
  const { service } = frame;
  const go = useGo();
  const client = useQueryClient();
  const back = `/marketplace/${service.slug}`;
  const [first, setFirst] = useState(() => fieldsOf(kept?.entry, service.orderType));
  const [version, setVersion] = useState(kept?.version);
  const isLeaving = useRef(false);

  const send = (body: OfferInput) =>
    kept
      ? call(
          offerEndpoints.changeOffer,
          { params: { slug: service.slug, iid: kept.iid }, body },
          version === undefined ? {} : { ifMatch: version },
        )
      : call(offerEndpoints.createOffer, { params: { slug: service.slug }, body });
  const leave = async () => {
    isLeaving.current = true;
    await client.invalidateQueries({ queryKey: ['catalogue'] });
    go(back);
  };
  const form = useForm({
    schema: OfferForm,
    initial: first,
    onSubmit: async (body) => {
      await send(body);
      toast({
        text:
          body.status === 'published'
            ? t('{offer} is published.', { offer: body.name })
            : t('{offer} is kept as a draft.', { offer: body.name }),
      });
      await leave();
    },
  });
  const { values } = form;
  const isChanged = JSON.stringify(values) !== JSON.stringify(first);
  useBlocker({
    shouldBlockFn: async () => {
      if (!isChanged || isLeaving.current) return false;
      return !(await confirm({
        title: t('Leave without saving?'),
        body: t('What you changed in this offer is lost.'),
        verb: t('Leave without saving'),
        keep: t('Go on writing'),
        danger: true,
        run: async () => undefined,
      }));
    },
    enableBeforeUnload: () => isChanged && !isLeaving.current,
  });
  const title = kept
    ? t('Edit {offer}', { offer: kept.entry.name })
    : t('New offer of {service}', { service: service.name });
  useTitle(title);

  const remove = () =>
    void confirm({
      title: t('Delete {offer}?', { offer: kept?.entry.name ?? '' }),
      body: t('It leaves the catalogue. Orders of it stay as they are. No mail is sent.'),
      verb: t('Delete offer'),
      keep: t('Keep offer'),
      danger: true,
      run: async () => {
        if (kept) await send({ ...kept.entry, status: 'deleted' });
        await leave();
      },
    });

  return (
    <form className="pt-form-page" noValidate onSubmit={form.submit}>
      <header className="pt-page-head">
        <h1 className="pt-h1">{title}</h1>
        {kept && (
          <div className="pt-row">
            {kept.entry.orderType === 'order_required' && kept.entry.internal && (
              <LinkButton look="quiet" href={`${back}/offers/${kept.iid}/procedure`}>
                {t('Procedure')}
              </LinkButton>
            )}
            {kept.bundles.map((bundle) => (
              <LinkButton key={bundle.ref} look="quiet" href={bundleHref(bundle.ref)}>
                {t('Bundle: {name}', { name: bundle.name })}
              </LinkButton>
            ))}
          </div>
        )}
      </header>
      <div className="pt-offer-editor-body">
        <div className="pt-wizard-scroll">
          <div className="pt-form-column">
            <ErrorSummary form={form} />
            {form.failure?.code === 'stale_version' && (
              <Conflict
                onMine={async () => {
                  const now = await reload();
                  if (now) setVersion(now.version);
                }}
                onTheirs={async () => {
                  const now = await reload();
                  if (!now) return;
                  const fresh = fieldsOf(now.entry, service.orderType);
                  setFirst(fresh);
                  setVersion(now.version);
                  form.replace(fresh);
                }}
                onWhat={back}
              />
            )}
            <FormSection>
              <TextFields form={form} />
            </FormSection>
            <FormSection title={t('How access is given')}>
              <AccessFields form={form} omses={frame.omses} />
            </FormSection>
            <FormSection title={t('What the order asks for')}>
              <ParameterBuilder form={form} />
            </FormSection>
            <FormSection title={t('How many there are')}>
              <AvailabilityFields form={form} />
            </FormSection>
            <FormSection title={t('Who sees it')}>
              <PublicationFields form={form} leads={kept?.bundles.some(({ leads }) => leads) ?? false} />
              <Missing missing={missingOf(values)} />
            </FormSection>
          </div>
        </div>
        <OrderPreview fields={values} />
      </div>
      <footer className="pt-form-foot">
        <Button type="submit" look="primary" busy={form.busy}>
          {submitWord(kept?.entry.status, values.status)}
        </Button>
        <Button onClick={() => go(back)}>{t('Cancel')}</Button>
        {kept && (
          <Button look="danger" onClick={remove}>
            {t('Delete offer')}
          </Button>
        )}
        <span className="pt-form-note">{isChanged && t('Not saved yet')}</span>
      </footer>
    </form>
  );
}

/** What the button does with an offer in this state. */
function submitWord(before: OfferInput['status'] | undefined, status: OfferInput['status']): string {
  if (status === 'draft') return t('Save draft');
  return before === status ? t('Save offer') : t('Publish offer');
}

function bundleHref(ref: string): string {
  const [slug, iid] = ref.split('/');
  return `/marketplace/${slug}/bundles/${iid}`;
}

function missingOf(values: Parameters<typeof entryOf>[0]) {
  const { name, description = '', orderType, internal = true, orderUrl = '' } = entryOf(values);
  return missingInOffer({ name, description, orderType, internal, orderUrl });
}

/** What stands between the draft and its publication. */
function Missing({ missing }: { missing: readonly { readonly message: string }[] }) {
  if (missing.length === 0) return <Notice tone="sea">{t('Nothing is missing: it can be published.')}</Notice>;
  return (
    <Notice tone="amber">
      {t('Before it can be published: {things}.', { things: missing.map(({ message }) => t(message)).join('; ') })}
    </Notice>
  );
}

/** Somebody else was faster, or a customer took one of a limited number: the writer says whose version stays. */
function Conflict({
  onMine,
  onTheirs,
  onWhat,
}: {
  onMine: () => Promise<void>;
  onTheirs: () => Promise<void>;
  onWhat: string;
}) {
  return (
    <Notice tone="amber">
      <p>
        {t(
          'Somebody saved this offer after you opened it, or an order took one of a limited number. Yours is still in the fields and was not saved.',
        )}
      </p>
      <div className="pt-row">
        <LinkButton href={onWhat} target="_blank">
          {t('See what is there now')}
        </LinkButton>
        <Button onClick={() => void onTheirs()}>{t('Drop mine and load theirs')}</Button>
        <Button onClick={() => void onMine()}>{t('Keep mine: the next save writes over theirs')}</Button>
      </div>
    </Notice>
  );
}
