export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'refused'
  | 'limit'
  | 'unavailable';

/** HTTP status of each kind on our own API; a foreign surface translates in its own way. */
export const httpStatus = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  refused: 409,
  limit: 429,
  unavailable: 503,
} as const satisfies Record<ErrorKind, number>;

export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** An expected outcome that the caller can act on; anything else that is thrown is a bug or an outage. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly kind: ErrorKind;
  /** Stable, snake_case; part of the API. */
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(kind: ErrorKind, code: string, message: string, details: Record<string, unknown> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.code = code;
    this.details = details;
  }
}

/** Bad input, with the path and the reason of every field at fault. */
export function invalid(code: string, errors: readonly FieldError[], message?: string): AppError {
  const first = errors[0];
  const text =
    message ?? (first ? `${first.path === '' ? '' : `${first.path}: `}${first.message}` : 'The input cannot be read');
  return new AppError('invalid', code, text, { errors });
}

/** The record is not there, or not for this caller: both look the same. */
export function notFound(what: string): AppError {
  return new AppError('not_found', 'not_found', `There is no ${what}`);
}
