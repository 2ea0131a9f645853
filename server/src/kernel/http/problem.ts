import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors, type ZodFastifySchemaValidationError } from 'fastify-type-provider-zod';
import { AppError, httpStatus, invalid, type FieldError } from '#kernel/errors';

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly requestId: string;
}

export const titles: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  409: 'Not now',
  412: 'Precondition failed',
  413: 'Too large',
  415: 'Unknown media type',
  429: 'Too many requests',
  500: 'Something broke on our side',
  503: 'Not available now',
};

function body(
  status: number,
  code: string,
  detail: string,
  requestId: string,
  errors?: readonly FieldError[],
): ProblemBody {
  return {
    type: `/api/docs#error-${code}`,
    title: titles[status] ?? 'Error',
    status,
    code,
    detail,
    ...(errors === undefined || errors.length === 0 ? {} : { errors }),
    requestId,
  };
}

const places: Readonly<Record<string, string>> = { querystring: 'query' };

/** The path of a field as callers know it: fields of the body by their own, others after where they stand. */
export function fieldPath(context: string | undefined, keys: readonly string[]): string {
  const path = keys.filter((key) => key !== '').join('.');
  if (path !== '' && (context === undefined || context === 'body')) return path;
  return [places[context ?? ''] ?? context ?? 'body', ...(path === '' ? [] : [path])].join('.');
}

/** The faults that a schema found, each with its field; a key that is not known there is named itself. */
function schemaFaults(error: ZodFastifySchemaValidationError, context: string | undefined): FieldError[] {
  const keys = error.instancePath.split('/');
  const unknown: unknown = error.params['keys'];
  return error.keyword === 'unrecognized_keys' && Array.isArray(unknown)
    ? unknown.map((key) => ({ path: fieldPath(context, [...keys, String(key)]), message: 'There is no such field' }))
    : [{ path: fieldPath(context, keys), message: error.message ?? 'cannot be read' }];
}

/** Turns whatever was thrown into the answer of our own API; `known` is false for bugs and outages. */
export function problemOf(
  error: unknown,
  requestId: string,
): { problem: ProblemBody; known: boolean; retryAfterSeconds?: number } {
  if (error instanceof AppError) {
    const errors = Array.isArray(error.details['errors']) ? (error.details['errors'] as FieldError[]) : undefined;
    const wait = error.details['retryAfterSeconds'];
    return {
      problem: body(httpStatus[error.kind], error.code, error.message, requestId, errors),
      known: true,
      ...(typeof wait === 'number' ? { retryAfterSeconds: wait } : {}),
    };
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const context = error.validationContext;
    return problemOf(
      invalid(
        'invalid_request',
        error.validation.flatMap((fault) => schemaFaults(fault, context)),
      ),
      requestId,
    );
  }
  // What PostgreSQL cannot keep is the sender's input, not our bug; schemas should have refused it with its field.
  if (isBadValue(error))
    return {
      problem: body(400, 'invalid_value', 'A value holds a character or a number that cannot be kept', requestId),
      known: true,
    };
  if (
    error instanceof Error &&
    'statusCode' in error &&
    typeof error.statusCode === 'number' &&
    error.statusCode < 500
  ) {
    const code =
      'code' in error && typeof error.code === 'string'
        ? error.code.toLowerCase().replace(/^fst_(err_)?/, '')
        : 'bad_request';
    return { problem: body(error.statusCode, code, error.message, requestId), known: true };
  }
  return {
    problem: body(
      500,
      'internal_error',
      `An unexpected error was recorded under ${requestId}. Try again; if it stays, report this number`,
      requestId,
    ),
    known: false,
  };
}

/** Handles whatever routes throw: logs what is ours, says when to come back, and lets `tell` write the answer. */
export function answerErrors(
  tell: (reply: FastifyReply, problem: ProblemBody) => FastifyReply,
): (error: unknown, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  return async (error, request, reply) => {
    const { problem, known, retryAfterSeconds } = problemOf(error, request.id);
    if (!known) request.log.error({ requestId: request.id, err: error }, 'request failed');
    if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
    return tell(reply, problem);
  };
}

function isBadValue(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    (error.code === '22021' || error.code === '22P05' || error.code === '22003')
  );
}
