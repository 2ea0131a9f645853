import type { Kernel } from '#kernel/assemble';
import type { Tx } from '#kernel/database';
import { letter } from '#kernel/mail-texts';
import type { Reaction } from '#kernel/outbox';
import { isPublic } from '../bundles/bundle.ts';
import { catalogueLabels as label } from '../mail-labels.ts';
import { refOf, type OfferRecord } from '../offer.ts';
import type { CataloguePorts } from '../ports.ts';
import { findOffer } from '../sql-offer-store.ts';
import { availabilityMoments } from './availability-moments.ts';
import { takeWatchers } from './sql-watchers.ts';

interface Parts {
  readonly kernel: Pick<Kernel, 'mailer' | 'mailTexts' | 'config'>;
  readonly people: CataloguePorts['people'];
}

/**
 * Mails of limited offers (ordering.md 2.2): when the last is taken, the administrators of the provider hear it, once for
 * each time; when there is some again, those who asked do, and are then off the list.
 */
export function tellAvailability(parts: Parts): Reaction {
  return {
    name: 'catalogue.tell-availability',
    on: ['catalogue.offer_changed'],
    async react(tx, { payload }) {
      const offer = await findOffer(tx, String(payload['id']));
      if (!offer) return;
      if (payload['change'] === 'taken' && payload['soldOut'] === true)
        await tellSoldOut(tx, parts, offer, String(payload['version']));
      // What holds now counts, not what held then: the last may be taken again before this runs.
      if (offer.availability?.count !== 0 && isPublic(offer)) await tellBack(tx, parts, offer);
    },
  };
}

async function tellSoldOut(tx: Tx, { kernel, people }: Parts, offer: OfferRecord, version: string): Promise<void> {
  const { service } = offer;
  const ref = refOf(offer);
  for (const { email, language } of await people.administratorsOf(tx, service.provider.slug))
    await kernel.mailer.send(tx, {
      key: `offer:${ref}:sold-out:${email.toLowerCase()}:${version}`,
      to: email,
      about: `offer:${ref}`,
      ...letter(await kernel.mailTexts.words(tx, availabilityMoments.soldOut, factsOf(offer), { language }), {
        rows: rowsOf(offer),
        url: `${kernel.config.publicUrl}/marketplace/${service.slug}/offers/${offer.iid}`,
        because: `You get this because you keep the entries of ${service.provider.name}.`,
      }),
    });
}

async function tellBack(tx: Tx, { kernel, people }: Parts, offer: OfferRecord): Promise<void> {
  const { service, availability } = offer;
  const ref = refOf(offer);
  const values = {
    ...factsOf(offer),
    'offer.is_counted': availability !== null,
    'offer.left': availability?.count ?? 0,
  };
  const watchers = await people.byIds(tx, await takeWatchers(tx, offer.id));
  for (const { id, email, language } of watchers.values())
    await kernel.mailer.send(tx, {
      key: `offer:${ref}:back:${id}:${offer.version}`,
      to: email,
      about: `offer:${ref}`,
      ...letter(await kernel.mailTexts.words(tx, availabilityMoments.back, values, { language }), {
        rows: rowsOf(offer),
        url: `${kernel.config.publicUrl}/marketplace/${service.slug}/order?offer=${offer.iid}`,
        because: 'You get this because you asked to be told.',
      }),
    });
}

const factsOf = ({ name, service, availability }: OfferRecord) => ({
  'service.name': service.name,
  'offer.name': name,
  'offer.unit': availability?.unit ?? '',
  'provider.name': service.provider.name,
});

function rowsOf({ name, service }: OfferRecord) {
  return [
    [label.service, service.name],
    [label.offer, name],
    [label.provider, service.provider.name],
  ] as const;
}
