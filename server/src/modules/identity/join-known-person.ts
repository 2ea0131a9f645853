import { sql } from 'kysely';
import type { Tx } from '#kernel/database';
import type { PersonClaims } from './claims.ts';
import { elsewhere } from './known-people.ts';
import { deleteIdentity, lockIdentity } from './sql-people-store.ts';
import { tables } from './tables.ts';

export interface Joined {
  readonly personId: string;
  readonly by: 'subject' | 'email';
}

/**
 * Whom another tool told of and who now signs in for the first time: the person told with this very subject, else one who
 * was told by mail address alone, where the issuer has verified that address and nobody else has it. What was told of them
 * is theirs from now on. Undefined where nobody is sure to be the same: two accounts are better than one that is wrong.
 */
export async function joinKnownPerson(tx: Tx, claims: PersonClaims): Promise<Joined | undefined> {
  const bySubject = await neverSignedIn(tx, claims.subject);
  if (bySubject) return take(tx, bySubject, 'subject');
  const email = claims.email?.trim().toLowerCase() ?? '';
  if (email === '' || !claims.emailVerified) return undefined;
  const byEmail = await neverSignedIn(tx, `mailto:${email}`);
  return byEmail && !(await othersWith(tx, email, byEmail.personId)) ? take(tx, byEmail, 'email') : undefined;
}

interface KnownElsewhere {
  readonly id: string;
  readonly personId: string;
}

/** Somebody known from elsewhere by this subject, who has no way to sign in yet. */
async function neverSignedIn(tx: Tx, subject: string): Promise<KnownElsewhere | undefined> {
  const identity = await lockIdentity(tx, elsewhere, subject);
  if (!identity) return undefined;
  const account = await tables(tx)
    .selectFrom('identity.identities')
    .select('id')
    .where('person_id', '=', identity.personId)
    .where('issuer', '!=', elsewhere)
    .executeTakeFirst();
  return account ? undefined : identity;
}

/** Whether anybody else is known by this address, verified or not. */
async function othersWith(tx: Tx, email: string, personId: string): Promise<boolean> {
  const other = await tables(tx)
    .selectFrom('identity.people')
    .select('id')
    .where(sql<string>`lower(email)`, '=', email)
    .where('id', '!=', personId)
    .where('erased_at', 'is', null)
    .executeTakeFirst();
  return other !== undefined;
}

/** The identity from elsewhere has served: from now on the account is found by its own subject and address. */
async function take(tx: Tx, { id, personId }: KnownElsewhere, by: Joined['by']): Promise<Joined> {
  await deleteIdentity(tx, id);
  return { personId, by };
}
