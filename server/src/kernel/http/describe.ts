import type { AnyContract } from '#contracts/contract';
import { exampleOf } from '#contracts/example';
import { titles } from './problem.ts';

interface Media {
  schema?: unknown;
  example?: unknown;
}
interface Answer {
  description?: string;
  content?: Record<string, Media>;
}
interface Operation {
  operationId?: string;
  requestBody?: { content?: Record<string, Media> };
  responses?: Record<string, Answer>;
}
/** The part of an OpenAPI document that is completed here. */
export interface Description {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const json = 'application/json';
/** The errors of every endpoint, by status; who calls a public one need not sign in. */
export const generalErrors: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  401: 'sign_in_required',
  404: 'not_found',
  429: 'too_many_requests',
};

/** Says in the API description what the contracts say beyond their schemas: examples, files, and what each answer means. */
export function describe(document: Description, contracts: ReadonlyMap<string, AnyContract>): void {
  for (const operation of Object.values(document.paths ?? {}).flatMap((methods) => Object.values(methods))) {
    const contract = contracts.get(operation.operationId ?? '');
    if (contract) describeOperation(operation, contract);
  }
}

function describeOperation(operation: Operation, contract: AnyContract): void {
  const { body, response, produces } = contract;
  const sent = operation.requestBody?.content?.[json];
  if (sent && body) sent.example = contract.requestExample ?? exampleOf(body, 'input');
  const answers = (operation.responses ??= {});
  const status = String(contract.status ?? (response || produces ? 200 : 204));
  const success = (answers[status] ??= {});
  success.description = status === '201' ? 'Created' : response || produces ? 'The answer' : 'Done';
  if (produces) success.content = { [produces]: { schema: { type: 'string' } } };
  const told = success.content?.[json];
  if (told && response) told.example = contract.responseExample ?? exampleOf(response, 'output');
  for (const [code, answer] of Object.entries(answers)) {
    if (code === status) continue;
    const title = titles[Number(code)] ?? 'Error';
    answer.description = title;
    const problem = answer.content?.[json];
    if (!problem) continue;
    const error = generalErrors[Number(code)] ?? contract.errors?.[0] ?? 'forbidden';
    const example = {
      type: `/api/docs#error-${error}`,
      title,
      status: Number(code),
      code: error,
      detail: title,
      requestId,
    };
    answer.content = { 'application/problem+json': { ...problem, example } };
  }
}

const requestId = '0b4d8f5e-6c1f-4d5c-9f0a-3f3f4a9a6b21';
