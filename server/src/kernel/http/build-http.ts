import { randomUUID } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import Fastify, { LogController, type FastifyServerFactoryHandler } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject, validatorCompiler } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { anonymous } from '#kernel/access';
import { loggableUrl, type Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import { traceRequests } from '#kernel/tracing';
import { proxiesAt, readClientCertificate } from './client-dn.ts';
import { describe, type Description } from './describe.ts';
import { requireKeepable } from './keepable.ts';
import { answerErrors } from './problem.ts';
import { readableUrl } from './readable-url.ts';
import type { App, Authenticate } from './types.ts';

export interface HttpSettings {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly authenticate: Authenticate;
  /** Addresses and networks of proxies whose `X-Forwarded-*` headers are believed. */
  readonly trustProxy: readonly string[] | undefined;
  /** Header, in lower case, in which such a proxy hands over the subject of the client's certificate. */
  readonly clientDnHeader?: string | undefined;
  readonly publicUrl: string;
  /** Each request is a span: to be set where tracing was started. */
  readonly traces?: boolean;
  /** Certificate and key for a second, encrypted listener with the same application. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca?: string | undefined } | undefined;
}

export interface Listening {
  readonly app: App;
  /** Starts an encrypted listener, one that asks for a client's certificate unless told otherwise, and answers its port. */
  readonly listenTls: (port: number, host: string, options?: { requestCert: boolean }) => Promise<number>;
}

const bodyLimitBytes = 1_048_576;
// Requests under way may take this long after a stop was asked for.
const graceMilliseconds = 5000;
const sweepMilliseconds = 50;

/** The HTTP application: parsing, identity of the caller, problem+json, OpenAPI; modules add their routes. */
export async function buildHttp(settings: HttpSettings): Promise<Listening> {
  const { logger, metrics, tls, clientDnHeader } = settings;
  const isProxy = proxiesAt(settings.trustProxy ?? []);
  let handle: FastifyServerFactoryHandler | undefined;
  const app = Fastify({
    serverFactory: (handler) => {
      handle = handler;
      return http.createServer({ keepAliveTimeout: 72_000 }, handler);
    },
    loggerInstance: logger.child(
      {},
      {
        serializers: {
          req: (request: { method: string; url: string }) => ({
            method: request.method,
            url: loggableUrl(request.url),
          }),
        },
      },
    ),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: bodyLimitBytes,
    trustProxy: isProxy,
    // Long parameters and bytes that are no text are for the routes, which know how to answer them.
    routerOptions: { maxParamLength: http.maxHeaderSize, ignoreTrailingSlash: true },
    rewriteUrl: (request) => readableUrl(request.url ?? '/'),
    forceCloseConnections: 'idle',
  }) as unknown as App;
  app.decorate('contracts', new Map());
  app.setValidatorCompiler(validatorCompiler);
  // No contract has codecs, so an answer is parsed like everything else; encoding would go through each part twice.
  app.setSerializerCompiler<z.ZodType>(
    ({ schema }) =>
      (answer) =>
        JSON.stringify(schema.parse(answer)),
  );

  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
        upgradeInsecureRequests: null,
      },
    },
    crossOriginEmbedderPolicy: false,
    ...(settings.publicUrl.startsWith('https:') ? {} : { strictTransportSecurity: false }),
  });
  await app.register(cookie);
  await app.register(formbody, { bodyLimit: 65_536 });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Portolan API',
        version: '1',
        description:
          'The own API of Portolan. Errors are `application/problem+json` with a stable `code`. Lists are paged by keyset: hand `next` back as `after`.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: settings.publicUrl }],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'API token made in the settings' },
          session: { type: 'apiKey', in: 'cookie', name: 'portolan_session' },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: (input) => {
      const document = jsonSchemaTransformObject(input);
      describe(document as Description, app.contracts);
      return document;
    },
  });

  if (settings.traces === true) traceRequests(app);
  app.decorateRequest('actor', null as never);
  app.decorateRequest('clientDn', null);
  app.decorateRequest('clientCertificate', null);
  app.addHook('onRequest', async (request, reply) => {
    request.actor = anonymous;
    const certificate = readClientCertificate(request, clientDnHeader, isProxy);
    request.clientCertificate = certificate;
    request.clientDn = certificate?.refused === null ? certificate.subject : null;
    reply.header('x-request-id', request.id);
  });
  app.addHook('preValidation', async (request) => {
    request.actor = await settings.authenticate(request);
    requireKeepable(request);
  });
  app.addHook('onResponse', async (request, reply) => {
    const operation = request.routeOptions.config.operation ?? request.routeOptions.url ?? 'none';
    metrics.requests.observe({ operation, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    request.log.info(
      {
        requestId: request.id,
        method: request.method,
        url: loggableUrl(request.url),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        actor: request.actor.id,
      },
      'request',
    );
  });
  app.setErrorHandler(
    answerErrors((reply, problem) =>
      reply.code(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problem),
    ),
  );

  // All listeners stop accepting at once, finish what runs, and after a grace cut what still hangs on.
  const secure: https.Server[] = [];
  let secureClosed: Promise<unknown> | undefined;
  app.addHook('preClose', (done) => {
    secureClosed = Promise.all(
      secure.map((server) => new Promise<void>((closed) => void server.close(() => closed()))),
    );
    if (app.server.listening) {
      // A kept connection is idle only once its last answer is out, which may be after this moment.
      const sweep = setInterval(() => {
        app.server.closeIdleConnections();
        for (const server of secure) server.closeIdleConnections();
      }, sweepMilliseconds);
      const cut = setTimeout(() => {
        app.server.closeAllConnections();
        for (const server of secure) server.closeAllConnections();
      }, graceMilliseconds);
      const plainClosed = new Promise((closed) => void app.server.once('close', closed));
      void Promise.all([plainClosed, secureClosed]).then(() => {
        clearInterval(sweep);
        clearTimeout(cut);
      });
    }
    done();
  });
  app.addHook('onClose', async () => {
    await secureClosed;
  });

  async function listenTls(port: number, host: string, { requestCert } = { requestCert: true }): Promise<number> {
    if (!tls) throw new Error('no certificate is configured');
    const server = https.createServer(
      {
        cert: tls.cert,
        key: tls.key,
        // Without an authority of ours no certificate is believed, not even one of the authorities that browsers know.
        ca: tls.ca ?? [],
        requestCert,
        rejectUnauthorized: false,
        minVersion: 'TLSv1.2',
      },
      (request, response) => handle?.(request, response),
    );
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen(port, host, () => done());
    });
    secure.push(server);
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  return { app, listenTls };
}
