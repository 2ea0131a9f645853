import type { Kernel } from '#kernel/assemble';
import type { Tx } from '#kernel/database';
import type { MailMessage } from '#kernel/mail';
import type { Reaction } from '#kernel/outbox';
import { isPublic } from '../bundles/bundle.ts';
import { refOf, type OfferRecord } from '../offer.ts';
import type { CataloguePorts } from '../ports.ts';
import { findOffer } from '../sql-offer-store.ts';
import { takeWatchers } from './sql-watchers.ts';

interface Parts {
  readonly mailer: Kernel['mailer'];
  readonly publicUrl: string;
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

async function tellSoldOut(tx: Tx, parts: Parts, offer: OfferRecord, version: string): Promise<void> {
  const { service } = offer;
  const ref = refOf(offer);
  for (const { email } of await parts.people.administratorsOf(tx, service.provider.slug))
    await parts.mailer.send(tx, {
      key: `offer:${ref}:sold-out:${email.toLowerCase()}:${version}`,
      to: email,
      subject: `Sold out: ${service.name}, ${offer.name}`,
      about: `offer:${ref}`,
      content: {
        opening: `The last ${offer.availability?.unit ?? 'piece'} of ${offer.name} was just ordered.`,
        rows: rowsOf(offer),
        paragraphs: ['Nobody can order it until there is some again. Customers can ask to be told.'],
        button: {
          label: 'Say how many there are',
          url: `${parts.publicUrl}/marketplace/${service.slug}/offers/${offer.iid}`,
        },
        otherwise: 'If you do nothing, the offer stays in the catalogue and says that all are taken.',
        because: `You get this because you keep the entries of ${service.provider.name}.`,
      },
    } satisfies MailMessage);
}

async function tellBack(tx: Tx, parts: Parts, offer: OfferRecord): Promise<void> {
  const { service, availability } = offer;
  const ref = refOf(offer);
  const watchers = await parts.people.byIds(tx, await takeWatchers(tx, offer.id));
  for (const { id, email } of watchers.values())
    await parts.mailer.send(tx, {
      key: `offer:${ref}:back:${id}:${offer.version}`,
      to: email,
      subject: `Available again: ${service.name}, ${offer.name}`,
      about: `offer:${ref}`,
      content: {
        opening: availability
          ? `There are ${availability.count} ${availability.unit} of ${offer.name} again.`
          : `${offer.name} can be ordered again.`,
        rows: rowsOf(offer),
        paragraphs: ['Who orders first gets it; nothing is held for you.'],
        button: { label: 'Order it', url: `${parts.publicUrl}/marketplace/${service.slug}/order?offer=${offer.iid}` },
        otherwise: 'If you do nothing, nothing happens. You are told once.',
        because: 'You get this because you asked to be told.',
      },
    } satisfies MailMessage);
}

function rowsOf({ name, service }: OfferRecord) {
  return [
    ['Service', service.name],
    ['Offer', name],
    ['Provider', service.provider.name],
  ] as const;
}
