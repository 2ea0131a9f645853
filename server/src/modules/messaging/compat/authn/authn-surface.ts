import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#kernel/errors';
import type { App, Plugin } from '#kernel/http';
import { empty, notFound } from '../../certificates/faults.ts';
import {
  createAuthMethod,
  deleteAuthMethod,
  findAuthMethod,
  listAuthMethods,
  updateAuthMethod,
} from '../../certificates/keep-auth-method.ts';
import {
  createBinding,
  deleteBinding,
  findBinding,
  listBindings,
  updateBinding,
} from '../../certificates/keep-binding.ts';
import {
  createServiceType,
  deleteServiceType,
  findServiceType,
  listServiceTypes,
  requireHost,
  updateServiceType,
} from '../../certificates/keep-service-type.ts';
import { mapCertificate } from '../../certificates/map-certificate.ts';
import type { MessagingContext } from '../../messaging-context.ts';
import { answerAuthnFault } from './authn-error.ts';
import {
  readBinding,
  readBody,
  readHost,
  readPort,
  readServiceType,
  toAuthMethod,
  toBinding,
  toServiceType,
} from './authn-objects.ts';

interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

const managers = ['service_admin', 'argo_api_authn'];
// Ends before a `:verb`, as hosts hold none.
const host = ':host(^[^/:]*)';
const ofType = '/v1/service-types/:type';
const ofHost = `${ofType}/hosts/${host}`;

/** argo-api-authn, version 1: tokens for certificates, and what certificates stand for (messaging-ams.md 3.17). */
export const authnSurface =
  (context: MessagingContext): Plugin =>
  async (parent) => {
    await parent.register(async (app) => {
      app.removeAllContentTypeParsers();
      app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
      app.setErrorHandler(answerAuthnFault);
      authnRoutes(app, context);
    });
  };

function authnRoutes(app: App, context: MessagingContext): void {
  const { database, directory } = context;

  /** Whoever manages the service, by its token. */
  async function requireManager(request: FastifyRequest): Promise<void> {
    const { key } = request.query as { key?: unknown };
    const header = request.headers['x-api-key'];
    const token = typeof key === 'string' && key !== '' ? key : typeof header === 'string' ? header : '';
    const caller = token === '' ? null : await directory.callerOf(token);
    if (!caller?.serviceRoles.some((role) => managers.includes(role))) {
      throw new AppError('unauthenticated', 'credentials_wrong', 'Wrong Credentials');
    }
  }

  function route(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    handle: (call: Call) => Promise<object | void>,
  ) {
    app.route({
      method,
      url,
      config: { ownCredentials: true },
      schema: { hide: true },
      ...(url.endsWith(':authx509') || url.endsWith('/health') ? {} : { onRequest: requireManager }),
      handler: async (request, reply) => {
        const answer = await handle({
          params: request.params as Record<string, string>,
          query: request.query as Record<string, string | undefined>,
          body: typeof request.body === 'string' ? request.body : '',
          request,
          reply,
        });
        reply.type('application/json; charset=utf-8');
        return answer ? reply.send(JSON.stringify(answer)) : reply.code(204).send();
      },
    });
  }

  route('GET', `${ofHost}::authx509`, async ({ params, request }) => ({
    token: await mapCertificate(context)(request.clientCertificate, params['type'] ?? '', params['host'] ?? ''),
  }));
  route('GET', '/v1/health', async () => ({ status: 'ok' }));

  route('GET', '/v1/service-types', async () => ({
    service_types: (await listServiceTypes(database.read())).map(toServiceType),
  }));
  route('POST', '/v1/service-types', async ({ body, reply }) => {
    const missing = { name: '', hosts: [], authTypes: [], authMethod: '', type: '' };
    const made = await createServiceType(context)({ ...missing, ...readServiceType(readBody(body)) });
    reply.code(201);
    return toServiceType(made);
  });
  route('GET', ofType, async ({ params }) =>
    toServiceType(await findServiceType(database.read(), { name: params['type'] ?? '' })),
  );
  route('PUT', ofType, async ({ params, body }) =>
    toServiceType(await updateServiceType(context)(params['type'] ?? '', readServiceType(readBody(body)))),
  );
  route('DELETE', ofType, ({ params }) => deleteServiceType(context)(params['type'] ?? ''));

  route('GET', '/v1/authm', async () => ({
    auth_methods: (await listAuthMethods(database.read())).map(toAuthMethod),
  }));
  route('POST', `${ofType}/authm`, async ({ params, body, reply }) => {
    const given = readBody(body);
    const [at, port] = [readHost(given), readPort(given)];
    if (at === '') throw empty('auth method', 'host');
    if (port === undefined) throw empty('auth method', 'port');
    const made = await createAuthMethod(context)(params['type'] ?? '', { host: at, port });
    reply.code(201);
    return toAuthMethod(made);
  });
  route('GET', `${ofHost}/authm`, async ({ params }) =>
    toAuthMethod(await findAuthMethod(database.read(), params['type'] ?? '', params['host'] ?? '')),
  );
  route('PUT', `${ofHost}/authm`, async ({ params, body }) =>
    toAuthMethod(await updateAuthMethod(context)(params['type'] ?? '', params['host'] ?? '', readPort(readBody(body)))),
  );
  route('DELETE', `${ofHost}/authm`, ({ params }) =>
    deleteAuthMethod(context)(params['type'] ?? '', params['host'] ?? ''),
  );

  route('GET', '/v1/bindings', async () => ({ bindings: (await listBindings(database.read())).map(toBinding) }));
  route('GET', `${ofHost}/bindings`, async ({ params, query }) => {
    const type = await findServiceType(database.read(), { name: params['type'] ?? '' });
    const at = params['host'] ?? '';
    requireHost(type, at);
    const authIdentifier = query['authID'];
    const bindings = await listBindings(database.read(), { serviceTypeId: type.id, host: at, authIdentifier });
    if (authIdentifier && bindings.length === 0) throw notFound('Binding');
    return { bindings: bindings.map(toBinding) };
  });
  route('GET', '/v1/bindings/:name', async ({ params }) =>
    toBinding(await findBinding(database.read(), params['name'] ?? '')),
  );
  route('POST', '/v1/bindings/:name', async ({ params, body, reply }) => {
    const missing = { serviceTypeId: '', host: '', authIdentifier: '', authType: '', userId: '' };
    const given = { ...missing, ...readBinding(readBody(body)), name: params['name'] ?? '' };
    const made = await createBinding(context)(given);
    reply.code(201);
    return toBinding(made);
  });
  route('PUT', '/v1/bindings/:name', async ({ params, body }) =>
    toBinding(await updateBinding(context)(params['name'] ?? '', readBinding(readBody(body)))),
  );
  route('DELETE', '/v1/bindings/:name', ({ params }) => deleteBinding(context)(params['name'] ?? ''));
}
