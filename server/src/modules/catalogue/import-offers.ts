import { OfferInput, ProviderInput, ServiceInput } from '#contracts/catalogue/schemas';
import type { Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { keepProvider, keepService, type KeepTools, type Outcome } from './keep-entry.ts';
import { keepOffer, offerInputOf } from './keep-offer.ts';
import { settled } from './offer.ts';
import { readOfferEntries, type OfferEntry } from './read-offer-entries.ts';
import { findOfferByName } from './sql-offer-store.ts';
import { findProvider, freeSlug } from './sql-provider-store.ts';
import { findServiceByName, slugsLike, type ServiceRecord } from './sql-service-store.ts';
import { slugOf } from './words.ts';

export interface ImportReport {
  readonly entries: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Place in the file from 1, what it calls itself, and why it was left out. */
  readonly errors: readonly { readonly index: number; readonly name: string; readonly reason: string }[];
}

/**
 * Loads offers from the text of a file. Missing services, categories and providers are added; one transaction an entry,
 * so that a broken one is reported and the rest goes on. The same file again changes nothing.
 */
export const importOffers =
  ({ database, ...tools }: Pick<Kernel, 'database'> & KeepTools) =>
  async (
    actor: Actor,
    text: string,
    progress: (done: number, of: number) => void = () => undefined,
  ): Promise<ImportReport> => {
    const entries = readOfferEntries(text);
    const counts: Record<Outcome, number> = { created: 0, updated: 0, unchanged: 0 };
    const errors: { index: number; name: string; reason: string }[] = [];
    const seen = new Map<string, number>();
    for (const [place, { index, name, entry, problem }] of entries.entries()) {
      const key = entry && `${entry.service}\0${entry.offer}`.toLowerCase();
      const earlier = key === undefined ? undefined : seen.get(key);
      if (!entry || key === undefined) errors.push({ index, name, reason: problem ?? 'cannot be read' });
      else if (earlier !== undefined) errors.push({ index, name, reason: `is the same offer as entry ${earlier}` });
      else {
        seen.set(key, index);
        try {
          counts[await database.transact((tx) => importEntry(tx, tools, actor, entry))] += 1;
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          errors.push({ index, name, reason: error.message });
        }
      }
      progress(place + 1, entries.length);
    }
    return { entries: entries.length, ...counts, errors };
  };

async function importEntry(tx: Tx, tools: KeepTools, actor: Actor, entry: OfferEntry): Promise<Outcome> {
  const known = await findServiceByName(tx, entry.service);
  const slug = known ? await addCategory(tx, tools, actor, known, entry) : await addService(tx, tools, actor, entry);
  const before = known && (await findOfferByName(tx, known.id, entry.offer));
  const offer = OfferInput.safeParse({
    ...(before ? offerInputOf(before) : { name: entry.offer, orderType: 'order_required' }),
    parameters: entry.parameters,
    ...given({
      description: entry.description,
      orderType: entry.order_type,
      internal: entry.internal,
      orderUrl: entry.order_url,
      voucherable: entry.voucherable,
    }),
  });
  if (!offer.success) {
    const reason = offer.error.issues
      .map(({ path, message }) => `${path.map(String).join('.')}: ${message}`)
      .join('; ');
    throw new AppError('invalid', 'offer_unusable', reason);
  }
  return keepOffer(tx, tools, actor, { service: slug, offer: settled(offer.data) });
}

async function addService(tx: Tx, tools: KeepTools, actor: Actor, entry: OfferEntry): Promise<string> {
  const providerName = entry.provider ?? 'Imported';
  const provider = slugOf(providerName);
  if (!(await findProvider(tx, provider))) {
    await keepProvider(tx, tools, actor, ProviderInput.parse({ slug: provider, name: providerName, country: 'OT' }));
  }
  const wished = slugOf(entry.service);
  const slug = freeSlug(wished, await slugsLike(tx, wished));
  const service = ServiceInput.parse({
    slug,
    provider,
    name: entry.service,
    tagline: entry.tagline ?? '',
    categories: [entry.category],
    orderType: entry.order_type ?? 'order_required',
  });
  await keepService(tx, tools, actor, service);
  return slug;
}

// An older order names the offer under this category, so the service must be found there too.
async function addCategory(
  tx: Tx,
  tools: KeepTools,
  actor: Actor,
  known: ServiceRecord,
  entry: OfferEntry,
): Promise<string> {
  const has = known.categories.some((category) => category.toLowerCase() === entry.category.toLowerCase());
  if (!has) {
    const { id: _id, providerName: _name, publishedAt: _at, version: _version, ...service } = known;
    await keepService(tx, tools, actor, { ...service, categories: [...service.categories, entry.category] });
  }
  return known.slug;
}

function given<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
