import { explainAccess } from '#contracts/catalogue/access';
import type { BundlePart } from '#contracts/catalogue/bundle-summary';
import { missingIn, type Bundle, type BundleInput } from '#contracts/catalogue/bundles';
import { countryName } from '#contracts/catalogue/countries';
import type { BundleSummary } from '#contracts/catalogue/bundle-summary';
import type { Publication } from '#contracts/catalogue/schemas';
import { refOf, toCard, toOffer, type OfferCard, type OfferRecord } from '../offer.ts';

/** A bundle as the catalogue keeps it: one main offer and what comes with it (ordering.md 2.4). */
export interface BundleRecord extends Omit<BundleInput, 'mainOffer' | 'offers'> {
  readonly id: string;
  readonly iid: number;
  readonly version: number;
  readonly providerName: string;
  readonly main: OfferRecord;
  /** In the order in which they are shown. */
  readonly further: readonly OfferRecord[];
}

/** A bundle in the words in which other modules ask for it. */
export interface BundleCard {
  /** `service-slug/iid`. */
  readonly ref: string;
  readonly name: string;
  /** The main offer first. */
  readonly offers: readonly OfferCard[];
  /** Why it cannot be ordered now; null when it can. */
  readonly refusal: string | null;
}

export const isPublic = ({ status, service }: { status: Publication; service: { status: Publication } }): boolean =>
  status === 'published' && service.status === 'published';

export const bundleRef = ({ main, iid }: Pick<BundleRecord, 'main' | 'iid'>): string => `${main.service.slug}/${iid}`;

/** The main offer first. */
export const offersOfBundle = ({ main, further }: Pick<BundleRecord, 'main' | 'further'>): readonly OfferRecord[] => [
  main,
  ...further,
];

/** Active while no offer in it is limited and sold out (ordering.md 2.4); the reason names the offer. */
export function bundleRefusal(bundle: Pick<BundleRecord, 'main' | 'further'>): string | null {
  const out = offersOfBundle(bundle).find(({ availability }) => availability?.count === 0);
  return out ? `${out.service.name}, ${out.name} is sold out` : null;
}

function toPart(offer: OfferRecord): BundlePart {
  const { service } = offer;
  return {
    ref: refOf(offer),
    offer: offer.name,
    service: { slug: service.slug, name: service.name },
    provider: service.provider.name,
  };
}

export function toBundleSummary(bundle: BundleRecord, mayKeep: boolean): BundleSummary {
  return {
    ref: bundleRef(bundle),
    name: bundle.name,
    description: bundle.description,
    provider: bundle.providerName,
    parts: offersOfBundle(bundle).map(toPart),
    status: bundle.status,
    mayKeep,
    refusal: bundleRefusal(bundle),
  };
}

/** Within a bundle an offer that comes only in bundles can be had. */
const within = (offer: OfferRecord) => ({
  ...toOffer(offer),
  access: explainAccess({ ...offer, bundleExclusive: false }),
});

export function toBundle(bundle: BundleRecord, mayKeep: boolean): Bundle {
  return {
    ...toBundleSummary(bundle, mayKeep),
    iid: bundle.iid,
    orderType: bundle.orderType,
    providerSlug: bundle.provider,
    offers: offersOfBundle(bundle).map((offer) => ({ ...toPart(offer), details: within(offer) })),
    goals: bundle.goals,
    capabilities: bundle.capabilities,
    targetUsers: bundle.targetUsers,
    domains: bundle.domains,
    countries: bundle.countries.map((code) => ({ code, name: countryName(code) })),
    helpdeskUrl: bundle.helpdeskUrl,
    relatedTraining: bundle.relatedTraining,
    trainingUrl: bundle.trainingUrl,
    contactEmail: bundle.contactEmail,
    missing: missingIn({ ...bundle, offers: bundle.further.map(refOf) }),
    version: bundle.version,
  };
}

export function toBundleCard(bundle: BundleRecord): BundleCard {
  return {
    ref: bundleRef(bundle),
    name: bundle.name,
    offers: offersOfBundle(bundle).map(toCard),
    refusal: bundleRefusal(bundle),
  };
}
