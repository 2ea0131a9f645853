import type { Instant } from '#kernel/clock';
import { json, type Read, type Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import type { PersonClaims } from './claims.ts';
import { erasedName, searchable, type Person } from './person.ts';
import { tables, type IdentityTables } from './tables.ts';

type PersonRow = IdentityTables['identity.people'];

export function toPerson(row: PersonRow): Person {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    emailVerified: row.email_verified,
    institution: row.institution,
    country: row.country,
    assurance: row.assurance,
    termsVersion: row.terms_version,
    preferences: row.preferences,
    createdAt: row.created_at,
    lastSignInAt: row.last_sign_in_at,
    erasedAt: row.erased_at,
  };
}

interface Known {
  readonly name: string;
  readonly email: string | null;
  readonly institution: string | null;
}

function listed({ name, email, institution }: Known) {
  return {
    sort_name: searchable(name),
    search: searchable([name, email, institution].filter((part) => part !== null).join(' ')),
  };
}

/** One person, erased or not. */
export async function findPerson(read: Read, id: string): Promise<Person | undefined> {
  const row = await tables(read).selectFrom('identity.people').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toPerson(row);
}

/** One person, held against changes until the transaction ends. */
export async function lockPerson(tx: Tx, id: string): Promise<Person | undefined> {
  const row = await tables(tx)
    .selectFrom('identity.people')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && toPerson(row);
}

/** Adds a person from what the identity provider says. */
export async function insertPerson(tx: Tx, claims: PersonClaims, now: Instant): Promise<string> {
  const id = nextId();
  const known = {
    name: claims.name ?? claims.email ?? 'Unnamed person',
    email: claims.email,
    institution: claims.institution,
  };
  await tables(tx)
    .insertInto('identity.people')
    .values({
      id,
      ...known,
      ...listed(known),
      email_verified: claims.emailVerified,
      country: claims.country,
      assurance: json([...claims.assurance]),
      terms_version: null,
      terms_accepted_at: null,
      preferences: json({}),
      created_at: now,
      last_sign_in_at: null,
      erased_at: null,
      version: 1,
    })
    .execute();
  return id;
}

/** Takes over what the identity provider says now; what it leaves out stays. Answers whether others can see a change. */
export async function refreshPerson(tx: Tx, person: Person, claims: PersonClaims, now: Instant): Promise<boolean> {
  const known = {
    name: claims.name ?? person.name,
    email: claims.email ?? person.email,
    institution: claims.institution ?? person.institution,
  };
  const country = claims.country ?? person.country;
  await tables(tx)
    .updateTable('identity.people')
    .set((row) => ({
      ...known,
      ...listed(known),
      email_verified: claims.email === null ? person.emailVerified : claims.emailVerified,
      country,
      assurance: json([...claims.assurance]),
      last_sign_in_at: now,
      version: row('version', '+', 1),
    }))
    .where('id', '=', person.id)
    .execute();
  const same = known.name === person.name && known.email === person.email && known.institution === person.institution;
  return !same || country !== person.country;
}

/** Keeps some of a person's settings; answers nothing, the caller knows them. */
export async function savePreferences(tx: Tx, id: string, preferences: Record<string, unknown>): Promise<void> {
  await tables(tx)
    .updateTable('identity.people')
    .set((row) => ({ preferences: json(preferences), version: row('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export async function saveTerms(tx: Tx, id: string, version: string, now: Instant): Promise<void> {
  await tables(tx)
    .updateTable('identity.people')
    .set({ terms_version: version, terms_accepted_at: now })
    .where('id', '=', id)
    .execute();
}

/** Overwrites everything personal; the id stays for the records that name it. */
export async function blankPerson(tx: Tx, id: string, now: Instant): Promise<void> {
  const db = tables(tx);
  await db.deleteFrom('identity.identities').where('person_id', '=', id).execute();
  await db.deleteFrom('identity.role_relations').where('person_id', '=', id).execute();
  await db.deleteFrom('identity.sessions').where('person_id', '=', id).execute();
  await db.deleteFrom('identity.api_tokens').where('person_id', '=', id).execute();
  await db.deleteFrom('identity.login_attempts').where('link_person_id', '=', id).execute();
  await db
    .updateTable('identity.people')
    .set((row) => ({
      name: erasedName,
      sort_name: searchable(erasedName),
      search: '',
      email: null,
      email_verified: false,
      institution: null,
      country: null,
      assurance: json([]),
      preferences: json({}),
      last_sign_in_at: null,
      erased_at: now,
      version: row('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

export interface Identity {
  readonly id: string;
  readonly personId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly assurance: readonly string[];
  readonly entitlements: readonly string[];
  readonly linkedAt: Instant;
  readonly lastUsedAt: Instant;
}

function toIdentity(row: IdentityTables['identity.identities']): Identity {
  return {
    id: row.id,
    personId: row.person_id,
    issuer: row.issuer,
    subject: row.subject,
    assurance: row.assurance,
    entitlements: row.entitlements,
    linkedAt: row.linked_at,
    lastUsedAt: row.last_used_at,
  };
}

/** The identity of this subject at this issuer, held until the transaction ends. */
export async function lockIdentity(tx: Tx, issuer: string, subject: string): Promise<Identity | undefined> {
  const row = await tables(tx)
    .selectFrom('identity.identities')
    .selectAll()
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .forUpdate()
    .executeTakeFirst();
  return row && toIdentity(row);
}

export async function identitiesOf(read: Read, personId: string): Promise<Identity[]> {
  const rows = await tables(read)
    .selectFrom('identity.identities')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('linked_at')
    .orderBy('id')
    .execute();
  return rows.map(toIdentity);
}

/** Links the identity to the person, or takes over what it says now. */
export async function saveIdentity(
  tx: Tx,
  { personId, issuer, claims, now }: { personId: string; issuer: string; claims: PersonClaims; now: Instant },
): Promise<void> {
  const said = {
    assurance: json([...claims.assurance]),
    entitlements: json([...claims.entitlements]),
    last_used_at: now,
  };
  const updated = await tables(tx)
    .updateTable('identity.identities')
    .set(said)
    .where('issuer', '=', issuer)
    .where('subject', '=', claims.subject)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (updated.numUpdatedRows > 0n) return;
  await tables(tx)
    .insertInto('identity.identities')
    .values({ id: nextId(), person_id: personId, issuer, subject: claims.subject, ...said, linked_at: now })
    .execute();
}

export async function deleteIdentity(tx: Tx, id: string): Promise<void> {
  await tables(tx).deleteFrom('identity.identities').where('id', '=', id).execute();
}
