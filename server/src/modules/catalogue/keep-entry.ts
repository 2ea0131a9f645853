import { ProviderInput, ServiceInput } from '#contracts/catalogue/schemas';
import { require, type Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { Tx } from '#kernel/database';
import { notFound } from '#kernel/errors';
import { draftBrokenBundles } from './bundles/keep-bundle.ts';
import { mayKeep } from './policies.ts';
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

/** Only the keys of the schema, as they are kept; what the record knows besides is not part of the entry. */
export function pick<T extends object>(record: T, schema: { shape: object }): T {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key in schema.shape)) as T;
}
