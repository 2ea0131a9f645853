import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor, RoleRelation } from '#kernel/access';
import type { Read } from '#kernel/database';
import { decodeCursor, encodeCursor } from '#kernel/http';
import { searchable } from './person.ts';
import { tables } from './tables.ts';

/** What other modules know of a person; after an erasure the name says so and the rest is null. */
export interface PersonRef {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly institution: string | null;
  readonly country: string | null;
}

export interface PersonListed extends PersonRef {
  readonly roles: readonly RoleRelation[];
}

const columns = ['person.id', 'person.name', 'person.email', 'person.institution', 'person.country'] as const;

/** The people of these ids, erased ones too; unknown ids are left out. */
export async function peopleByIds(read: Read, ids: Iterable<string>): Promise<ReadonlyMap<string, PersonRef>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await tables(read)
    .selectFrom('identity.people as person')
    .select([...columns])
    .where('person.id', 'in', wanted)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Whom an identity provider knows by this subject, with their roles; the one who was linked first. */
export async function personByUid(
  read: Read,
  uid: string,
): Promise<{ id: string; roles: readonly RoleRelation[] } | undefined> {
  const person = await tables(read)
    .selectFrom('identity.identities as linked')
    .select('linked.person_id')
    .where('linked.subject', '=', uid)
    .orderBy('linked.linked_at')
    .limit(1)
    .executeTakeFirst();
  if (!person) return undefined;
  const roles = await tables(read)
    .selectFrom('identity.role_relations')
    .select(['role', 'scope'])
    .distinct()
    .where('person_id', '=', person.person_id)
    .execute();
  return { id: person.person_id, roles };
}

/** Who has this mail address, compared without case: the one who came first, never one whose provider calls it unverified. */
export async function personByEmail(read: Read, email: string): Promise<PersonRef | undefined> {
  return tables(read)
    .selectFrom('identity.people as person')
    .select([...columns])
    .where(sql<string>`lower(person.email)`, '=', email.trim().toLowerCase())
    .where('person.email_verified', '=', true)
    .orderBy('person.id')
    .limit(1)
    .executeTakeFirst();
}

/** Whoever has this mail address as the one who acts, with the roles they hold now; as `personByEmail`. */
export async function actorByEmail(read: Read, email: string): Promise<Actor | undefined> {
  const person = await personByEmail(read, email);
  if (!person) return undefined;
  const roles = await tables(read)
    .selectFrom('identity.role_relations as relation')
    .select(['relation.role', 'relation.scope'])
    .distinct()
    .where('relation.person_id', '=', person.id)
    .execute();
  return { kind: 'person', id: person.id, name: person.name, email: person.email, roles, tokenScopes: null };
}

/** Everybody who holds the role in this scope or everywhere; without a scope, anywhere at all. In order of names. */
export async function peopleWithRole(read: Read, role: string, scope?: string): Promise<PersonRef[]> {
  let relations = tables(read)
    .selectFrom('identity.role_relations as relation')
    .select('relation.person_id')
    .where('relation.role', '=', role);
  if (scope !== undefined) relations = relations.where('relation.scope', 'in', [scope, '*']);
  return tables(read)
    .selectFrom('identity.people as person')
    .select([...columns])
    .where('person.id', 'in', relations)
    .where('person.erased_at', 'is', null)
    .orderBy('person.sort_name')
    .orderBy('person.id')
    .execute();
}

export interface PeopleSearch {
  readonly q?: string | undefined;
  readonly role?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** People by part of their name, address or institution, each word for itself, in order of names. */
export async function searchPeople(
  read: Read,
  search: PeopleSearch,
): Promise<{ items: PersonListed[]; next: string | null }> {
  let query = tables(read)
    .selectFrom('identity.people as person')
    .select([...columns])
    .select('person.sort_name')
    .select(
      sql<RoleRelation[]>`coalesce((
        select jsonb_agg(distinct jsonb_build_object('role', relation.role, 'scope', relation.scope))
        from identity.role_relations relation where relation.person_id = person.id), '[]'::jsonb)`.as('roles'),
    )
    .where('person.erased_at', 'is', null);
  for (const word of searchable(search.q ?? '')
    .split(/\s+/)
    .filter((part) => part !== '')) {
    query = query.where('person.search', 'like', `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  }
  if (search.role !== undefined) {
    const holders = tables(read)
      .selectFrom('identity.role_relations as held')
      .select('held.person_id')
      .where('held.role', '=', search.role);
    query = query.where('person.id', 'in', holders);
  }
  if (search.after !== undefined) {
    const [name, id] = decodeCursor(search.after, z.tuple([z.string(), z.string()]));
    query = query.where(sql<boolean>`(person.sort_name, person.id) > (${name}, ${id})`);
  }
  const rows = await query
    .orderBy('person.sort_name')
    .orderBy('person.id')
    .limit(search.limit + 1)
    .execute();
  const shown = rows.slice(0, search.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ sort_name: _sortName, ...person }) => person),
    next: rows.length > shown.length && last ? encodeCursor([last.sort_name, last.id]) : null,
  };
}
