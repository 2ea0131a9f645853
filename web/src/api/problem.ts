import { t } from '../app/messages.ts';

export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** What went wrong, as a person can act on it: the server's problem document, or the network in its place. */
export class ApiError extends Error {
  /** 0 when no answer came at all. */
  readonly status: number;
  /** Stable, snake_case; `offline` when no answer came. */
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly requestId: string | null;

  constructor(problem: {
    status: number;
    code: string;
    detail: string;
    errors?: readonly FieldError[];
    requestId?: string | null;
  }) {
    super(problem.detail);
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.requestId = problem.requestId ?? null;
  }

  /** Errors by field, in the form a form needs: `{ 'parameters.0.value': 'Give a number between 1 and 50' }`. */
  get fields(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.errors.map((error) => [error.path, error.message]));
  }
}

/** True for a record that does not exist or must not be seen; both show the same page. */
export function isMissing(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function fieldErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    if (!isRecord(item)) return [];
    const message = text(item['message']);
    return message === undefined ? [] : [{ path: fieldPath(item['path']), message }];
  });
}

/** `/body/parameters/0` and `body.parameters.0` both name the field `parameters.0`. */
function fieldPath(value: unknown): string {
  const path = (text(value) ?? '').replace(/^\//, '').replaceAll('/', '.');
  return path.replace(/^body\./, '');
}

/** Reads the body of a failed answer; whatever it is, the result says something a person can use. */
export function problemOf(status: number, body: unknown, requestId: string | null): ApiError {
  const problem = isRecord(body) ? body : {};
  return new ApiError({
    status,
    code: text(problem['code']) ?? `http_${status}`,
    detail: text(problem['detail']) ?? text(problem['title']) ?? wordsFor(status),
    errors: fieldErrors(problem['errors']),
    requestId: text(problem['requestId']) ?? requestId,
  });
}

/** The error for a request that got no answer. */
export function offline(): ApiError {
  return new ApiError({
    status: 0,
    code: 'offline',
    detail: t('Portolan does not answer. Check your connection; nothing you wrote is lost.'),
  });
}

function wordsFor(status: number): string {
  if (status === 401) return t('Your session has ended. Sign in again.');
  if (status === 403) return t('You may not do this.');
  if (status === 404) return t('This does not exist, or you may not see it.');
  if (status === 409) return t('Somebody changed this in the meantime.');
  if (status === 413) return t('This is larger than the server accepts.');
  if (status === 429) return t('Too many requests at once. Wait a minute.');
  if (status >= 500) return t('The server failed. The request id below helps to find out why.');
  return t('The server did not accept this.');
}
