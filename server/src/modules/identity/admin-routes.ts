import { identityEndpoints as endpoints } from '#contracts/identity/endpoints';
import type { PersonRecord, RoleGrant } from '#contracts/identity/schemas';
import { require } from '#kernel/access';
import type { Database, Read } from '#kernel/database';
import { notFound } from '#kernel/errors';
import { route, type Plugin } from '#kernel/http';
import { erasePerson, type AccountParts } from './account.ts';
import { auditPage } from './audit-view.ts';
import { changeMappingRule, createMappingRule, removeMappingRule } from './change-mapping.ts';
import { grantRole, revokeRole } from './change-roles.ts';
import { parseEntitlement } from './entitlement.ts';
import { peopleByIds, searchPeople } from './people-view.ts';
import { mayAdminister, maySearchPeople, maySeeIdentities, maySeePerson } from './policies.ts';
import { rolesOfEntitlement } from './role-mapping.ts';
import { findPerson, identitiesOf } from './sql-people-store.ts';
import { grantsOf, mappingRules, type Grant } from './sql-role-store.ts';

async function withGrantors(read: Read, grants: readonly Grant[]): Promise<RoleGrant[]> {
  const grantors = await peopleByIds(
    read,
    grants.map((grant) => grant.grantedBy).filter((id) => id !== null),
  );
  return grants.map(({ personId: _personId, grantedBy, ...grant }) => {
    const by = grantedBy === null ? undefined : grantors.get(grantedBy);
    return { ...grant, grantedBy: by ? { id: by.id, name: by.name } : null };
  });
}

async function personRecord(read: Read, id: string, showsIdentities: boolean): Promise<PersonRecord> {
  const person = await findPerson(read, id);
  if (!person) throw notFound(`person ${id}`);
  const { name, email, institution, country, createdAt, lastSignInAt, erasedAt, termsVersion } = person;
  const linked = showsIdentities ? await identitiesOf(read, id) : [];
  return {
    id,
    name,
    email,
    institution,
    country,
    createdAt,
    lastSignInAt,
    erasedAt,
    termsVersion,
    assurance: [...person.assurance],
    identities: linked.map((one) => ({ ...one, assurance: [...one.assurance], entitlements: [...one.entitlements] })),
    roles: await withGrantors(read, await grantsOf(read, id)),
  };
}

/** People, roles, mapping rules and the audit. */
export const adminRoutes =
  (parts: AccountParts & { readonly database: Database }): Plugin =>
  async (app) => {
    const read = () => parts.database.read();

    route(app, endpoints.findPeople, async ({ request, query }) => {
      require(maySearchPeople(request.actor));
      const { items, next } = await searchPeople(read(), query);
      return { items: items.map((person) => ({ ...person, roles: [...person.roles] })), next, total: null };
    });
    route(app, endpoints.getPerson, async ({ request, params }) => {
      if (!maySeePerson(request.actor, params.id)) throw notFound(`person ${params.id}`);
      return personRecord(read(), params.id, maySeeIdentities(request.actor, params.id));
    });
    const erase = erasePerson(parts);
    route(app, endpoints.erasePerson, ({ request, params }) => erase(request.actor, params.id).then(() => undefined));

    const grant = grantRole(parts);
    route(app, endpoints.grantRole, async ({ request, params, body }) => {
      const granted = await grant(request.actor, params.id, body);
      const [shown] = await withGrantors(read(), [granted]);
      if (!shown) throw notFound(`role ${granted.id}`);
      return shown;
    });
    const revoke = revokeRole(parts);
    route(app, endpoints.revokeRole, ({ request, params }) =>
      revoke(request.actor, params.id, params.grantId).then(() => undefined),
    );

    route(app, endpoints.listMappingRules, async ({ request }) => {
      require(mayAdminister(request.actor));
      return { items: await mappingRules(read()) };
    });
    const create = createMappingRule(parts);
    route(app, endpoints.createMappingRule, ({ request, body }) => create(request.actor, body));
    const change = changeMappingRule(parts);
    route(app, endpoints.changeMappingRule, ({ request, params, body }) => change(request.actor, params.id, body));
    const remove = removeMappingRule(parts);
    route(app, endpoints.removeMappingRule, ({ request, params }) =>
      remove(request.actor, params.id).then(() => undefined),
    );
    route(app, endpoints.tryMapping, async ({ request, body }) => {
      require(mayAdminister(request.actor));
      const rules = await mappingRules(read());
      const problem = 'not an entitlement of a group (AARC-G069)';
      return {
        items: body.entitlements.map((entitlement) => ({
          entitlement,
          problem: parseEntitlement(entitlement) ? null : problem,
          gives: rolesOfEntitlement(rules, entitlement),
        })),
      };
    });

    route(app, endpoints.listAudit, async ({ request, query }) => {
      require(mayAdminister(request.actor));
      return { ...(await auditPage(read(), query)), total: null };
    });
  };
