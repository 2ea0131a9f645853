import { IconArrowUpRight, IconClock, IconLockOpen } from '@tabler/icons-react';

import type { ReactNode } from 'react';

import type { OfferKind } from '#contracts/catalogue/access';
import type { ServiceSummary } from '#contracts/catalogue/schemas';

import { t } from '../../app/messages.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Link } from '../../ui/link.tsx';
import './marketplace.css';

const kindIcons = { order: IconClock, open: IconLockOpen, external: IconArrowUpRight } as const;

/** The kind of access with its icon, in the words that were given. */
export function AccessLine({ kind, children }: { kind: OfferKind; children: string }) {
  const Icon = kindIcons[kind];
  return (
    <span className="pt-access-line">
      <Icon size={15} stroke={1.7} aria-hidden />
      {children}
    </span>
  );
}

/** The letters of a service, in place of a logo that nobody has given. */
export function ServiceMark({ initials, large = false }: { initials: string; large?: boolean }) {
  return (
    <span className="pt-service-mark" data-large={large || undefined} aria-hidden="true">
      {initials}
    </span>
  );
}

/** One service: what it is, what it offers, how somebody gets in and how long that takes; `children` is what can be done with it besides. */
export function ServiceRow({ service, children }: { service: ServiceSummary; children?: ReactNode }) {
  const { slug, name, tagline, provider, categories, offers, offerCount, access } = service;
  const href = `/marketplace/${slug}`;
  const more = offerCount - offers.length;
  return (
    <li className="pt-market-row">
      <ServiceMark initials={service.initials} />
      <div className="pt-market-what">
        <div className="pt-market-title">
          <h2>
            <Link href={href}>{name}</Link>
          </h2>
          <span className="pt-second">
            {[...categories.slice(0, 2).map((category) => category.name), provider.abbreviation || provider.name].join(
              ', ',
            )}
          </span>
        </div>
        <p>{tagline}</p>
        {offers.length > 1 && (
          <p className="pt-second pt-truncate">
            {offers.map((offer) => offer.name).join(', ')}
            {more > 0 && t(' and {n} more', { n: more })}
          </p>
        )}
      </div>
      <div className="pt-market-how">
        {access && <AccessLine kind={access.kind}>{access.headline}</AccessLine>}
        {access && (
          <LinkButton
            size="small"
            href={access.refusal === null ? `${href}/order` : href}
            aria-label={t('{action}: {service}', { action: t(access.action), service: name })}
          >
            {access.refusal === null ? t(access.action) : t('Read more')}
          </LinkButton>
        )}
        {children && <div className="pt-market-besides">{children}</div>}
      </div>
    </li>
  );
}
