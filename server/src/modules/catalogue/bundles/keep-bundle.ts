import { BundleInput } from '#contracts/catalogue/bundles';
import { require, system, type Actor } from '#kernel/access';
import type { Read, Tx } from '#kernel/database';
import { AppError, invalid, notFound, type FieldError } from '#kernel/errors';
import { wantsVersion } from '#kernel/http';
import type { KeepTools, Outcome } from '../keep-entry.ts';
import { readRef, refOf, type OfferRecord } from '../offer.ts';
import { mayKeep } from '../policies.ts';
import { findOfferByRef } from '../sql-offer-store.ts';
import { findProvider } from '../sql-provider-store.ts';
import { lockService } from '../sql-service-store.ts';
import { sameJson } from '../words.ts';
import { bundleRef, isPublic, type BundleRecord } from './bundle.ts';
import {
  bundleLedBy,
  draftBroken,
  findBundle,
  findBundleByName,
  insertBundle,
  updateBundle,
} from './sql-bundle-store.ts';

export interface Kept {
  readonly outcome: Outcome;
  readonly bundle: BundleRecord;
}

/**
 * Adds a bundle to the service of its main offer, or writes over the one at `place`, or the one of the same name there;
 * the same entry twice changes nothing. Refuses with each field at fault: offers that are not there, and for a published
 * bundle offers that are not public (ordering.md 2.4).
 */
export async function keepBundle(
  tx: Tx,
  tools: KeepTools,
  actor: Actor,
  input: BundleInput,
  { place, seenVersion }: { place?: { slug: string; iid: number } | undefined; seenVersion?: number | undefined } = {},
): Promise<Kept> {
  const { main, further, errors } = await offersFor(tx, input);
  const provider = await findProvider(tx, input.provider);
  if (!provider) errors.push({ path: 'provider', message: `there is no provider ${input.provider}` });
  if (place && main && main.service.slug !== place.slug)
    errors.push({ path: 'mainOffer', message: `must be an offer of ${place.slug}, with which the bundle is kept` });
  if (!main || !provider || errors.length > 0) throw invalid('bundle_unusable', errors);

  await lockService(tx, main.service.slug);
  const atPlace = place && (await findBundle(tx, place));
  if (place && (!atPlace || atPlace.status === 'deleted')) throw notFound(`bundle ${place.slug}/${place.iid}`);
  const ofName = await findBundleByName(tx, main.service.id, input.name);
  require(mayKeep(actor, main.service.provider));
  require(mayKeep(actor, provider));
  if (atPlace && ofName && ofName.id !== atPlace.id)
    throw invalid('bundle_unusable', [{ path: 'name', message: `there is a bundle ${ofName.name} already` }]);
  const known = atPlace ?? ofName;
  if (known) wantsVersion(seenVersion, known.version, `Bundle ${bundleRef(known)}`);
  if (known && sameJson(inputOf(known), input)) return { outcome: 'unchanged', bundle: known };

  const kept = {
    input,
    mainOfferId: main.id,
    furtherIds: further.map(({ id }) => id),
    providerId: provider.id,
  };
  const now = tools.clock.now();
  if (known) await updateBundle(tx, known.id, kept, now);
  const iid = known?.iid ?? (await insertBundle(tx, main.service.id, kept, now));
  const bundle = await findBundle(tx, { slug: main.service.slug, iid });
  if (!bundle) throw new Error(`bundle ${main.service.slug}/${iid} is gone inside its own transaction`);
  await announce(tx, tools, actor, { ref: bundleRef(bundle), status: bundle.status });
  return { outcome: known ? 'updated' : 'created', bundle };
}

/** A bundle as it would be entered. */
function inputOf(bundle: BundleRecord): BundleInput {
  const kept = { ...bundle, mainOffer: refOf(bundle.main), offers: bundle.further.map(refOf) };
  return Object.fromEntries(Object.entries(kept).filter(([key]) => key in BundleInput.shape)) as BundleInput;
}

async function offersFor(read: Read, input: BundleInput) {
  const errors: FieldError[] = [];
  const find = async (ref: string, path: string): Promise<OfferRecord | undefined> => {
    const place = readRef(ref);
    const offer = place && (await findOfferByRef(read, place));
    if (!offer || offer.status === 'deleted') errors.push({ path, message: `there is no offer ${ref}` });
    else if (input.status === 'published' && !isPublic(offer))
      errors.push({ path, message: `${ref} is not published, so nobody could order the bundle` });
    else return offer;
    return undefined;
  };
  const main = await find(input.mainOffer, 'mainOffer');
  const further: OfferRecord[] = [];
  for (const [index, ref] of input.offers.entries()) {
    const offer = await find(ref, `offers.${index}`);
    if (offer) further.push(offer);
  }
  return { main, further, errors };
}

/** A bundle stands on its main offer: while it does, that offer stays published (ordering.md 2.4). */
export async function refuseMainOffer(tx: Tx, offer: Pick<OfferRecord, 'id' | 'name'>): Promise<void> {
  const led = await bundleLedBy(tx, offer.id);
  if (!led) return;
  throw new AppError(
    'refused',
    'offer_leads_bundle',
    `${offer.name} is the main offer of the bundle ${led.name}. Delete the bundle, or give it another main offer first`,
  );
}

/** Takes back to draft every bundle of which an offer has stopped being public. */
export async function draftBrokenBundles(tx: Tx, tools: KeepTools): Promise<void> {
  for (const { slug, iid } of await draftBroken(tx, tools.clock.now()))
    await announce(tx, tools, system, { ref: `${slug}/${iid}`, status: 'draft' });
}

async function announce(
  tx: Tx,
  { publish, audit }: KeepTools,
  actor: Actor,
  { ref, status }: { ref: string; status: string },
): Promise<void> {
  await publish(tx, {
    type: 'catalogue.bundle_changed',
    aggregate: `bundle:${ref}`,
    payload: { ref, status },
    audience: ['role:shifter', 'role:provider'],
  });
  await audit(tx, { actor, action: 'catalogue.keep_bundle', target: `bundle:${ref}`, details: { status } });
}
