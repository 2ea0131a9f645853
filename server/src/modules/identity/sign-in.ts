import { system, type Actor, type RoleRelation } from '#kernel/access';
import type { Audit } from '#kernel/audit';
import { isUniqueViolation, type Transact, type Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import type { PersonClaims } from './claims.ts';
import { personUpdated, roleGranted } from './events.ts';
import { joinKnownPerson } from './join-known-person.ts';
import { recomputeRoles, type RecomputeParts } from './recompute-roles.ts';
import { insertPerson, lockIdentity, lockPerson, refreshPerson, saveIdentity } from './sql-people-store.ts';
import { insertGrant } from './sql-role-store.ts';
import { insertSession, type OpenedSession } from './sql-session-store.ts';

export interface SignInParts extends RecomputeParts {
  readonly transact: Transact;
  readonly audit: Audit;
  /** Roles that a person of this identity starts with; the demo's personas have some. */
  readonly firstRoles: (issuer: string, subject: string) => readonly RoleRelation[];
}

export interface SignedIn {
  readonly personId: string;
  /** Signs in for the first time. */
  readonly isNew: boolean;
  readonly session: OpenedSession;
}

export interface SignIn {
  readonly issuer: string;
  readonly claims: PersonClaims;
  /** Person to whom the identity is to be linked, where that was asked for. */
  readonly linkTo: string | null;
  readonly device: string;
  /** Secret of the session that this browser had so far; it ends. */
  readonly earlier: string | undefined;
}

/** Lets in whom the identity provider vouches for: knows or creates the person, refreshes claims and roles, opens a new session. */
export const signIn =
  (parts: SignInParts) =>
  async (asked: SignIn): Promise<SignedIn> => {
    const attempt = () => parts.transact((tx) => letIn(tx, parts, asked));
    try {
      return await attempt();
    } catch (error) {
      // Two first sign-ins of one identity at the same moment: the second finds what the first has made.
      if (isUniqueViolation(error)) return attempt();
      throw error;
    }
  };

async function letIn(
  tx: Tx,
  parts: SignInParts,
  { issuer, claims, linkTo, device, earlier }: SignIn,
): Promise<SignedIn> {
  const now = parts.clock.now();
  const { personId, isNew } = await resolvePerson(tx, parts, { issuer, claims, linkTo });
  await saveIdentity(tx, { personId, issuer, claims, now });
  const person = await lockPerson(tx, personId);
  if (!person || person.erasedAt !== null) throw new AppError('conflict', 'person_erased', 'This account was erased');
  // A linked identity vouches for the same person; the name and the address stay those of the account.
  const changed = linkTo === null && (await refreshPerson(tx, person, claims, now));
  if (isNew || changed) await parts.publish(tx, personUpdated(personId));
  await recomputeRoles(tx, parts, personId);
  const session = await insertSession(tx, { personId, device, earlier, now });
  const actor: Actor = {
    kind: 'person',
    id: personId,
    name: person.name,
    email: person.email,
    roles: [],
    tokenScopes: null,
  };
  await parts.audit(tx, {
    actor,
    action: linkTo === null ? 'identity.sign_in' : 'identity.link_identity',
    target: `person:${personId}`,
    details: { issuer },
  });
  return { personId, isNew, session };
}

async function resolvePerson(
  tx: Tx,
  parts: SignInParts,
  { issuer, claims, linkTo }: Pick<SignIn, 'issuer' | 'claims' | 'linkTo'>,
) {
  const identity = await lockIdentity(tx, issuer, claims.subject);
  if (identity && linkTo !== null && identity.personId !== linkTo) {
    throw new AppError(
      'conflict',
      'identity_linked_elsewhere',
      'This identity belongs to another account. Sign in with it and take it off there first',
    );
  }
  const known = identity?.personId ?? linkTo;
  if (known !== null) return { personId: known, isNew: false };
  const joined = await joinKnownPerson(tx, claims);
  if (!joined) return { personId: await addPerson(tx, parts, issuer, claims), isNew: true };
  const { personId, by } = joined;
  await giveFirstRoles(tx, parts, { personId, issuer, claims });
  await parts.audit(tx, {
    actor: system,
    action: 'identity.join_known_person',
    target: `person:${personId}`,
    details: { issuer, by },
  });
  return { personId, isNew: true };
}

/** Adds a person with the roles that the identity starts with. */
export async function addPerson(
  tx: Tx,
  parts: Omit<SignInParts, 'transact'>,
  issuer: string,
  claims: PersonClaims,
): Promise<string> {
  const personId = await insertPerson(tx, claims, parts.clock.now());
  await giveFirstRoles(tx, parts, { personId, issuer, claims });
  return personId;
}

async function giveFirstRoles(
  tx: Tx,
  parts: Omit<SignInParts, 'transact'>,
  { personId, issuer, claims }: { personId: string; issuer: string; claims: PersonClaims },
): Promise<void> {
  const now = parts.clock.now();
  for (const relation of parts.firstRoles(issuer, claims.subject)) {
    await insertGrant(tx, { personId, ...relation, source: 'grant', grantedBy: null, grantedAt: now });
    await parts.audit(tx, {
      actor: system,
      action: 'identity.grant_role',
      target: `person:${personId}`,
      details: { ...relation },
    });
    await parts.publish(tx, roleGranted(personId, relation));
  }
}
