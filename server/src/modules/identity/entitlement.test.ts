import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Entitlement, holdsEntitlement, parseEntitlement, printEntitlement, satisfies } from './entitlement.ts';

interface Vectors {
  readonly parse: readonly {
    readonly input: string;
    readonly expected: null | {
      readonly namespace_id: string;
      readonly delegated_namespace: string;
      readonly subnamespaces: readonly string[];
      readonly group: string;
      readonly subgroups: readonly string[];
      readonly role: string | null;
      readonly group_authority: string | null;
    };
  }[];
  readonly satisfies: readonly { readonly required: string; readonly held: string; readonly expected: boolean }[];
}
const file = new URL('../../../../../shared/reference/data/identity/entitlements.json', import.meta.url);
const vectors: Vectors = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { parse: [], satisfies: [] };

const vo = 'urn:mace:demo.example:group:vo';

describe.skipIf(vectors.parse.length === 0)('the entitlement cases (skipped without ../shared)', () => {
  test.each(vectors.parse)('parses $input', ({ input, expected }) => {
    const found = parseEntitlement(input);
    expect(found).toEqual(
      expected && {
        nid: expected.namespace_id,
        namespace: expected.delegated_namespace,
        subnamespaces: expected.subnamespaces,
        group: expected.group,
        subgroups: expected.subgroups,
        role: expected.role,
        authority: expected.group_authority,
      },
    );
  });

  test.each(vectors.satisfies)('$required is satisfied by $held: $expected', ({ required, held, expected }) => {
    expect(satisfies(required, held)).toBe(expected);
  });
});

describe('parseEntitlement', () => {
  test('reads every part', () => {
    expect(parseEntitlement('URN:Mace:demo.example:lab:group:vo%20one:admins:role=owner#aai.demo.example')).toEqual({
      nid: 'mace',
      namespace: 'demo.example',
      subnamespaces: ['lab'],
      group: 'vo one',
      subgroups: ['admins'],
      role: 'owner',
      authority: 'aai.demo.example',
    });
  });

  test.each([
    'urn:mace::group:vo',
    `${vo}:role=`,
    `${vo}::sub`,
    `${vo}:role=a:sub`,
    'urn:mace:demo.example:group:role=a',
    `${vo}%ZZ`,
    `${vo}%FF`,
    'urn:mace:demo.example',
  ])('is strict: %s', (text) => expect(parseEntitlement(text)).toBeNull());
});

describe('satisfies', () => {
  test('a role counts in its own group only, membership upwards', () => {
    expect(satisfies(vo, `${vo}:sub:role=owner`)).toBe(true);
    expect(satisfies(`${vo}:role=owner`, `${vo}:sub:role=owner`)).toBe(false);
    expect(satisfies(`${vo}:sub`, vo)).toBe(false);
  });

  test('what is no entitlement satisfies nothing and is satisfied by nothing', () => {
    expect(satisfies('', vo)).toBe(false);
    expect(satisfies(vo, 'vo')).toBe(false);
  });

  test('one of many values is enough', () => {
    expect(holdsEntitlement(`${vo}:role=owner`, ['junk', vo, `${vo}:role=owner#a`])).toBe(true);
    expect(holdsEntitlement(`${vo}:role=owner`, [vo])).toBe(false);
  });
});

describe('properties', () => {
  const name = fc
    .oneof(fc.string({ minLength: 1, maxLength: 8 }), fc.constantFrom('group', 'role=x', 'a:b', '#', 'é'))
    .filter((text) => text.isWellFormed());
  const entitlements = fc.record({
    nid: fc.constantFrom('mace', 'geant'),
    namespace: name,
    subnamespaces: fc.array(name, { maxLength: 2 }),
    group: name,
    subgroups: fc.array(name, { maxLength: 3 }),
    role: fc.option(name),
    authority: fc.option(name),
  });

  test('what is printed is read back', () => {
    fc.assert(
      fc.property(entitlements, (one: Entitlement) => {
        expect(parseEntitlement(printEntitlement(one))).toEqual(one);
      }),
    );
  });

  test('everything satisfies itself and its parents, whoever says so', () => {
    fc.assert(
      fc.property(entitlements, (one: Entitlement) => {
        expect(satisfies(one, { ...one, authority: 'other' })).toBe(true);
        expect(satisfies({ ...one, role: null, subgroups: one.subgroups.slice(0, -1) }, one)).toBe(true);
      }),
    );
  });

  test('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `${vo}:${text}`),
        ),
        (text) => void parseEntitlement(text),
      ),
    );
  });
});
