import { OfferInput } from '#contracts/catalogue/schemas';
import { require, type Actor } from '#kernel/access';
import type { Read, Tx } from '#kernel/database';
import { invalid, notFound, type FieldError } from '#kernel/errors';
import { wantsVersion } from '#kernel/http';
import { draftBrokenBundles, refuseMainOffer } from './bundles/keep-bundle.ts';
import { pick, type KeepTools, type Outcome } from './keep-entry.ts';
import { refOf, settled, type OfferRecord } from './offer.ts';
import { omsFaults } from './omses/oms.ts';
import { holdOmses } from './omses/sql-oms-store.ts';
import { mayKeep } from './policies.ts';
import {
  findOffer,
  findOfferByName,
  findOfferByRef,
  insertOffer,
  lockOffer,
  offersOf,
  updateOffer,
} from './sql-offer-store.ts';
import { findService, lockService, refreshServices, type ServiceRecord } from './sql-service-store.ts';
import { sameJson } from './words.ts';

interface Entry {
  /** Slug. */
  readonly service: string;
  readonly offer: OfferInput;
}

export interface KeptOffer {
  readonly outcome: Outcome;
  readonly offer: OfferRecord;
}

/** Adds an offer to a service, or brings the one of that name up to date; the same entry twice changes nothing. */
export async function keepOffer(tx: Tx, tools: KeepTools, actor: Actor, entry: Entry): Promise<Outcome> {
  const { service, offer, faults } = await prepare(tx, actor, entry);
  if (faults.length > 0) throw invalid('offer_unusable', faults);
  const known = await findOfferByName(tx, service.id, offer.name);
  return (await write(tx, tools, actor, { service, offer, known })).outcome;
}

/**
 * Adds an offer under the next number of its service. Refuses a name that another offer of the service has, and a
 * published offer that leaves the service without one of its own order type (ordering.md 2.2).
 */
export async function addOffer(tx: Tx, tools: KeepTools, actor: Actor, entry: Entry): Promise<KeptOffer> {
  const { service, offer, faults } = await prepare(tx, actor, entry);
  faults.push(...(await faultsBeside(tx, service, offer, undefined)));
  if (faults.length > 0) throw invalid('offer_unusable', faults);
  return write(tx, tools, actor, { service, offer, known: undefined });
}

/** Writes over the offer of this number; refused as `addOffer` is, and when it has moved on since `seenVersion`. */
export async function changeOffer(
  tx: Tx,
  tools: KeepTools,
  actor: Actor,
  { iid, seenVersion, ...entry }: Entry & { iid: number; seenVersion?: number | undefined },
): Promise<KeptOffer> {
  const { service, offer, faults } = await prepare(tx, actor, entry);
  const place = { slug: service.slug, iid };
  await lockOffer(tx, place);
  const known = await findOfferByRef(tx, place);
  if (!known || known.status === 'deleted') throw notFound(`offer ${place.slug}/${iid}`);
  wantsVersion(seenVersion, known.version, `Offer ${known.name}`);
  faults.push(...(await faultsBeside(tx, service, offer, known)));
  if (faults.length > 0) throw invalid('offer_unusable', faults);
  return write(tx, tools, actor, { service, offer, known });
}

async function prepare(tx: Tx, actor: Actor, { service: slug, offer: input }: Entry) {
  await lockService(tx, slug);
  const service = await findService(tx, slug);
  if (!service || service.status === 'deleted') throw notFound(`service ${slug}`);
  require(mayKeep(actor, { slug: service.provider, name: service.providerName }));
  const offer = settled(input);
  const faults = offer.internal && offer.status !== 'deleted' ? omsFaults(offer, await holdOmses(tx), service) : [];
  return { service, offer, faults };
}

/** What is wrong with an offer beside the others of its service. */
async function faultsBeside(
  read: Read,
  service: ServiceRecord,
  offer: OfferInput,
  known: OfferRecord | undefined,
): Promise<FieldError[]> {
  if (offer.status === 'deleted') return [];
  const others = (await offersOf(read, service.id)).filter(({ id }) => id !== known?.id);
  const faults: FieldError[] = [];
  if (others.some(({ name }) => name.toLowerCase() === offer.name.toLowerCase()))
    faults.push({ path: 'name', message: 'has already been taken' });
  const published = [...others, offer].filter(({ status }) => status === 'published');
  const isOdd = offer.status === 'published' && !published.some(({ orderType }) => orderType === service.orderType);
  if (isOdd)
    faults.push({
      path: 'orderType',
      message: `at least one published offer must have the order type of the service: ${service.orderType}`,
    });
  return faults;
}

async function write(
  tx: Tx,
  tools: KeepTools,
  actor: Actor,
  { service, offer, known }: { service: ServiceRecord; offer: OfferInput; known: OfferRecord | undefined },
): Promise<KeptOffer> {
  if (known && sameJson(offerInputOf(known), offer)) return { outcome: 'unchanged', offer: known };
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
  return { outcome: known ? 'updated' : 'created', offer: kept };
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
      version: offer.version,
    },
    audience: ['role:shifter', 'role:provider'],
  });
}

/** An offer as it would be entered. */
export function offerInputOf(offer: OfferRecord): OfferInput {
  return pick(offer, OfferInput);
}
