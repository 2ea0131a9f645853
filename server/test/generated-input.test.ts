import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnyContract } from '#contracts/contract';
import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import { catalogueEndpoints } from '#contracts/catalogue/endpoints';
import { identityEndpoints } from '#contracts/identity/endpoints';
import { kernelEndpoints } from '#contracts/kernel/endpoints';
import { messagingEndpoints } from '#contracts/messaging/endpoints';
import { orderingEndpoints } from '#contracts/ordering/endpoints';
import { registryEndpoints } from '#contracts/registry/endpoints';
import { testApp, type TestApp } from '#test/app';

// Input that nobody would send, against every endpoint: the answer is a success or a documented refusal, never a 500.

const contracts: readonly AnyContract[] = [
  agreementsEndpoints,
  catalogueEndpoints,
  identityEndpoints,
  kernelEndpoints,
  messagingEndpoints,
  orderingEndpoints,
  registryEndpoints,
].flatMap((endpoints) => Object.values<AnyContract>(endpoints));

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
  await app.as('eleni').post('/api/projects', { name: 'Generated', typology: 'single_user' });
  await app.as('eleni').post('/api/orders', {
    project: 1,
    offer: 'egi-cloud-compute/1',
    parameters: {
      'Number of CPU Cores': 1,
      'Amount of RAM per CPU core': 1,
      'Local disk': 10,
      'Number of VM instances': 1,
      'Access type': 'reserved',
      'Start of service': '2027-01-01',
      'Number of days': 10,
    },
  });
  await app.settle();
});
afterAll(() => app.close());

const words = fc.constantFrom(
  '1',
  '1000',
  '0',
  '-1',
  '99999999999',
  'me',
  'nobody',
  'take',
  'send',
  'cloud-compute',
  'egi-cloud-compute',
  '',
  ' ',
  '%',
  "' or 1=1 --",
  '\u0000',
  'ñ',
  '𝕏',
  'a'.repeat(300),
  '../..',
  '2026-02-30',
  'WyJ4Il0',
  '{}',
  '\ud800',
  'half \udc00 of a pair',
  '0000-01-01',
  '9999-12-31',
  '1'.repeat(25),
);
const text = fc.oneof(words, fc.string({ maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 20 }));
/** Cursors that are well formed and that no list gave out. */
const cursors = fc
  .array(
    fc.oneof(
      fc.constantFrom('2020', '2026-11-23T09:00:00.000Z', '0000-01-01T00:00:00Z', 'x', '\0', '\ud800', '', 'infinity'),
      fc.constantFrom(0, -1, 1.5, 1e15, 99_999_999_999),
      fc.constant(null),
    ),
    { maxLength: 4 },
  )
  .map((key) => Buffer.from(JSON.stringify(key)).toString('base64url'));
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.dictionary(
    fc.constantFrom(
      'project',
      'offer',
      'parameters',
      'comment',
      'action',
      'message',
      'reason',
      'body',
      'scope',
      'name',
      'id',
      'numbers',
      'change',
      'site',
      'resources',
      'typology',
      'email',
      'right',
      'member',
      'content',
      'members',
      'service',
      'ordering',
      'text',
      'expiresInDays',
      'scopes',
      'access',
      'secrets',
    ),
    fc.oneof(
      words,
      fc.integer(),
      fc.constantFrom(1e15, 1e300, -0.5),
      fc.constant(null),
      fc.array(fc.oneof(words, fc.integer()), { maxLength: 3 }),
      fc.dictionary(words, words, { maxKeys: 2 }),
    ),
  ),
);

const documented = (contract: AnyContract) =>
  new Set([400, 401, 404, 413, 415, 429, ...(contract.errors ? [403, 409] : [])]);

function pathOf(contract: AnyContract, params: readonly string[]): string {
  let at = 0;
  return contract.path.replaceAll(/:(\w+)/g, () =>
    encodeURIComponent((params[at++ % Math.max(1, params.length)] || 'x').toWellFormed()),
  );
}

/** Refusals of a request that cannot be read at all and so has no fields. */
const wholeRequest = new Set(['ctp_invalid_json_body', 'ctp_empty_json_body']);

/** The paths of the fields at fault; an empty one stands for a fault that nobody can find. */
const pathsOf = ({ errors = [] }: { errors?: { path: string }[] }) => {
  const paths = errors.map(({ path }) => path);
  return paths.includes('') ? [] : paths;
};

// Streams never end, and erasing the people whom the other requests need would end the test.
const left = new Set(['eraseMe', 'erasePerson', 'followTopic', 'stream']);

test.each(
  contracts
    .filter(({ id }) => !left.has(id))
    .map((contract) => [`${contract.method} ${contract.path}`, contract] as const),
)('%s answers whatever it is sent', async (_name, contract) => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('eleni', 'anna', 'sofia', null),
      fc.array(text, { minLength: 1, maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom('q', 'after', 'limit', 'state', 'sort', 'group', 'due', 'project', 'to', 'tag', 'from', 'odd'),
        fc.oneof(text, cursors),
        { maxKeys: 3 },
      ),
      contract.requestExample === undefined ? anything : fc.oneof(anything, fc.constant(contract.requestExample)),
      async (who, params, query, body) => {
        const address = `${pathOf(contract, params)}?${new URLSearchParams(query).toString()}`;
        const client = app.as(who);
        const answer =
          contract.method === 'GET'
            ? await client.get(address)
            : contract.method === 'DELETE'
              ? await client.delete(address)
              : await client[contract.method.toLowerCase() as 'post' | 'put' | 'patch'](address, body ?? {});
        const said = `${who ?? 'nobody'} ${contract.method} ${address} ${JSON.stringify(body)}: ${answer.status} ${answer.text.slice(0, 300)}`;
        expect(answer.status, said).toBeLessThan(500);
        if (answer.status < 400) return;
        expect(answer.headers['content-type'], said).toContain('application/problem+json');
        expect(documented(contract), said).toContain(answer.status);
        if (answer.status === 400 && !wholeRequest.has(answer.body.code))
          expect(pathsOf(answer.body), said).not.toEqual([]);
        if (answer.status === 403 || answer.status === 409)
          expect([...(contract.errors ?? []), 'token_scope_missing'], said).toContain(answer.body.code);
      },
    ),
    { numRuns: 25 },
  );
});
