import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorKind } from '#kernel/errors';

// Codes and words of ARGOeu/argo-api-authn, blanks in the words included.
const byKind: Record<ErrorKind, readonly [number, string]> = {
  invalid: [422, 'UNPROCESSABLE ENTITY'],
  unauthenticated: [401, 'UNAUTHORIZED'],
  forbidden: [403, 'ACCESS_FORBIDDEN'],
  not_found: [404, 'NOT FOUND'],
  conflict: [409, 'CONFLICT'],
  refused: [409, 'CONFLICT'],
  limit: [429, 'TOO MANY REQUESTS'],
  unavailable: [503, 'SERVICE UNAVAILABLE'],
};
const unreadable = new Set(['body_unreadable', 'certificate_missing']);

/** Answers every failure of the face in its own form. */
export function answerAuthnFault(error: AppError | FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const [code, status, message] = told(error);
  if (code === 500) request.log.error({ err: error, requestId: request.id }, 'request failed');
  return reply
    .code(code)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ error: { message, code, status } });
}

function told(error: AppError | FastifyError): readonly [number, string, string] {
  if (!(error instanceof AppError)) {
    const code = error.statusCode ?? 500;
    return code < 500
      ? [code, 'BAD REQUEST', error.message]
      : [500, 'INTERNAL SERVER ERROR', 'Internal Error: Backend error'];
  }
  if (unreadable.has(error.code)) return [400, 'BAD REQUEST', error.message];
  return [...byKind[error.kind], error.message];
}
