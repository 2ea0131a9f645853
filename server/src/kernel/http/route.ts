import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AnyContract, Answer, Parsed } from '#contracts/contract';
import { Problem } from '#contracts/kernel/schemas';
import { AppError } from '#kernel/errors';
import { generalErrors } from './describe.ts';
import type { App } from './types.ts';

export interface RouteContext<C extends AnyContract> extends Parsed<C> {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Answers what the contract promises; one without a response sends its bytes by `reply`, or nothing. */
export type Handler<C extends AnyContract> = (
  context: RouteContext<C>,
) => Promise<undefined extends C['response'] ? Answer<C> | void : Answer<C>>;

/** Serves one contract: parses by its schemas, lets the handler answer, describes it in OpenAPI. */
export function route<C extends AnyContract>(app: App, contract: C, handler: Handler<C>): void {
  const status = contract.status ?? (contract.response || contract.produces ? 200 : 204);
  // An endpoint that names no scope is closed to tokens of a narrow one.
  const scope = contract.scope ?? (contract.audience === 'signed-in' ? '*' : undefined);
  const general = Object.entries(generalErrors).filter(([code]) => code !== '401' || contract.audience !== 'public');
  const failures = Object.fromEntries(
    [...general.map(([code]) => code), ...(contract.errors ? ['403', '409'] : [])].map((code) => [code, Problem]),
  );
  const codes = [...(contract.errors ?? []), ...general.map(([, code]) => code)];
  app.contracts.set(contract.id, contract);
  app.route({
    method: contract.method,
    url: contract.path,
    ...(contract.bodyLimit === undefined ? {} : { bodyLimit: contract.bodyLimit }),
    config: { operation: contract.id, ...(scope === undefined ? {} : { scope }) },
    schema: {
      operationId: contract.id,
      summary: contract.summary,
      tags: [contract.tag],
      description: `Error codes: ${codes.map((code) => `\`${code}\``).join(', ')}.`,
      ...(contract.audience === 'public' ? { security: [] } : {}),
      ...(contract.params ? { params: contract.params } : {}),
      ...(contract.query ? { querystring: contract.query } : {}),
      ...(contract.body ? { body: contract.body } : {}),
      ...(contract.consumes ? { consumes: [contract.consumes], body: z.any().describe('The bytes') } : {}),
      response: { ...failures, ...(contract.response ? { [status]: contract.response } : {}) },
    },
    handler: async (request, reply) => {
      if (contract.audience === 'signed-in' && request.actor.kind === 'anonymous') {
        throw new AppError(
          'unauthenticated',
          'sign_in_required',
          'Sign in first, or send an API token as `Authorization: Bearer`',
        );
      }
      const { params, query, body } = request as unknown as { params: unknown; query: unknown; body: unknown };
      const answer = await handler({ params, query, body, request, reply } as RouteContext<C>);
      if (reply.sent || contract.produces) return reply;
      return contract.response ? reply.code(status).send(answer) : reply.code(status).send();
    },
  });
}
