import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorKind } from '#kernel/errors';

/** An answer that is no success; its body is `{"error": {"code", "message", "status"}}` (messaging-ams.md 3.3). */
interface Fault {
  readonly code: number;
  readonly status: string;
}

const byKind: Record<ErrorKind, Fault> = {
  invalid: { code: 400, status: 'INVALID_ARGUMENT' },
  unauthenticated: { code: 401, status: 'UNAUTHORIZED' },
  forbidden: { code: 403, status: 'FORBIDDEN' },
  not_found: { code: 404, status: 'NOT_FOUND' },
  conflict: { code: 409, status: 'CONFLICT' },
  refused: { code: 409, status: 'CONFLICT' },
  limit: { code: 429, status: 'RESOURCE_EXHAUSTED' },
  unavailable: { code: 503, status: 'UNAVAILABLE' },
};

// Where clients know another answer than that of the kind.
const byCode: Record<string, Fault> = {
  already_exists: { code: 409, status: 'ALREADY_EXISTS' },
  ack_timeout: { code: 408, status: 'TIMEOUT' },
  no_ack_pending: { code: 500, status: 'INTERNAL_SERVER_ERROR' },
  wrong_ack: { code: 500, status: 'INTERNAL_SERVER_ERROR' },
  push_unavailable: { code: 500, status: 'INTERNAL_SERVER_ERROR' },
  message_too_large: { code: 413, status: 'INVALID_ARGUMENT' },
  body_unreadable: { code: 400, status: 'BAD_REQUEST' },
  verification_failed: { code: 401, status: 'UNAUTHORIZED' },
};

// What the database says of text with a NUL in it.
const cannotBeKept = new Set(['22021', '22P05']);

// Clients read it without a space after the full stop.
const wordsOf = ({ code, message, details }: AppError) =>
  code === 'verification_failed' ? `Endpoint verification failed.${String(details['why'])}` : message;

export const unauthorized = () => new AppError('unauthenticated', 'token_unknown', 'Unauthorized');

/** Answers every failure of the face in its own form. */
export function answerFault(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { code, status, message } = told(error as AppError | FastifyError);
  if (code === 500 && status === 'INTERNAL_SERVER_ERROR' && !(error instanceof AppError)) {
    request.log.error({ err: error, requestId: request.id }, 'request failed');
  }
  return reply
    .code(code)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ error: { code, message, status } });
}

function told(error: AppError | FastifyError): Fault & { readonly message: string } {
  if (error instanceof AppError) return { ...(byCode[error.code] ?? byKind[error.kind]), message: wordsOf(error) };
  if (cannotBeKept.has(error.code)) {
    return { ...byKind.invalid, message: 'A value holds a character that cannot be kept' };
  }
  const code = error.statusCode ?? 500;
  if (code === 413) return { code, status: 'INVALID_ARGUMENT', message: 'Message size is too large' };
  if (code < 500) return { code, status: 'INVALID_ARGUMENT', message: error.message };
  return { code: 500, status: 'INTERNAL_SERVER_ERROR', message: 'Backend Error' };
}
