import type { FastifyRequest } from 'fastify';
import { messagingEndpoints as endpoints } from '#contracts/messaging/endpoints';
import { notFound } from '#kernel/errors';
import { route, type App } from '#kernel/http';
import { listFailedMappings } from '../certificates/failed-mappings.ts';
import { mayGovern } from '../people/policies.ts';
import { accept, decline, listRegistrations } from '../registrations/keep-registration.ts';
import { house } from '../roles.ts';
import type { PortalParts } from './portal-routes.ts';

/** Who asks for a user, and certificates that found none: for portal administrators; for everybody else there is nothing. */
export function registrationRoutes(app: App, { context, acting }: PortalParts): void {
  const forGovernors = ({ actor }: FastifyRequest) => {
    if (!mayGovern(actor).allowed) throw notFound('such page');
  };

  route(app, endpoints.listMessagingRegistrations, async ({ request }) => {
    forGovernors(request);
    return { items: await listRegistrations(context.database.read(), { status: 'pending' }) };
  });
  route(app, endpoints.acceptMessagingRegistration, async ({ params, request }) => {
    forGovernors(request);
    return accept(acting(request), context.publish)(house, params.registration);
  });
  route(app, endpoints.declineMessagingRegistration, async ({ params, body, request }) => {
    forGovernors(request);
    await decline(acting(request), context.publish)(house, params.registration, body.comment);
  });
  route(app, endpoints.listFailedMappings, async ({ request }) => {
    forGovernors(request);
    return { items: await listFailedMappings(context.database.read()) };
  });
}
