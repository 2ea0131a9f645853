import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnyContract } from '#contracts/contract';
import { testApp, type TestApp } from '#test/app';

interface Media {
  readonly schema?: unknown;
  readonly example?: unknown;
}
interface Answer {
  readonly description: string;
  readonly content?: Readonly<Record<string, Media>>;
}
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Answer>>;
}
interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

let app: TestApp;
let document: Document;
let operations: (Operation & { readonly address: string; readonly method: string })[];
beforeAll(async () => {
  app = await testApp();
  ({ body: document } = await app.as(null).get('/api/openapi.json'));
  operations = Object.entries(document.paths).flatMap(([address, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, address, method })),
  );
});
afterAll(() => app.close());

/** The operations of which something cannot be said, by name. */
const without = (holds: (operation: (typeof operations)[number]) => boolean) =>
  operations.filter((operation) => !holds(operation)).map(({ operationId, address }) => operationId ?? address);
const contractOf = ({ operationId }: Operation): AnyContract | undefined => app.app.contracts.get(operationId);
const jsonOf = (media: Readonly<Record<string, Media>> | undefined) => media?.['application/json'];

function* referencesIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    if (key === '$ref' && typeof part === 'string') yield part;
    else yield* referencesIn(part);
  }
}

describe('the API description', () => {
  test('is OpenAPI 3.1 in which every reference leads somewhere', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Portolan API', version: '1' } });
    const known = new Set(Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`));
    expect([...new Set(referencesIn(document))].filter((reference) => !known.has(reference))).toEqual([]);
  });

  test('names each parameter of an address, and no other', () => {
    expect(
      without(({ address, parameters = [] }) => {
        const inAddress = [...address.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).toSorted();
        const declared = parameters.filter((one) => one.in === 'path');
        return (
          JSON.stringify(declared.map(({ name }) => name).toSorted()) === JSON.stringify(inAddress) &&
          declared.every(({ required }) => required === true)
        );
      }),
    ).toEqual([]);
  });

  test('holds every contract that is served, each operation once', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids.toSorted()).toEqual([...app.app.contracts.keys()].toSorted());
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('says of each operation in a sentence what it does, whose it is and which errors it answers', () => {
    expect(without(({ summary }) => summary.length > 10 && summary.length < 200)).toEqual([]);
    expect(without(({ tags }) => tags.length === 1)).toEqual([]);
    expect(
      without((operation) => {
        const codes = [...(contractOf(operation)?.errors ?? []), 'invalid_request', 'not_found', 'too_many_requests'];
        return codes.every((code) => operation.description.includes(`\`${code}\``));
      }),
    ).toEqual([]);
  });

  test('shows for each body and each answer an example that the operation itself would take', () => {
    expect(
      without((operation) => {
        const { body, consumes } = contractOf(operation) ?? {};
        const sent = operation.requestBody?.content;
        if (body) return body.safeParse(jsonOf(sent)?.example).success;
        return Object.keys(sent ?? {}).join() === (consumes ?? '');
      }),
    ).toEqual([]);
    expect(
      without((operation) => {
        const response = contractOf(operation)?.response;
        return (
          response === undefined ||
          response.safeParse(jsonOf((operation.responses['200'] ?? operation.responses['201'])?.content)?.example)
            .success
        );
      }),
    ).toEqual([]);
  });

  test('tells what each answer means: one that went well, and problems with a code', () => {
    expect(
      without(({ responses }) => Object.keys(responses).filter((code) => code.startsWith('2')).length === 1),
    ).toEqual([]);
    expect(
      without(({ responses }) => Object.values(responses).every(({ description }) => !/default/i.test(description))),
    ).toEqual([]);
    expect(
      without(({ responses }) =>
        Object.entries(responses)
          .filter(([code]) => code >= '400')
          .every(([, { content }]) => content?.['application/problem+json']?.example !== undefined),
      ),
    ).toEqual([]);
  });
});
