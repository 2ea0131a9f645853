import { BundleInput } from '#contracts/catalogue/bundles';
import { OfferInput, ProviderInput, ServiceInput } from '#contracts/catalogue/schemas';
import { system } from '#kernel/access';
import type { CatalogueModule } from '#catalogue';
import { demoBundles } from './catalogue/bundles.ts';
import { demoProviders } from './catalogue/providers.ts';
import { demoServices } from './catalogue/services.ts';
import type { Progress } from './seed-sites.ts';

/** Loads the providers, services and offers of the demo federation; a second run changes nothing. */
export async function seedCatalogue(
  catalogue: Pick<CatalogueModule, 'keepProvider' | 'keepService' | 'keepOffer' | 'keepBundle'>,
  progress: Progress,
): Promise<void> {
  for (const provider of demoProviders) await catalogue.keepProvider(system, ProviderInput.parse(provider));
  for (const [index, { offers, ...service }] of demoServices.entries()) {
    await catalogue.keepService(system, ServiceInput.parse(service));
    for (const offer of offers) await catalogue.keepOffer(system, service.slug, OfferInput.parse(offer));
    progress('catalogue', index + 1, demoServices.length);
  }
  for (const bundle of demoBundles) await catalogue.keepBundle(system, BundleInput.parse(bundle));
}
