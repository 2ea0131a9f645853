import type { BundleSummary } from '#contracts/catalogue/bundle-summary';
import type { Service } from '#contracts/catalogue/schemas';

import { t } from '../../app/messages.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Link } from '../../ui/link.tsx';
import { Notice, Tag } from '../../ui/small.tsx';

/** Bundles on the page of a service: those it leads, and those in which its offers take part. */
export function BundleList({ service: { bundles, slug, keepsBundles } }: { service: Service }) {
  if (bundles.length === 0 && !keepsBundles) return null;
  return (
    <>
      <div className="pt-offer-head pt-bundles-head">
        <h2 className="pt-h2">
          {t({ zero: 'No bundle yet', one: '1 bundle', other: '{n} bundles' }, { n: bundles.length })}
        </h2>
        {keepsBundles && <LinkButton href={`/marketplace/${slug}/bundles/new`}>{t('New bundle')}</LinkButton>}
      </div>
      <ul className="pt-offers">
        {bundles.map((bundle) => (
          <BundleRow key={bundle.ref} bundle={bundle} slug={slug} />
        ))}
      </ul>
    </>
  );
}

function BundleRow({ bundle, slug }: { bundle: BundleSummary; slug: string }) {
  const [leading, iid] = bundle.ref.split('/');
  return (
    <li className="pt-offer" id={`bundle-${leading}-${iid}`}>
      <div className="pt-offer-head">
        <h3>
          {bundle.name} {bundle.status !== 'published' && <Tag>{t('Draft')}</Tag>}
        </h3>
        <div className="pt-row">
          {bundle.mayKeep && (
            <LinkButton
              look="quiet"
              href={`/marketplace/${leading}/bundles/${iid}`}
              aria-label={t('Edit the bundle {bundle}', { bundle: bundle.name })}
            >
              {t('Edit')}
            </LinkButton>
          )}
          {bundle.refusal === null && bundle.status === 'published' && (
            <LinkButton
              href={`/marketplace/${leading}/bundle/${iid}`}
              aria-label={t('Order the bundle {bundle}', { bundle: bundle.name })}
            >
              {t('Order the bundle')}
            </LinkButton>
          )}
        </div>
      </div>
      {bundle.description !== '' && <p className="pt-reading">{bundle.description}</p>}
      {bundle.refusal !== null && <Notice tone="amber">{bundle.refusal}</Notice>}
      <ul className="pt-bundle-parts">
        {bundle.parts.map((part) => (
          <li key={part.ref}>
            {part.service.slug === slug ? (
              part.service.name
            ) : (
              <Link href={`/marketplace/${part.service.slug}`}>{part.service.name}</Link>
            )}
            <span className="pt-second">
              {t('{offer}, by {provider}', { offer: part.offer, provider: part.provider })}
            </span>
          </li>
        ))}
      </ul>
      <p className="pt-second">
        {t('One order with {n} lines; each is decided and delivered by itself. Put together by {provider}.', {
          n: bundle.parts.length,
          provider: bundle.provider,
        })}
      </p>
    </li>
  );
}
