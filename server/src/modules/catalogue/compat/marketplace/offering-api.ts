import type { FastifyRequest } from 'fastify';
import type { ActorOfToken } from '#identity';
import type { Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { Read } from '#kernel/database';
import { AppError, type FieldError } from '#kernel/errors';
import type { Plugin } from '#kernel/http';
import { bundlesWith } from '../../bundles/sql-bundle-store.ts';
import { addOffer, changeOffer, offerInputOf } from '../../keep-offer.ts';
import {
  ForeignError,
  foreignRoute,
  notAllowed,
  notThere,
  pathId,
  readBody,
  speakMarketplace,
} from './foreign-face.ts';
import type { OfferRecord } from '../../offer.ts';
import { allOmses } from '../../omses/sql-oms-store.ts';
import { keptBy, mayKeep, maySee } from '../../policies.ts';
import { findOfferByRef, lockOffer, offersOf } from '../../sql-offer-store.ts';
import { findServiceBySlugOrPid, servicesOf, type ServiceRecord } from '../../sql-service-store.ts';
import { modelError, toEntry, toForeignOffer, toResource } from './foreign-offer.ts';
import { offerUpdate, offerWrite, type ForeignOfferInput } from './offer-schemas.ts';

type OfferingKernel = Pick<Kernel, 'database' | 'clock' | 'publish' | 'audit'>;

/** The Offering API of the marketplace (ordering.md 3.3): provider administrators keep their offers by program. */
export const offeringApi =
  (kernel: OfferingKernel, { actorOfToken }: { actorOfToken: ActorOfToken }): Plugin =>
  async (app) => {
    const { database } = kernel;
    speakMarketplace(app, { actorOfToken });

    const show = async (read: Read, service: ServiceRecord, offers: readonly OfferRecord[]) => {
      const [omses, bundles] = await Promise.all([
        allOmses(read),
        bundlesWith(read, { serviceId: service.id }, ['published']),
      ]);
      return offers.map((offer) => toForeignOffer(offer, { omses, bundles }));
    };
    const shown = async (service: ServiceRecord, offer: OfferRecord) =>
      (await show(database.read(), service, [offer]))[0];

    app.get('/api/v1/resources', foreignRoute, async ({ actor }) => {
      const read = database.read();
      const [services, omses] = await Promise.all([servicesOf(read, keptBy(actor)), allOmses(read)]);
      return { resources: services.map((service) => toResource(service, omses)) };
    });

    // A persistent identifier may hold one slash.
    for (const resource of ['/api/v1/resources/:id', '/api/v1/resources/:id/:rest']) {
      app.get(resource, foreignRoute, async (request) => {
        const read = database.read();
        const service = await serviceAt(read, request);
        ownOnly(request.actor, service);
        return toResource(service, await allOmses(read));
      });

      app.get(`${resource}/offers`, foreignRoute, async (request) => {
        const read = database.read();
        const service = await serviceAt(read, request);
        const offers = isOwn(request.actor, service) ? await offersOf(read, service.id) : [];
        return { offers: await show(read, service, offers.filter(isPublished)) };
      });

      app.post(`${resource}/offers`, foreignRoute, async (request, reply) => {
        const service = await serviceAt(database.read(), request);
        const body = readOffer(request, offerWrite);
        ownOnly(request.actor, service);
        const { offer } = await told(() =>
          database.transact(async (tx) => {
            const entry = toEntry(body, undefined, await allOmses(tx));
            return addOffer(tx, kernel, request.actor, { service: service.slug, offer: entry });
          }),
        );
        return reply.code(201).send(await shown(service, offer));
      });

      const one = `${resource}/offers/:offer`;
      app.get(one, foreignRoute, async (request) => {
        const { service, offer } = await offerAt(database.read(), request);
        return shown(service, offer);
      });

      app.route({
        ...foreignRoute,
        method: ['PATCH', 'PUT'],
        url: one,
        handler: async (request) => {
          const { service, offer: before } = await offerAt(database.read(), request);
          const body = readOffer(request, offerUpdate);
          const place = { slug: service.slug, iid: before.iid };
          const { offer } = await told(() =>
            database.transact(async (tx) => {
              await lockOffer(tx, place);
              const known = await findOfferByRef(tx, place);
              if (!known) throw notThere('Offer');
              const entry = toEntry(body, offerInputOf(known), await allOmses(tx));
              return changeOffer(tx, kernel, request.actor, { service: service.slug, offer: entry, iid: known.iid });
            }),
          );
          return shown(service, offer);
        },
      });

      app.delete(one, foreignRoute, async (request, reply) => {
        const { service, offer } = await offerAt(database.read(), request);
        // Orders keep their offer, so that it is marked and stays for them.
        const gone = { ...offerInputOf(offer), status: 'deleted' } as const;
        await told(() =>
          database.transact((tx) =>
            changeOffer(tx, kernel, request.actor, { service: service.slug, offer: gone, iid: offer.iid }),
          ),
        );
        return reply.code(200).send();
      });
    }
  };

const isPublished = ({ status }: Pick<OfferRecord, 'status'>) => status === 'published';

function isOwn(actor: Actor, { provider, providerName }: ServiceRecord): boolean {
  return mayKeep(actor, { slug: provider, name: providerName }).allowed;
}

function ownOnly(actor: Actor, service: ServiceRecord): void {
  if (!isOwn(actor, service)) throw notAllowed();
}

/** The service of the address, by slug or persistent identifier. */
async function serviceAt(read: Read, request: FastifyRequest): Promise<ServiceRecord> {
  const { id, rest } = request.params as { id: string; rest?: string };
  const service = await findServiceBySlugOrPid(read, rest === undefined ? id : `${id}/${rest}`);
  if (!service || !maySee(request.actor, { status: service.status, providerSlug: service.provider }))
    throw notThere('Resource');
  return service;
}

/** The offer of the address, once the caller is known to keep it; what is not published belongs to the editor. */
async function offerAt(read: Read, request: FastifyRequest) {
  const service = await serviceAt(read, request);
  const iid = pathId((request.params as { offer: string }).offer);
  const offer = iid === undefined ? undefined : await findOfferByRef(read, { slug: service.slug, iid });
  if (!offer || offer.status === 'deleted') throw notThere('Offer');
  ownOnly(request.actor, service);
  if (!isPublished(offer)) throw notAllowed();
  return { service, offer };
}

function readOffer(request: FastifyRequest, schema: typeof offerUpdate): ForeignOfferInput {
  const body = readBody<ForeignOfferInput>(request, schema);
  if (body.main_bundles !== undefined && body.main_bundles !== null)
    throw new ForeignError(400, 'Bundled offers must be an array of strings');
  return body;
}

/** Says in the words of the marketplace what the model refuses. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'offer_unusable') throw modelError(error.details['errors'] as FieldError[]);
    if (error.code === 'offer_leads_bundle') throw modelError([{ path: 'base', message: error.message }]);
    throw error;
  }
}
