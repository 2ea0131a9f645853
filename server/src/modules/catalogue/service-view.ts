import { sql } from 'kysely';
import { kindOf } from '#contracts/catalogue/access';
import { countryName } from '#contracts/catalogue/countries';
import type { Service } from '#contracts/catalogue/schemas';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { bundlesOfService } from './bundles/read-bundle.ts';
import { toOffer } from './offer.ts';
import { mayKeep, maySee } from './policies.ts';
import { ratingOf } from './reviews/sql-review-store.ts';
import { matchOf } from './search-words.ts';
import { offersOf } from './sql-offer-store.ts';
import { findProvider, readTerms } from './sql-provider-store.ts';
import { findService } from './sql-service-store.ts';
import { initialsOf } from './words.ts';

/** A service with those of its offers that the reader may see; undefined where there is none for this reader. */
export async function readService(read: Read, actor: Actor, slug: string): Promise<Service | undefined> {
  const service = await findService(read, slug);
  if (!service || !maySee(actor, { status: service.status, providerSlug: service.provider })) return undefined;
  const [provider, all, categories, domains, bundles] = await Promise.all([
    findProvider(read, service.provider),
    offersOf(read, service.id),
    readTerms(read, 'category'),
    readTerms(read, 'domain'),
    bundlesOfService(read, actor, service.id),
  ]);
  const offers = all.filter(({ status }) => maySee(actor, { status, providerSlug: service.provider }));
  const named = (terms: typeof categories, names: readonly string[]) =>
    names.flatMap((name) => terms.find((term) => term.name === name) ?? []);
  return {
    slug: service.slug,
    name: service.name,
    initials: initialsOf(service.name),
    tagline: service.tagline,
    categories: named(categories, service.categories),
    kinds: [...new Set(offers.map(kindOf))],
    rating: await ratingOf(read, service.id),
    description: service.description,
    domains: named(domains, service.domains),
    countries: service.countries.map((code) => ({ code, name: countryName(code) })),
    accessModes: service.accessModes,
    orderType: service.orderType,
    slaLevel: service.slaLevel,
    links: service.links,
    restrictions: service.restrictions,
    status: service.status,
    provider: {
      slug: service.provider,
      name: service.providerName,
      abbreviation: provider?.abbreviation ?? '',
      description: provider?.description ?? '',
      website: provider?.website ?? '',
      country: countryName(provider?.country ?? ''),
    },
    offers: offers.map(toOffer),
    bundles,
    keepsBundles: mayKeep(actor, { slug: service.provider, name: service.providerName }).allowed,
    publishedAt: service.publishedAt,
    version: service.version,
  };
}

export interface FoundService {
  readonly slug: string;
  readonly name: string;
  readonly tagline: string;
}

/** Published services that fit the words, best first; for the search over everything. */
export async function searchServices(read: Read, text: string, limit: number): Promise<FoundService[]> {
  if (text.trim() === '') return [];
  const match = await matchOf(read, text);
  const { rows } = await sql<FoundService>`
    select s.slug, s.name, s.tagline from catalogue.services s
    where s.status = 'published' and ${match.condition}
    order by ${match.distance}, s.sort_name limit ${limit}`.execute(read);
  return rows;
}
