import { describe, expect, test } from 'vitest';
import { anonymous } from '#kernel/access';
import { personClaims } from './claims.ts';
import { maySearchPeople, maySeeIdentities, maySeePerson, mayUseAccount } from './policies.ts';
import { actorWith } from './portal.fixture.ts';
import { rolesOfEntitlement, rolesOfEntitlements, unknownPlaceholders, type MappingRule } from './role-mapping.ts';
import { safePath } from './safe-path.ts';

describe('where a sign-in leads', () => {
  test.each(['/', '/orders/7?part=2#shares', '/marketplace/cloud%20compute', '/logins'])('stays %s', (path) => {
    expect(safePath(path)).toBe(path);
  });
  test.each([
    undefined,
    '',
    'orders',
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/%2e//evil.example',
    '/a/..//evil.example',
    '/login/start?to=/',
    '/api/session/logout',
    '/auth/realms/egi',
    `/${'x'.repeat(2001)}`,
  ])('is the front page for %s', (path) => {
    expect(safePath(path)).toBe('/');
  });
});

describe('claims', () => {
  test('are taken from every place that providers use', () => {
    expect(
      personClaims({
        sub: 'abc@egi.eu',
        given_name: 'Eleni',
        family_name: 'Papadaki',
        voperson_verified_email: ['eleni@hcmr.example'],
        schac_home_organization: 'hcmr.example',
        address: { country: 'GR' },
        eduperson_entitlement: 'urn:mace:egi.eu:group:a#aai.egi.eu',
        entitlements: ['urn:mace:egi.eu:group:a#aai.egi.eu', 'urn:mace:egi.eu:group:b#aai.egi.eu', 7],
        eduperson_assurance: ['https://aai.egi.eu/LoA#Low'],
      }),
    ).toEqual({
      subject: 'abc@egi.eu',
      name: 'Eleni Papadaki',
      email: 'eleni@hcmr.example',
      emailVerified: true,
      institution: 'hcmr.example',
      country: 'GR',
      assurance: ['https://aai.egi.eu/LoA#Low'],
      entitlements: ['urn:mace:egi.eu:group:a#aai.egi.eu', 'urn:mace:egi.eu:group:b#aai.egi.eu'],
    });
  });

  test('without a subject name nobody', () => {
    expect(() => personClaims({ name: 'Eleni' })).toThrow('no `sub`');
  });

  test('lose control characters and endless values', () => {
    const claims = personClaims({
      sub: 'a',
      name: `Eve\u0000\n${'x'.repeat(500)}`,
      email_verified: false,
      email: 'eve@x.example',
    });
    expect(claims.name).toMatch(/^Eve x+$/);
    expect(claims.name).toHaveLength(255);
    expect(claims.emailVerified).toBe(false);
  });
});

describe('mapping entitlements to roles', () => {
  const rule = (entitlement: string, role: string, scope: string): MappingRule => ({
    id: `${role} ${scope}`,
    entitlement,
    role,
    scope,
    createdAt: '',
  });
  const rules = [
    rule('urn:mace:egi.eu:group:operations.egi.eu:sla:role=coordinator', 'sla-coordinator', '*'),
    rule('urn:mace:egi.eu:group:desk.egi.eu', 'shifter', 'group:{subgroup}'),
    rule('urn:mace:egi.eu:group:sites.egi.eu', 'provider', 'site:{subgroup}'),
  ];

  test('a role in the group gives the role', () => {
    const given = rolesOfEntitlement(rules, 'urn:mace:egi.eu:group:operations.egi.eu:sla:role=coordinator#aai.egi.eu');
    expect(given).toMatchObject([{ role: 'sla-coordinator', scope: '*' }]);
  });
  test('plain membership does not give what a role gives', () => {
    expect(rolesOfEntitlement(rules, 'urn:mace:egi.eu:group:operations.egi.eu:sla#aai.egi.eu')).toEqual([]);
  });
  test('the scope is filled from the subgroup, and a member of no subgroup gets nothing', () => {
    expect(rolesOfEntitlement(rules, 'urn:mace:egi.eu:group:desk.egi.eu:cloud-compute:role=member')).toMatchObject([
      { role: 'shifter', scope: 'group:cloud-compute' },
    ]);
    expect(rolesOfEntitlement(rules, 'urn:mace:egi.eu:group:desk.egi.eu:role=member')).toEqual([]);
  });
  test('several entitlements give each relation once, unreadable ones nothing', () => {
    const held = ['cloud:role=member', 'cloud:role=owner', 'data'].map(
      (end) => `urn:mace:egi.eu:group:desk.egi.eu:${end}`,
    );
    expect(rolesOfEntitlements(rules, [...held, 'nonsense', 'urn:x'])).toEqual([
      { role: 'shifter', scope: 'group:cloud' },
      { role: 'shifter', scope: 'group:data' },
    ]);
  });
  test('a scope may not ask for parts that no entitlement has', () => {
    expect(unknownPlaceholders('group:{subgroup}-{vo}')).toEqual(['vo']);
  });
});

describe('policies', () => {
  const administrator = actorWith('a', [{ role: 'administrator', scope: '*' }]);
  const shifter = actorWith('s', [{ role: 'shifter', scope: 'group:x' }]);
  const customer = actorWith('c');

  test('staff search people, customers do not', () => {
    expect(maySearchPeople(shifter).allowed).toBe(true);
    expect(maySearchPeople(customer)).toMatchObject({ allowed: false, code: 'people_search_forbidden' });
    expect(maySearchPeople(anonymous).allowed).toBe(false);
  });
  test('everybody sees themselves, with identities; staff see others without', () => {
    expect(maySeePerson(customer, 'c') && maySeeIdentities(customer, 'c')).toBe(true);
    expect(maySeePerson(customer, 's')).toBe(false);
    expect(maySeePerson(shifter, 'c')).toBe(true);
    expect(maySeeIdentities(shifter, 'c')).toBe(false);
    expect(maySeeIdentities(administrator, 'c')).toBe(true);
  });
  test('a token does not change the account it belongs to', () => {
    expect(mayUseAccount({ ...customer, tokenScopes: ['*'] })).toMatchObject({ code: 'session_required' });
    expect(mayUseAccount(customer).allowed).toBe(true);
  });
});
