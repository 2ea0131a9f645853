import type { FastifyRequest } from 'fastify';
import type { App } from '#kernel/http';
import { closed, projectUnknown } from '../../faults.ts';
import type { MessagingContext } from '../../messaging-context.ts';
import type { ProjectRef } from '../../directory.ts';
import { actingAs } from '../../record.ts';
import { requireName } from '../../names.ts';
import { nobody, rolesIn, type Caller, type MessagingRole } from '../../roles.ts';
import { unauthorized } from './ams-error.ts';

/** What a handler is given once the caller may use its route. */
export interface AmsCall {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The body as it came; empty where there was none. */
  readonly body: string;
  readonly caller: Caller;
  /** The module, in which changes are recorded as the caller's. */
  readonly acting: MessagingContext;
  /** The project that the address names. Throws where it names none, or one that is to be made. */
  readonly project: ProjectRef;
  readonly request: FastifyRequest;
}

interface AmsRoute {
  /** As the role grants of upstream call it. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** In the notation of upstream: `/v1/projects/{project}/topics/{topic}:publish`. */
  readonly path: string;
  /** Who may use it; `anyone` without a token, or with whatever token, `user` with any valid one. */
  readonly roles: readonly MessagingRole[] | 'anyone' | 'user';
  /** The project of the address is not there yet. */
  readonly makesProject?: boolean;
  readonly bodyLimit?: number;
  /** Answers the body: an object, a text that is JSON already, or nothing. */
  readonly handle: (call: AmsCall) => Promise<object | string | undefined> | object | string | undefined;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route as this face describes it; a test compares them with upstream's table. */
    ams?: Pick<AmsRoute, 'name' | 'roles'>;
  }
  interface FastifyRequest {
    ams: { readonly caller: Caller; readonly project: ProjectRef | null };
  }
}

/** Adds a route; who may not use it hears so in the order of upstream's checks, before the body is read. */
export function amsRoute(app: App, context: MessagingContext, route: AmsRoute): void {
  const { directory } = context;
  const { name, method, path, roles, handle, makesProject = false } = route;
  const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, variable = '']) => variable).sort();
  app.route({
    method,
    url: addressOf(path),
    config: { ownCredentials: true, ams: { name, roles } },
    schema: { hide: true },
    // Nothing of it is shown by a browser.
    helmet: false,
    ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
    // The order of checks is that of messaging-ams.md 3.2.
    onRequest: async (request) => {
      const params = request.params as Record<string, string>;
      for (const variable of variables) requireName(variable, params[variable] ?? '');
      const token = tokenOf(request);
      if (roles === 'anyone') {
        request.ams = { caller: (token === '' ? null : await directory.callerOf(token)) ?? nobody, project: null };
        return;
      }
      if (token === '') throw unauthorized();
      const named = makesProject ? undefined : params['project'];
      const project = named === undefined ? null : await directory.project(named);
      if (named !== undefined && !project) throw projectUnknown();
      const caller = await directory.callerOf(token);
      if (!caller) throw unauthorized();
      if (project && !caller.projects.has(project.id) && caller.serviceRoles.length === 0) throw unauthorized();
      if (roles !== 'user') {
        const held = rolesIn(caller, project?.id ?? null);
        if (!roles.some((role) => held.includes(role))) throw closed();
      }
      request.ams = { caller, project };
    },
    handler: async (request, reply) => {
      const { caller, project } = request.ams;
      const answer = await handle({
        params: request.params as Record<string, string>,
        get query() {
          return queryOf(request);
        },
        // A text no sooner than it is read, so that it is gone again when the call waits for something.
        get body() {
          return Buffer.isBuffer(request.body) ? request.body.toString() : '';
        },
        caller,
        get acting() {
          return actingAs(context, caller);
        },
        get project() {
          if (!project) throw projectUnknown();
          return project;
        },
        request,
      });
      reply.type('application/json; charset=utf-8');
      return typeof answer === 'string' ? reply.send(answer) : reply.send(answer ? JSON.stringify(answer) : '');
    },
  });
}

/** The parameters of the address; of one that is repeated, the first counts, as upstream reads them. */
function queryOf({ query }: FastifyRequest): AmsCall['query'] {
  const given = Object.entries(query as Record<string, string | string[]>);
  return Object.fromEntries(given.map(([name, value]) => [name, typeof value === 'string' ? value : value[0]]));
}

/** The header is looked at first; upstream's deployments accept both. */
function tokenOf(request: FastifyRequest): string {
  const header = request.headers['x-api-key'];
  if (typeof header === 'string' && header !== '') return header;
  return queryOf(request)['key'] ?? '';
}

/** An address in the notation of the router, which needs to know where a variable ends before a `:verb`. */
function addressOf(path: string): string {
  return path
    .replaceAll(/\{(\w+)\}:/g, ':$1(^[^/:]*)::')
    .replaceAll(/\{(\w+)\}/g, ':$1')
    .replaceAll(/(?<=\/\w+):(?=\w)/g, '::');
}
