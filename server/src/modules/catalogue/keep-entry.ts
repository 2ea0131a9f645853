import { OfferInput, ProviderInput, ServiceInput } from '#contracts/catalogue/schemas';
import { require, type Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { Tx } from '#kernel/database';
import { invalid, notFound } from '#kernel/errors';
import { draftBrokenBundles, refuseMainOffer } from './bundles/keep-bundle.ts';
import { refOf, settled, type OfferRecord } from './offer.ts';
import { omsFaults } from './omses/oms.ts';
import { allOmses } from './omses/sql-oms-store.ts';
import { mayKeep } from './policies.ts';
import { findOffer, findOfferByName, insertOffer, updateOffer } from './sql-offer-store.ts';
import { findProvider, insertProvider, updateProvider } from './sql-provider-store.ts';
import { findService, insertService, lockService, refreshServices, updateService } from './sql-service-store.ts';
import { sameJson } from './words.ts';

export type KeepTools = Pick<Kernel, 'clock' | 'publish' | 'audit'>;
export type Outcome = 'created' | 'updated' | 'unchanged';

/** Adds a provider, or brings the one of that slug up to date; the same entry twice changes nothing. */
export async function keepProvider(
  tx: Tx,
  { clock, audit }: KeepTools,
  actor: Actor,
  input: ProviderInput,
): Promise<Outcome> {
  const known = await findProvider(tx, input.slug);
  require(mayKeep(actor, input));
  if (known && sameJson(pick(known, ProviderInput), input)) return 'unchanged';
  if (known) {
    await updateProvider(tx, known.id, input, clock.now());
    await refreshServices(tx, { providerId: known.id });
  } else await insertProvider(tx, input, clock.now());
  await audit(tx, { actor, action: 'catalogue.keep_provider', target: `provider:${input.slug}` });
  return known ? 'updated' : 'created';
}

/** Adds a service, or brings the one of that slug up to date; the same entry twice changes nothing. */
export async function keepService(tx: Tx, tools: KeepTools, actor: Actor, input: ServiceInput): Promise<Outcome> {
  const { clock, publish, audit } = tools;
  await lockService(tx, input.slug);
  const known = await findService(tx, input.slug);
  const provider = await findProvider(tx, input.provider);
  if (!provider) throw notFound(`provider ${input.provider}`);
  if (known) require(mayKeep(actor, { slug: known.provider, name: known.providerName }));
  require(mayKeep(actor, provider));
  if (known && sameJson(pick(known, ServiceInput), input)) return 'unchanged';
  if (known) await updateService(tx, known.id, input, provider.id, clock.now());
  const id = known?.id ?? (await insertService(tx, input, provider.id, clock.now()));
  await refreshServices(tx, { serviceId: id });
  if (input.status !== 'published') await draftBrokenBundles(tx, tools);
  const target = `service:${input.slug}`;
  await publish(tx, {
    type: 'catalogue.service_changed',
    aggregate: target,
    payload: { slug: input.slug, status: input.status },
    audience: ['role:shifter', 'role:provider'],
  });
  await audit(tx, { actor, action: 'catalogue.keep_service', target, details: { new: !known, status: input.status } });
  return known ? 'updated' : 'created';
}

/** Adds an offer to a service, or brings the one of that name up to date; the same entry twice changes nothing. */
export async function keepOffer(
  tx: Tx,
  tools: KeepTools,
  actor: Actor,
  { service: slug, offer: input }: { service: string; offer: OfferInput },
): Promise<Outcome> {
  await lockService(tx, slug);
  const service = await findService(tx, slug);
  if (!service) throw notFound(`service ${slug}`);
  require(mayKeep(actor, { slug: service.provider, name: service.providerName }));
  const offer = settled(input);
  const faults = offer.internal ? omsFaults(offer, await allOmses(tx), service) : [];
  if (faults.length > 0) throw invalid('offer_unusable', faults);
  const known = await findOfferByName(tx, service.id, offer.name);
  if (known && sameJson(offerInputOf(known), offer)) return 'unchanged';
  if (known && offer.status !== 'published') await refuseMainOffer(tx, known);
  const now = tools.clock.now();
  if (known) await updateOffer(tx, known.id, offer, now);
  const id = known?.id ?? (await insertOffer(tx, service.id, offer, now));
  await refreshServices(tx, { serviceId: service.id });
  if (offer.status !== 'published') await draftBrokenBundles(tx, tools);
  const kept = await findOffer(tx, id);
  if (!kept) throw new Error(`offer ${id} is gone inside its own transaction`);
  await announceOffer(tx, tools, kept, known ? 'updated' : 'created');
  await tools.audit(tx, {
    actor,
    action: 'catalogue.keep_offer',
    target: `offer:${refOf(kept)}`,
    details: { new: !known, status: offer.status },
  });
  return known ? 'updated' : 'created';
}

/** Tells that an offer is another than before: `created`, `updated`, or `taken` when one of a limited number went. */
export async function announceOffer(
  tx: Tx,
  { publish }: Pick<KeepTools, 'publish'>,
  offer: OfferRecord,
  change: 'created' | 'updated' | 'taken',
): Promise<void> {
  const ref = refOf(offer);
  await publish(tx, {
    type: 'catalogue.offer_changed',
    aggregate: `offer:${ref}`,
    payload: {
      id: offer.id,
      ref,
      change,
      status: offer.status,
      left: offer.availability?.count ?? null,
      soldOut: offer.availability?.count === 0,
    },
    audience: ['role:shifter', 'role:provider'],
  });
}

/** An offer as it would be entered. */
export function offerInputOf(offer: OfferRecord): OfferInput {
  return pick(offer, OfferInput);
}

// Only the keys of the schema, as they are kept; what the record knows besides is not part of the entry.
function pick<T extends object>(record: T, schema: { shape: object }): T {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key in schema.shape)) as T;
}
