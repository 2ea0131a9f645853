import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import type { BundleCard } from './bundles/bundle.ts';
import { bundleByRef } from './bundles/read-bundle.ts';
import { readRef, toCard, type OfferCard, type OfferRecord } from './offer.ts';
import { maySee } from './policies.ts';
import { searchServices, type FoundService } from './service-view.ts';
import { findOffer, findOfferByRef, offersIn } from './sql-offer-store.ts';
import { findService } from './sql-service-store.ts';

/** What other modules may ask of the catalogue. */
export interface CatalogueQueries {
  /** A published offer of a published service by `service-slug/iid`; undefined where there is none. */
  offerByRef(read: Read, ref: string): Promise<OfferCard | undefined>;
  /** An offer by its id, whatever became of it since. */
  offerById(read: Read, id: string): Promise<OfferCard | undefined>;
  /** A published bundle whose offers are all public, by `service-slug/iid`; undefined where there is none. */
  bundleByRef(read: Read, ref: string): Promise<BundleCard | undefined>;
  /** Every offer that an older order may name: what is published and what was withdrawn. */
  offersForImport(read: Read): Promise<OfferCard[]>;
  /** A published service by its slug, with the name of its main category. */
  publishedService(read: Read, slug: string): Promise<{ slug: string; name: string; category: string } | undefined>;
  /** Published services that fit the words, best first. */
  searchServices(read: Read, text: string, limit: number): Promise<FoundService[]>;
}

export const catalogueQueries: CatalogueQueries = {
  async offerByRef(read, ref) {
    const place = readRef(ref);
    const offer = place && (await findOfferByRef(read, place));
    return offer?.status === 'published' && offer.service.status === 'published' ? toCard(offer) : undefined;
  },
  async offerById(read, id) {
    const offer = await findOffer(read, id);
    return offer && toCard(offer);
  },
  bundleByRef,
  async offersForImport(read) {
    return (await offersIn(read, ['published', 'unpublished'])).map(toCard);
  },
  async publishedService(read, slug) {
    const service = await findService(read, slug);
    if (service?.status !== 'published') return undefined;
    return { slug, name: service.name, category: service.categories[0] ?? '' };
  },
  searchServices,
};

/** An offer that this reader may see, through a service that they may see. */
export async function visibleOffer(
  read: Read,
  actor: Actor,
  place: { slug: string; iid: number },
): Promise<OfferRecord | undefined> {
  const offer = await findOfferByRef(read, place);
  if (!offer) return undefined;
  const providerSlug = offer.service.provider.slug;
  const visible = [offer.status, offer.service.status].every((status) => maySee(actor, { status, providerSlug }));
  return visible ? offer : undefined;
}
