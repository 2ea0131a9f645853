import { z } from 'zod';
import { kindOf } from '#contracts/catalogue/access';
import { offerEndpoints, type KeptOffer, type OfferFrame, type OwnOffer } from '#contracts/catalogue/offers';
import { require, type Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { Read } from '#kernel/database';
import { AppError, notFound } from '#kernel/errors';
import { cursorNumber, decodeCursor, encodeCursor, ifMatch, route, type Plugin } from '#kernel/http';
import { bundleRef } from '../bundles/bundle.ts';
import { bundlesWith } from '../bundles/sql-bundle-store.ts';
import { visibleOffer } from '../catalogue-queries.ts';
import { addOffer, changeOffer, offerInputOf } from '../keep-offer.ts';
import { refOf, type OfferRecord } from '../offer.ts';
import { isAvailable } from '../omses/oms.ts';
import { allOmses } from '../omses/sql-oms-store.ts';
import { keptBy, mayKeep, maySee } from '../policies.ts';
import type { CataloguePorts } from '../ports.ts';
import { findService } from '../sql-service-store.ts';
import { ownOffers, type OwnOfferRow } from './sql-own-offers.ts';
import { addWatcher, isWatching, removeWatcher } from './sql-watchers.ts';

interface Place {
  readonly slug: string;
  readonly iid: number;
}

/** Offers for who keeps them, and "tell me when it is back" for customers. */
export const offerRoutes =
  (
    kernel: Pick<Kernel, 'database' | 'clock' | 'publish' | 'audit'>,
    { openOrders }: Pick<CataloguePorts, 'openOrders'>,
  ): Plugin =>
  async (app) => {
    const { database, clock } = kernel;

    route(app, offerEndpoints.listOwnOffers, async ({ query, request }) => {
      const read = database.read();
      const from =
        query.after === undefined ? undefined : decodeCursor(query.after, z.tuple([z.string(), cursorNumber]));
      const rows = await ownOffers(read, keptBy(request.actor), {
        after: from && { slug: from[0], iid: from[1] },
        limit: query.limit + 1,
      });
      const shown = rows.slice(0, query.limit);
      const last = shown.at(-1);
      const open = await openOrders(
        read,
        shown.map(({ id }) => id),
      );
      return {
        items: shown.map((row) => toOwnOffer(row, open.get(row.id) ?? 0)),
        next: rows.length > shown.length && last ? encodeCursor([last.slug, last.iid]) : null,
        total: null,
      };
    });

    route(app, offerEndpoints.readOfferFrame, ({ params, request }) =>
      frameOf(database.read(), request.actor, params.slug),
    );
    route(app, offerEndpoints.readKeptOffer, async ({ params, request }) => {
      const offer = await offerFor(database.read(), request.actor, params);
      return toKept(database.read(), request.actor, offer);
    });
    route(app, offerEndpoints.createOffer, async ({ params, body, request: { actor } }) => {
      const { offer } = await database.transact((tx) =>
        addOffer(tx, kernel, actor, { service: params.slug, offer: body }),
      );
      return toKept(database.read(), actor, offer);
    });
    route(app, offerEndpoints.changeOffer, async ({ params, body, request }) => {
      const { offer } = await database.transact((tx) =>
        changeOffer(tx, kernel, request.actor, {
          service: params.slug,
          iid: params.iid,
          offer: body,
          seenVersion: ifMatch(request),
        }),
      );
      return toKept(database.read(), request.actor, offer);
    });

    route(app, offerEndpoints.readWatch, async ({ params, request: { actor } }) => {
      const offer = await offerFor(database.read(), actor, params);
      return { watching: await isWatching(database.read(), offer.id, actor.id ?? '') };
    });
    route(app, offerEndpoints.setWatch, async ({ params, body: { watching }, request: { actor } }) => {
      await database.transact(async (tx) => {
        const offer = await offerFor(tx, actor, params);
        if (!watching) return removeWatcher(tx, offer.id, actor.id ?? '');
        if (offer.availability?.count !== 0)
          throw new AppError(
            'refused',
            'offer_not_sold_out',
            `${offer.name} can be ordered now. There is nothing to wait for`,
          );
        await addWatcher(tx, offer.id, actor.id ?? '', clock.now());
      });
      return { watching };
    });
  };

async function offerFor(read: Read, actor: Actor, place: Place): Promise<OfferRecord> {
  const offer = await visibleOffer(read, actor, place);
  if (!offer) throw notFound(`offer ${place.slug}/${place.iid}`);
  return offer;
}

async function frameOf(read: Read, actor: Actor, slug: string): Promise<OfferFrame> {
  const service = await findService(read, slug);
  if (!service || !maySee(actor, { status: service.status, providerSlug: service.provider }))
    throw notFound(`service ${slug}`);
  const { name, orderType, provider, providerName } = service;
  require(mayKeep(actor, { slug: provider, name: providerName }));
  const omses = (await allOmses(read)).filter((oms) => isAvailable(oms, service));
  return {
    service: { slug, name, orderType, provider: { slug: provider, name: providerName } },
    omses: omses.map((oms) => ({
      id: oms.id,
      name: oms.name,
      isDefault: oms.isDefault,
      params: Object.entries(oms.customParams).map(([param, of]) => ({
        name: param,
        mandatory: of.mandatory,
        default: of.mandatory ? of.default : '',
      })),
    })),
  };
}

async function toKept(read: Read, actor: Actor, offer: OfferRecord): Promise<KeptOffer> {
  const frame = await frameOf(read, actor, offer.service.slug);
  const bundles = await bundlesWith(read, { serviceId: offer.service.id }, ['published', 'draft', 'unpublished']);
  return {
    ...frame,
    ref: refOf(offer),
    iid: offer.iid,
    entry: offerInputOf(offer),
    version: offer.version,
    bundles: bundles
      .filter(({ main, further }) => [main, ...further].some(({ id }) => id === offer.id))
      .map((bundle) => ({ ref: bundleRef(bundle), name: bundle.name, leads: bundle.main.id === offer.id })),
  };
}

function toOwnOffer(row: OwnOfferRow, openOrders: number): OwnOffer {
  return {
    ref: `${row.slug}/${row.iid}`,
    name: row.name,
    service: { slug: row.slug, name: row.service },
    provider: row.provider,
    kind: kindOf(row),
    status: row.status,
    availability: row.limited ? { count: row.count, unit: row.unit } : null,
    openOrders,
    waiting: row.waiting,
  };
}
