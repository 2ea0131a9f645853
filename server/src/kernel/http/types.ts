import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { AnyContract } from '#contracts/contract';
import type { Actor } from '#kernel/access';
import type { ClientCertificate } from './client-dn.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Every contract that is served, by its operation id; the API description is completed from them. */
    contracts: Map<string, AnyContract>;
  }
  interface FastifyRequest {
    /** Who acts; set before every handler. */
    actor: Actor;
    /** Subject of the client's certificate in slash form, from our own TLS port or from a proxy that is believed. */
    clientDn: string | null;
    /** The certificate that the client showed there, believed or not. */
    clientCertificate: ClientCertificate | null;
  }
  interface FastifyContextConfig {
    /** Operation id of the contract, for metrics and logs. */
    operation?: string;
    /** A form of a public page that brings its own one-time nonce in place of the CSRF header. */
    ownNonce?: boolean;
    scope?: string;
  }
}

export type App = FastifyInstance;
/** A surface or a module's routes: an encapsulated Fastify plugin. */
export type Plugin = FastifyPluginAsync;
/** Finds out who sends a request; throws `unauthenticated` for a credential that does not hold. */
export type Authenticate = (request: FastifyRequest) => Promise<Actor>;
