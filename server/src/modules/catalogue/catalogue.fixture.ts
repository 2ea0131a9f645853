import { OfferInput, ProviderInput, ServiceInput } from '#contracts/catalogue/schemas';
import { anonymous, system, type Actor } from '#kernel/access';
import { auditTrail } from '#kernel/audit';
import { FixedClock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { eventPublisher } from '#kernel/outbox';
import { keepProvider, keepService } from './keep-entry.ts';
import { keepOffer } from './keep-offer.ts';

/** What the use cases of the catalogue need, for tests. */
export function catalogueTools() {
  const clock = new FixedClock('2026-11-23T10:00:00.000Z');
  return { clock, publish: eventPublisher(clock), audit: auditTrail(clock) };
}

export const person = (roles: Actor['roles'] = []): Actor => ({
  ...anonymous,
  kind: 'person',
  id: 'p1',
  name: 'Somebody',
  roles,
});

export const aProvider = (more: Partial<ProviderInput> = {}): ProviderInput =>
  ProviderInput.parse({ slug: 'egi', name: 'EGI Foundation', abbreviation: 'EGI', country: 'NL', ...more });

export const aService = (more: Partial<ServiceInput> = {}): ServiceInput =>
  ServiceInput.parse({
    slug: 'cloud',
    provider: 'egi',
    name: 'Cloud compute',
    categories: ['Compute'],
    countries: ['EO'],
    orderType: 'order_required',
    ...more,
  });

export const anOffer = (more: Partial<OfferInput> = {}): OfferInput =>
  OfferInput.parse({ name: 'General purpose', orderType: 'order_required', ...more });

export type Tools = ReturnType<typeof catalogueTools>;

/** Adds a service with its offers in one go, published by the house. */
export async function addService(database: Database, tools: Tools, service: ServiceInput, offers: OfferInput[]) {
  await database.transact(async (tx) => {
    await keepProvider(
      tx,
      tools,
      system,
      aProvider({ slug: service.provider, name: nameOfProvider(service.provider) }),
    );
    await keepService(tx, tools, system, service);
    for (const offer of offers) await keepOffer(tx, tools, system, { service: service.slug, offer });
  });
}

function nameOfProvider(slug: string): string {
  return slug === 'egi' ? 'EGI Foundation' : slug.toUpperCase();
}
