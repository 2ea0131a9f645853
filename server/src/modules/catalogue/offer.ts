import { explainAccess, kindOf, type OfferKind } from '#contracts/catalogue/access';
import type { Offer, OfferInput, Publication } from '#contracts/catalogue/schemas';

/** The service that an offer belongs to, as far as an offer needs it. */
export interface OfferService {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  /** Name of its main category. */
  readonly category: string;
  readonly status: Publication;
  readonly activationText: string;
  readonly provider: { readonly slug: string; readonly name: string };
}

/** An offer as the catalogue keeps it. */
export interface OfferRecord extends OfferInput {
  readonly id: string;
  readonly iid: number;
  readonly version: number;
  readonly service: OfferService;
}

/** An offer in the words in which other modules ask for it. */
export interface OfferCard {
  readonly id: string;
  /** `service-slug/iid`. */
  readonly ref: string;
  readonly name: string;
  readonly description: string;
  readonly service: { readonly slug: string; readonly name: string; readonly category: string };
  /** Name of the provider. */
  readonly provider: string;
  readonly providerSlug: string;
  readonly kind: OfferKind;
  readonly orderType: OfferInput['orderType'];
  /** Where to go for open and external offers; empty where there is no address. */
  readonly url: string;
  readonly parameters: OfferInput['parameters'];
  readonly voucherable: boolean;
  readonly needsAgreement: boolean;
  readonly light: boolean;
  readonly soldOut: boolean;
  /** Comes only inside a bundle. */
  readonly bundleExclusive: boolean;
  readonly activationText: string;
  /** Metrics by parameter label where they differ from the usual ones. */
  readonly metrics: Readonly<Record<string, string>>;
  /** The order system that it names; null stands for the default one. */
  readonly omsId: number | null;
  /** What that order system is told with each order. */
  readonly omsParams: Readonly<Record<string, string>>;
}

export function refOf({ service, iid }: Pick<OfferRecord, 'service' | 'iid'>): string {
  return `${service.slug}/${iid}`;
}

/** Reads `service-slug/iid`; undefined for text that is no such reference. */
export function readRef(ref: string): { slug: string; iid: number } | undefined {
  const found = /^([a-z0-9][a-z0-9-]*)\/([1-9]\d{0,8})$/.exec(ref);
  return found?.[1] === undefined ? undefined : { slug: found[1], iid: Number(found[2]) };
}

export function toCard(offer: OfferRecord): OfferCard {
  const { service } = offer;
  return {
    id: offer.id,
    ref: refOf(offer),
    name: offer.name,
    description: offer.description,
    service: { slug: service.slug, name: service.name, category: service.category },
    provider: service.provider.name,
    providerSlug: service.provider.slug,
    kind: kindOf(offer),
    orderType: offer.orderType,
    url: offer.orderUrl,
    parameters: offer.parameters,
    voucherable: offer.voucherable,
    needsAgreement: offer.needsAgreement,
    light: offer.light,
    soldOut: offer.availability?.count === 0,
    bundleExclusive: offer.bundleExclusive,
    activationText: service.activationText,
    metrics: offer.metrics,
    omsId: offer.primaryOms,
    omsParams: offer.omsParams,
  };
}

/** The offer as the API shows it; what steers the order desk inside (queues, metrics) stays inside. */
export function toOffer(offer: OfferRecord): Offer {
  return {
    ref: refOf(offer),
    iid: offer.iid,
    name: offer.name,
    description: offer.description,
    orderType: offer.orderType,
    orderUrl: offer.orderUrl,
    parameters: offer.parameters,
    voucherable: offer.voucherable,
    offerCategory: offer.offerCategory,
    availability: offer.availability,
    bundleExclusive: offer.bundleExclusive,
    restrictions: offer.restrictions,
    tags: offer.tags,
    needsAgreement: offer.needsAgreement,
    light: offer.light,
    status: offer.status,
    access: explainAccess(offer),
    version: offer.version,
  };
}

/** What the rules of ordering.md 2.2 make of an entry: only an order that the desk handles is internal, and only there an OMS counts. */
export function settled(input: OfferInput): OfferInput {
  const internal = input.internal && input.orderType === 'order_required';
  if (!internal) return { ...input, internal, primaryOms: null, omsParams: {} };
  const omsParams = Object.fromEntries(Object.entries(input.omsParams).filter(([, value]) => value.trim() !== ''));
  return { ...input, omsParams };
}
