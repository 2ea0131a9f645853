import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ActorOfToken } from '#identity';
import type { Actor } from '#kernel/access';
import { AppError } from '#kernel/errors';
import type { App } from '#kernel/http';
import { schemaFault, type Schema } from '#libs/schema-texts';

/** An answer of the marketplace's API that is no success; its body is `{"error": ...}` (ordering.md 3.1). */
export class ForeignError extends Error {
  override readonly name = 'ForeignError';
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, error: unknown, more: Readonly<Record<string, unknown>> = {}) {
    super(`${status} ${JSON.stringify(error)}`);
    this.status = status;
    this.body = { error, ...more };
  }
}

export const signInFirst = () => new ForeignError(401, 'You need to sign in or sign up before continuing.');
export const notAllowed = () => new ForeignError(403, 'You are not authorized to perform this action.');
export const notThere = (what: string) => new ForeignError(404, `${what} not found`);

/** For routes of the face: who calls is found by the face itself, and the routes stay out of our own description. */
export const foreignRoute = { config: { ownCredentials: true }, schema: { hide: true } } as const;

/**
 * Makes an encapsulated plugin speak the dialect of the marketplace's `/api/v1`: `X-User-Token` alone says who calls, a
 * JSON type without a body is no fault, and every failure has the marketplace's texts. The Ordering and the Offering API
 * and `/users` share it.
 */
export function speakMarketplace(app: App, { actorOfToken }: { actorOfToken: ActorOfToken }): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    const text = String(body).trim();
    if (text === '') return done(null, undefined);
    try {
      done(null, JSON.parse(text));
    } catch {
      done(new ForeignError(400, 'The body is no JSON'));
    }
  });
  app.addHook('preHandler', async (request) => {
    request.actor = await callerOf(request, actorOfToken);
  });
  app.setErrorHandler(answerForeign);
}

/** The scope that an API token needs for the marketplace's APIs, unless it may do everything. */
const scope = 'marketplace';

async function callerOf(request: FastifyRequest, actorOfToken: ActorOfToken): Promise<Actor> {
  const token = request.headers['x-user-token'];
  if (typeof token !== 'string' || token === '') throw signInFirst();
  const actor = await actorOfToken(token);
  if (!actor.tokenScopes?.includes(scope) && !actor.tokenScopes?.includes('*')) throw notAllowed();
  return actor;
}

async function answerForeign(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { status, body } = foreignError(error, request);
  return reply.code(status).type('application/json; charset=utf-8').send(body);
}

function foreignError(error: unknown, request: FastifyRequest): Pick<ForeignError, 'status' | 'body'> {
  if (error instanceof ForeignError) return error;
  if (error instanceof AppError) {
    switch (error.kind) {
      case 'unauthenticated':
        return signInFirst();
      case 'forbidden':
        return notAllowed();
      case 'not_found':
        return new ForeignError(404, error.message);
      case 'invalid':
        return new ForeignError(400, error.message);
      case 'conflict':
      case 'refused':
        return new ForeignError(409, error.message);
      case 'limit':
        return new ForeignError(429, error.message);
      case 'unavailable':
        return new ForeignError(503, error.message);
    }
  }
  const status = statusOf(error);
  if (status < 500) return new ForeignError(status, error instanceof Error ? error.message : 'Bad request');
  request.log.error({ requestId: request.id, err: error }, 'request failed');
  return new ForeignError(500, 'Something broke on our side');
}

// What Fastify refuses by itself (a body too large), and text that the database cannot keep.
function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 500;
  if ('code' in error && (error.code === '22021' || error.code === '22P05')) return 400;
  return 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
}

/** `from_id` (exclusive, 0 unless said) and `limit` (20 unless said); text that is no number counts as 0, as in Ruby. */
export function readPaging(query: Readonly<Record<string, unknown>>): { fromId: number; limit: number } {
  const fromId = rubyInteger(query['from_id']) ?? 0;
  const limit = readLimit(query);
  if (fromId < 0) throw new ForeignError(400, "'from_id' must be a non-negative integer");
  return { fromId, limit };
}

/** `limit` alone, for lists that go on by time. */
export function readLimit(query: Readonly<Record<string, unknown>>): number {
  const limit = rubyInteger(query['limit']) ?? 20;
  if (limit <= 0) throw new ForeignError(400, "'limit' must be a positive integer");
  return Math.min(limit, mostAtOnce);
}

// Clients ask for what they like; nobody needs more in one answer.
const mostAtOnce = 1000;

/** As `String#to_i`: the number that a text begins with, else 0; undefined where nothing was sent. */
function rubyInteger(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const digits = typeof value === 'string' ? /^\s*([+-]?\d{1,15})/.exec(value)?.[1] : undefined;
  return digits === undefined ? 0 : Math.min(Number(digits), 2_147_483_647);
}

/** A number of the path; undefined for what is none, which is then not there. */
export function pathId(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,10}$/.test(value) && Number(value) <= 2_147_483_647
    ? Number(value)
    : undefined;
}

/** The body, once it fits its schema; else 400 with the text of the first fault. */
export function readBody<T>(request: FastifyRequest, schema: Schema): T {
  const body = request.body ?? {};
  const fault = schemaFault(schema, body);
  if (fault !== undefined) throw new ForeignError(400, fault);
  return body as T;
}
