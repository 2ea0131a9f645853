import { ForeignError, foreignRoute } from '#catalogue';
import { holds, scopesOf, type RoleRelation } from '#kernel/access';
import type { Database, Read } from '#kernel/database';
import type { App } from '#kernel/http';

/** People as `/users` tells of them. */
export interface ForeignPeople {
  /** Whose subject at an identity provider this is; undefined where there is nobody. */
  byUid(read: Read, uid: string): Promise<{ readonly id: string; readonly roles: readonly RoleRelation[] } | undefined>;
  /** Providers by slug. */
  providers(read: Read, slugs: readonly string[]): Promise<readonly { readonly slug: string; readonly name: string }[]>;
}

const foreignRoles = { 'sla-coordinator': 'coordinator', administrator: 'admin' } as const;

/** `GET /users/{uid}` (ordering.md 3.4): for oneself, and for administrators. Providers are objects, as the service has them. */
export function foreignUsers(
  app: App,
  { database, people }: { database: Pick<Database, 'read'>; people: ForeignPeople },
): void {
  app.get('/api/v1/users/:uid', foreignRoute, async (request) => {
    const { uid } = request.params as { uid: string };
    const read = database.read();
    const person = await people.byUid(read, uid);
    const isSelf = person !== undefined && person.id === request.actor.id;
    if (!isSelf && !holds(request.actor, 'administrator')) throw new ForeignError(401, 'Not authorized');
    if (!person) throw new ForeignError(404, 'User not found', { message: `There is no user ${uid}` });
    const roles = Object.entries(foreignRoles).flatMap(([own, foreign]) =>
      person.roles.some(({ role }) => role === own) ? [foreign] : [],
    );
    const slugs = scopesOf({ ...request.actor, roles: person.roles }, 'provider').flatMap((scope) =>
      scope.startsWith('provider:') ? [scope.slice('provider:'.length)] : [],
    );
    const providers = await people.providers(read, slugs);
    return {
      uid,
      roles,
      providers: providers.map(({ slug, name }) => ({ id: slug, pid: slug, name })),
      catalogues: [],
    };
  });
}
