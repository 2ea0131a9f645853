import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, httpStatus, type FieldError } from '#kernel/errors';
import type { App, Plugin } from '#kernel/http';
import type { OrderingContext } from '../../ordering-context.ts';
import { attachmentRoutes, downloadRoute } from './attachment-routes.ts';
import { commentRoutes } from './comment-routes.ts';
import { issueRoutes } from './issue-routes.ts';
import { jiraActor, unauthenticated } from './jira-credentials.ts';
import { jiraContext } from './jira-context.ts';
import { JiraError } from './jira-error.ts';
import { contextPath } from './jira-names.ts';
import { metaRoutes } from './meta-routes.ts';
import { searchRoutes } from './search-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answered to whoever asks. */
    jiraOpen?: boolean;
  }
}

/** Orders and projects as tickets of a Jira Server, under `/jira`: what a marketplace's connector and Jira's clients speak. */
export function jiraSurface(ordering: OrderingContext): Plugin {
  const context = jiraContext(ordering);
  return async (app) => {
    await app.register(
      async (jira) => {
        jira.addHook('onRoute', (route) => {
          route.config = { ...route.config, ownCredentials: true };
          // Jira's dialect is no part of the description of the own API.
          route.schema = { ...route.schema, hide: true };
        });
        readBodies(jira);
        jira.setErrorHandler(answerError);
        jira.setNotFoundHandler((_request, reply) =>
          reply.code(404).send({ errorMessages: ['null for uri: there is nothing at this address'], errors: {} }),
        );
        jira.addHook('preHandler', async (request) => {
          request.actor = await jiraActor(context, request);
          if (request.actor.id === null && !request.routeOptions.config.jiraOpen && !request.is404)
            throw unauthenticated();
        });
        for (const version of ['2', 'latest']) {
          await jira.register(
            async (api) => {
              metaRoutes(api, context);
              issueRoutes(api, context);
              commentRoutes(api, context);
              searchRoutes(api, context);
              await api.register(attachmentRoutes(context));
            },
            { prefix: `/rest/api/${version}` },
          );
        }
        sessionRoutes(jira, context);
        await jira.register(async (api) => webhookRoutes(api, context));
        downloadRoute(jira, context);
      },
      { prefix: contextPath },
    );
  };
}

/** Clients send `Content-Type: application/json` with GET and DELETE and no body; that is no fault. */
function readBodies(app: App): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    if (typeof body !== 'string' || body.trim() === '') return done(null, undefined);
    try {
      done(null, JSON.parse(body));
    } catch {
      done(new JiraError(400, ['The body of the request is no JSON.']), undefined);
    }
  });
}

function answerError(
  error: FastifyError | JiraError | AppError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { status, errorMessages, errors, denied } = told(error);
  if (status >= 500) request.log.error({ err: error, requestId: request.id }, 'request failed');
  if (status === 401) {
    reply.header('www-authenticate', 'Basic realm="Portolan"');
    reply.header('x-seraph-loginreason', 'AUTHENTICATED_FAILED');
  }
  if (denied) reply.header('x-seraph-loginreason', 'AUTHENTICATION_DENIED');
  return reply
    .code(status)
    .type('application/json;charset=UTF-8')
    .serializer(JSON.stringify)
    .send({ errorMessages, errors });
}

interface Told {
  readonly status: number;
  readonly errorMessages: readonly string[];
  readonly errors: Readonly<Record<string, string>>;
  readonly denied?: boolean;
}

function told(error: FastifyError | JiraError | AppError): Told {
  if (error instanceof JiraError) return error;
  if (error instanceof AppError) {
    if (error.kind === 'limit') return { status: 403, errorMessages: [error.message], errors: {}, denied: true };
    const status = error.kind === 'refused' ? 400 : httpStatus[error.kind];
    const fields = error.details['errors'] as readonly FieldError[] | undefined;
    if (fields)
      return {
        status,
        errorMessages: [],
        errors: Object.fromEntries(fields.map(({ path, message }) => [path, message])),
      };
    return { status, errorMessages: [error.message], errors: {} };
  }
  const status = error.statusCode ?? 500;
  return { status, errorMessages: [status < 500 ? error.message : 'Internal server error'], errors: {} };
}
