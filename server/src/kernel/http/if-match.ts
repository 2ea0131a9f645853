import type { FastifyRequest } from 'fastify';
import { AppError } from '#kernel/errors';

/** The version that the sender saw, from `If-Match: "7"`; undefined where none was sent or any will do. */
export function ifMatch(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match'];
  if (header === undefined || header === '*') return undefined;
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header)?.[1];
  if (version === undefined) {
    throw new AppError(
      'invalid',
      'if_match_unreadable',
      'If-Match must be the version of the record in quotes, such as "7"',
      {
        errors: [{ path: 'headers.if-match', message: 'must be a version such as "7"' }],
      },
    );
  }
  return Number(version);
}

/** Throws `conflict` when the record has moved on since the sender saw it. */
export function wantsVersion(seen: number | undefined, actual: number, what: string): void {
  if (seen === undefined || seen === actual) return;
  throw new AppError(
    'conflict',
    'stale_version',
    `${what} was changed since you opened it. Your input is kept: look at what changed and try again`,
    {
      seen,
      actual,
    },
  );
}
