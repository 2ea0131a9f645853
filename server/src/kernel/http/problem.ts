import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { AppError, httpStatus, type FieldError } from '#kernel/errors';

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly requestId: string;
}

const titles: Record<number, string> = {
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

function fieldPath(context: string | undefined, instancePath: string): string {
  const path = instancePath.replace(/^\//, '').replaceAll('/', '.');
  return context === undefined || context === 'body' ? path : `${context}.${path}`;
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
    const errors = error.validation.map((issue) => ({
      path: fieldPath(context, issue.instancePath),
      message: issue.message ?? 'cannot be read',
    }));
    const first = errors[0];
    const detail = first
      ? `${first.path === '' ? (context ?? 'request') : first.path}: ${first.message}`
      : 'The request cannot be read';
    return { problem: body(400, 'invalid_request', detail, requestId, errors), known: true };
  }
  // PostgreSQL refuses text with a NUL character and numbers beyond a column: the sender's input, not our bug.
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

function isBadValue(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    (error.code === '22021' || error.code === '22P05' || error.code === '22003')
  );
}
