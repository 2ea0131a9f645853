import type { BundleSummary } from '#contracts/catalogue/bundle-summary';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { readRef } from '../offer.ts';
import { mayKeep, maySee } from '../policies.ts';
import {
  isPublic,
  offersOfBundle,
  toBundleCard,
  toBundleSummary,
  type BundleCard,
  type BundleRecord,
} from './bundle.ts';
import { bundlesWith, findBundle } from './sql-bundle-store.ts';

/** A bundle that this reader may see: a published one everybody, a draft only who keeps it. */
export async function visibleBundle(
  read: Read,
  actor: Actor,
  place: { slug: string; iid: number },
): Promise<BundleRecord | undefined> {
  const bundle = await findBundle(read, place);
  return bundle && maySee(actor, { status: bundle.status, providerSlug: bundle.main.service.provider.slug })
    ? bundle
    : undefined;
}

/** Bundles of a service, then those in which its offers take part; drafts only for who keeps them. */
export async function bundlesOfService(read: Read, actor: Actor, serviceId: string): Promise<BundleSummary[]> {
  return (await bundlesWith(read, { serviceId }, ['published', 'draft', 'unpublished'])).flatMap((bundle) => {
    const keeps = mayKeep(actor, bundle.main.service.provider).allowed;
    return bundle.status === 'published' || keeps ? [toBundleSummary(bundle, keeps)] : [];
  });
}

/** A published bundle whose offers are all public, by `service-slug/iid`; undefined where there is none. */
export async function bundleByRef(read: Read, ref: string): Promise<BundleCard | undefined> {
  const place = readRef(ref);
  const bundle = place && (await findBundle(read, place));
  return bundle?.status === 'published' && offersOfBundle(bundle).every(isPublic) ? toBundleCard(bundle) : undefined;
}
