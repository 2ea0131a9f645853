import { sql } from 'kysely';
import type { RoleRelation } from '#kernel/access';
import { HOUR, later, MINUTE, type Instant } from '#kernel/clock';
import type { Read, Tx } from '#kernel/database';
import { newSecret, nextId, sha256 } from '#kernel/ids';
import { tables } from './tables.ts';

/** A session that nobody uses for so long ends. */
export const idleMilliseconds = 8 * HOUR;
/** A session ends after this time however much it is used. */
export const longestMilliseconds = 7 * 24 * HOUR;
/** A session gets a new secret this often. */
export const rotationMilliseconds = 12 * HOUR;
/** How long the secret before the last rotation still opens the session: requests under way carry it. */
const graceMilliseconds = MINUTE;

/** Who stands behind a credential, as read with every request. */
export interface Holder {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly RoleRelation[];
  /** Last use, as far as it was written down. */
  readonly usedAt: Instant | null;
}

interface HolderRow {
  id: string;
  person_id: string;
  name: string;
  email: string | null;
  roles: RoleRelation[];
  used_at: string | null;
}

const rolesOfPerson = sql`coalesce((
  select jsonb_agg(distinct jsonb_build_object('role', relation.role, 'scope', relation.scope))
  from identity.role_relations relation where relation.person_id = person.id), '[]'::jsonb)`;

function toHolder(row: HolderRow): Holder {
  return {
    id: row.id,
    personId: row.person_id,
    name: row.name,
    email: row.email,
    roles: row.roles,
    usedAt: row.used_at,
  };
}

/** A person with their roles, unless they have been erased. */
export async function holderOf(read: Read, personId: string): Promise<Holder | undefined> {
  const { rows } = await sql<HolderRow>`
    select person.id, person.id as person_id, person.name, person.email, null as used_at, ${rolesOfPerson} as roles
    from identity.people person where person.id = ${personId} and person.erased_at is null`.execute(read);
  return rows[0] && toHolder(rows[0]);
}

/** The session that a secret opens now, with its person and roles: one indexed query. */
export async function openSession(read: Read, secret: string, now: Instant): Promise<Holder | undefined> {
  const hash = sha256(secret);
  const { rows } = await sql<HolderRow>`
    select session.id, session.last_seen_at as used_at, person.id as person_id, person.name, person.email, ${rolesOfPerson} as roles
    from identity.sessions session join identity.people person on person.id = session.person_id
    where (session.token_hash = ${hash} or (session.previous_hash = ${hash} and session.rotated_at > ${later(now, -graceMilliseconds)}))
      and session.expires_at > ${now} and session.last_seen_at > ${later(now, -idleMilliseconds)} and person.erased_at is null`.execute(
    read,
  );
  return rows[0] && toHolder(rows[0]);
}

/** The token that a secret is, unless it has run out, with its person, roles and scopes. */
export async function openToken(
  read: Read,
  secret: string,
  now: Instant,
): Promise<(Holder & { scopes: readonly string[] }) | undefined> {
  const { rows } = await sql<HolderRow & { scopes: string[] }>`
    select token.id, token.last_used_at as used_at, token.scopes, person.id as person_id, person.name, person.email, ${rolesOfPerson} as roles
    from identity.api_tokens token join identity.people person on person.id = token.person_id
    where token.token_hash = ${sha256(secret)} and token.expires_at > ${now} and person.erased_at is null`.execute(
    read,
  );
  return rows[0] && { ...toHolder(rows[0]), scopes: rows[0].scopes };
}

/** Writes down that the session is in use. */
export async function touchSession(read: Read, id: string, now: Instant): Promise<void> {
  await tables(read)
    .updateTable('identity.sessions')
    .set({ last_seen_at: now })
    .where('id', '=', id)
    .where('last_seen_at', '<', now)
    .execute();
}

/** Writes down that the token is in use. */
export async function touchToken(read: Read, id: string, now: Instant): Promise<void> {
  await tables(read).updateTable('identity.api_tokens').set({ last_used_at: now }).where('id', '=', id).execute();
}

export interface OpenedSession {
  readonly secret: string;
  readonly expiresAt: Instant;
}

/** Opens a session with a secret of its own; an earlier one of this browser ends. */
export async function insertSession(
  tx: Tx,
  { personId, device, earlier, now }: { personId: string; device: string; earlier: string | undefined; now: Instant },
): Promise<OpenedSession> {
  if (earlier !== undefined) await deleteSessionOf(tx, earlier);
  const secret = newSecret();
  const expiresAt = later(now, longestMilliseconds);
  await tables(tx)
    .insertInto('identity.sessions')
    .values({
      id: nextId(),
      token_hash: sha256(secret),
      previous_hash: null,
      person_id: personId,
      device: device.slice(0, 300),
      created_at: now,
      last_seen_at: now,
      rotated_at: now,
      expires_at: expiresAt,
    })
    .execute();
  return { secret, expiresAt };
}

/** Gives the session a new secret when the present one is old enough; undefined when it is not due. */
export async function rotateSession(read: Read, secret: string, now: Instant): Promise<OpenedSession | undefined> {
  const next = newSecret();
  const row = await tables(read)
    .updateTable('identity.sessions')
    .set({ token_hash: sha256(next), previous_hash: sha256(secret), rotated_at: now })
    .where('token_hash', '=', sha256(secret))
    .where('rotated_at', '<=', later(now, -rotationMilliseconds))
    .returning('expires_at')
    .executeTakeFirst();
  return row && { secret: next, expiresAt: row.expires_at };
}

/** Ends the session that the secret opens. */
export async function deleteSessionOf(read: Read, secret: string): Promise<void> {
  const hash = sha256(secret);
  await tables(read)
    .deleteFrom('identity.sessions')
    .where((row) => row.or([row('token_hash', '=', hash), row('previous_hash', '=', hash)]))
    .execute();
}

/** Ends one session of a person; false when there is none of that id. */
export async function deleteSession(read: Read, id: string, personId: string): Promise<boolean> {
  const done = await tables(read)
    .deleteFrom('identity.sessions')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return done.numDeletedRows > 0n;
}

/** The open sessions of a person, newest first; `secret` tells which one asks. */
export async function sessionsOf(read: Read, personId: string, now: Instant, secret?: string) {
  const rows = await tables(read)
    .selectFrom('identity.sessions')
    .selectAll()
    .where('person_id', '=', personId)
    .where('expires_at', '>', now)
    .where('last_seen_at', '>', later(now, -idleMilliseconds))
    .orderBy('last_seen_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const hash = secret === undefined ? undefined : sha256(secret);
  return rows.map((row) => ({
    id: row.id,
    current: hash !== undefined && (row.token_hash === hash || row.previous_hash === hash),
    device: row.device,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
  }));
}
