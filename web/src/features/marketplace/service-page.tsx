import { IconArrowUpRight, IconBook2, IconHeadset, IconSchool, IconWorld } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

import { catalogueEndpoints } from '#contracts/catalogue/endpoints';
import { rangeOf } from '#contracts/catalogue/parameter-words';
import type { Offer, Service } from '#contracts/catalogue/schemas';
import { accessModeWords, slaLevelWords } from '#contracts/catalogue/service-words';

import { queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { useRouteParam, useTitle } from '../../app/route-hooks.ts';
import { useHasRole, useSession } from '../../app/session.tsx';
import { PageBones } from '../../ui/page/bones.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { Link } from '../../ui/link.tsx';
import { DefinitionList, Section } from '../../ui/record/record-page.tsx';
import { Notice, Tag } from '../../ui/small.tsx';
import { BundleList } from '../bundles/bundle-list.tsx';
import { WatchOffer } from '../offers/watch-offer.tsx';
import './service.css';
import { Reviews } from './reviews/reviews.tsx';
import { AccessLine, ServiceMark } from './service-row.tsx';
import { ServiceTools } from './service-tools.tsx';

/** Everything about a service before somebody orders it: what it is, its offers, who provides it. */
export function ServicePage() {
  const slug = useRouteParam('slug');
  const found = useQuery(queryOf(catalogueEndpoints.readService, { params: { slug } }));
  useTitle(found.data?.name);
  if (found.isError) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <PageBones />;
  const service = found.data;
  return (
    <article className="pt-service">
      <div className="pt-service-main">
        <nav className="pt-record-trail" aria-label={t('Where this is')}>
          <Link href="/marketplace">{t('Marketplace')}</Link>
        </nav>
        <header className="pt-service-head">
          <ServiceMark initials={service.initials} large />
          <div>
            <h1 className="pt-h1">{service.name}</h1>
            <p className="pt-service-tagline">{service.tagline}</p>
          </div>
        </header>
        <ServiceTools service={service} />
        <p className="pt-reading pt-service-text">{service.description}</p>
        {service.restrictions !== '' && <Notice tone="amber">{service.restrictions}</Notice>}
        <div className="pt-offer-head pt-bundles-head">
          <h2 className="pt-h2">{t({ one: '1 offer', other: '{n} offers' }, { n: service.offers.length })}</h2>
          {service.keepsBundles && (
            <LinkButton href={`/marketplace/${service.slug}/offers/new`}>{t('New offer')}</LinkButton>
          )}
        </div>
        <ul className="pt-offers">
          {service.offers.map((offer) => (
            <OfferRow key={offer.iid} service={service} offer={offer} />
          ))}
        </ul>
        <BundleList service={service} />
        <Reviews slug={service.slug} />
      </div>
      <ServiceSide service={service} />
    </article>
  );
}

function OfferRow({ service, offer }: { service: Service; offer: Offer }) {
  const { access } = offer;
  const isProvider = useHasRole('provider', `provider:${service.provider.slug}`);
  const keeps = useHasRole('administrator') || isProvider;
  const isSignedIn = useSession().person !== null;
  const parameters = offer.parameters.slice(0, 6);
  const href = `/marketplace/${service.slug}/order?offer=${offer.iid}`;
  return (
    <li className="pt-offer" id={`offer-${offer.iid}`}>
      <div className="pt-offer-head">
        <h3>
          {offer.name} {offer.status !== 'published' && <Tag>{t('Draft')}</Tag>}
        </h3>
        <div className="pt-row">
          {keeps && (
            <Link
              href={`/marketplace/${service.slug}/offers/${offer.iid}`}
              aria-label={t('Edit the offer {offer}', { offer: offer.name })}
            >
              {t('Edit')}
            </Link>
          )}
          {keeps && offer.access.kind === 'order' && (
            <Link href={`/marketplace/${service.slug}/offers/${offer.iid}/procedure`}>{t('Procedure')}</Link>
          )}
          <OfferButton service={service} offer={offer} href={href} />
        </div>
      </div>
      {offer.description !== '' && <p className="pt-reading">{offer.description}</p>}
      <div className="pt-offer-access">
        <AccessLine kind={access.kind}>{access.headline}</AccessLine>
        <p>{access.explanation}</p>
        {access.refusal !== null && <Notice tone="amber">{access.refusal}</Notice>}
        {isSignedIn && offer.availability?.count === 0 && !offer.bundleExclusive && (
          <WatchOffer slug={service.slug} iid={offer.iid} />
        )}
        {offer.restrictions !== '' && <p className="pt-second">{offer.restrictions}</p>}
      </div>
      {parameters.length > 0 && (
        <dl className="pt-offer-parameters">
          {parameters.map((parameter) => (
            <div key={parameter.id}>
              <dt>{parameter.label}</dt>
              <dd>{rangeOf(parameter)}</dd>
            </div>
          ))}
          {offer.parameters.length > parameters.length && (
            <div>
              <dt>{t('{n} more', { n: offer.parameters.length - parameters.length })}</dt>
              <dd />
            </div>
          )}
        </dl>
      )}
    </li>
  );
}

/** One way per offer: order it, open it, or go where it is ordered; the last two can also be kept in a project. */
function OfferButton({ service, offer, href }: { service: Service; offer: Offer; href: string }) {
  const { access, orderUrl } = offer;
  const name = service.offers.length > 1 ? offer.name : service.name;
  const isFirst = service.offers[0]?.iid === offer.iid;
  if (access.refusal !== null) return null;
  if (access.kind === 'order' || orderUrl === '') {
    return (
      <LinkButton
        look={isFirst ? 'primary' : 'default'}
        href={href}
        aria-label={t('{action}: {service}', { action: t(access.action), service: name })}
      >
        {t(access.action)}
      </LinkButton>
    );
  }
  return (
    <div className="pt-row">
      <LinkButton look="quiet" href={href} aria-label={t('Add to a project: {service}', { service: name })}>
        {t('Add to a project')}
      </LinkButton>
      <LinkButton
        look={isFirst ? 'primary' : 'default'}
        icon={IconArrowUpRight}
        href={orderUrl}
        target="_blank"
        rel="noreferrer"
        aria-label={t('{action}: {service}, opens in a new tab', { action: t(access.action), service: name })}
      >
        {t(access.action)}
      </LinkButton>
    </div>
  );
}

function ServiceSide({ service }: { service: Service }) {
  const { links, provider } = service;
  const all = [
    { href: links.website, label: t('Web page'), icon: IconWorld },
    { href: links.helpdesk, label: t('Helpdesk'), icon: IconHeadset },
    { href: links.manual, label: t('Manual'), icon: IconBook2 },
    { href: links.training, label: t('Training'), icon: IconSchool },
  ].filter(({ href }) => href !== '');
  const countries = service.countries.map(({ name }) => name);
  return (
    <aside className="pt-service-side" aria-label={t('About this service')}>
      <Section title={t('Provider')}>
        <p className="pt-strong">
          {provider.website === '' ? (
            provider.name
          ) : (
            <a href={provider.website} target="_blank" rel="noreferrer">
              {provider.name}
            </a>
          )}
        </p>
        {provider.description !== '' && <p className="pt-muted">{provider.description}</p>}
      </Section>
      {all.length > 0 && (
        <Section title={t('Links')}>
          <ul className="pt-service-links">
            {all.map(({ href, label, icon: Icon }) => (
              <li key={label}>
                <Icon size={16} stroke={1.6} aria-hidden />
                <a href={href} target="_blank" rel="noreferrer">
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('In short')}>
        <DefinitionList
          facts={[
            [t('Category'), service.categories.map(({ name }) => name).join(', ')],
            [t('Fields'), service.domains.map(({ name }) => name).join(', ')],
            [
              t('Where'),
              countries.length > 4
                ? t('{some} and {n} more', { some: countries.slice(0, 3).join(', '), n: countries.length - 3 })
                : countries.join(', '),
            ],
            [t('Price'), service.accessModes.map((mode) => t(accessModeWords[mode])).join(', ')],
            [t('Targets'), t(slaLevelWords[service.slaLevel])],
          ]}
        />
      </Section>
    </aside>
  );
}
