import { sql } from 'kysely';
import { system, type Actor } from '#kernel/access';
import type { Audit } from '#kernel/audit';
import type { Clock } from '#kernel/clock';
import type { Database, Read, Tx } from '#kernel/database';
import type { PersonClaims } from './claims.ts';
import { roleGranted } from './events.ts';
import { personByEmail } from './people-view.ts';
import type { RecomputeParts } from './recompute-roles.ts';
import { insertPerson, lockIdentity, saveIdentity } from './sql-people-store.ts';
import { insertGrant } from './sql-role-store.ts';
import { tables } from './tables.ts';

/** Nobody signs in with identities of these issuers: they are no providers. */
export const elsewhere = 'urn:portolan:elsewhere';
const technical = 'urn:portolan:technical';

/** Somebody of whom another tool tells. */
export interface ToldPerson {
  /** Their subject at the identity provider, where the tool knows it. */
  readonly uid: string;
  readonly email: string;
  readonly name: string;
  readonly institution: string;
  readonly country: string;
}

const claimsOf = (subject: string, told: Partial<ToldPerson>): PersonClaims => ({
  subject,
  name: told.name || null,
  email: told.email || null,
  emailVerified: false,
  institution: told.institution || null,
  country: told.country || null,
  assurance: [],
  entitlements: [],
});

/**
 * The person of whom another tool tells: the one with this subject, else with this verified mail address, else somebody
 * known from elsewhere, who is added without a way to sign in. Undefined where neither subject nor address is told.
 */
export const knowPerson =
  (parts: { clock: Clock; audit: Audit }) =>
  async (tx: Tx, told: ToldPerson): Promise<string | undefined> => {
    const { uid } = told;
    const email = told.email.trim().toLowerCase();
    if (uid === '' && email === '') return undefined;
    const bySubject = uid === '' ? undefined : await personBySubject(tx, uid);
    if (bySubject !== undefined) return bySubject;
    const byEmail = email === '' ? undefined : await personByEmail(tx, email);
    if (byEmail) return byEmail.id;
    const subject = uid === '' ? `mailto:${email}` : uid;
    const known = await lockIdentity(tx, elsewhere, subject);
    if (known) return known.personId;
    const now = parts.clock.now();
    const claims = claimsOf(subject, { ...told, email });
    const personId = await insertPerson(tx, claims, now);
    await saveIdentity(tx, { personId, issuer: elsewhere, claims, now });
    await parts.audit(tx, { actor: system, action: 'identity.know_person', target: `person:${personId}` });
    return personId;
  };

async function personBySubject(read: Read, subject: string): Promise<string | undefined> {
  const row = await tables(read)
    .selectFrom('identity.identities as linked')
    .innerJoin('identity.people as person', 'person.id', 'linked.person_id')
    .select('linked.person_id')
    .where('linked.subject', '=', subject)
    .where('linked.issuer', '!=', technical)
    .where('person.erased_at', 'is', null)
    // Who can sign in comes before who is only known.
    .orderBy(sql<boolean>`linked.issuer = ${elsewhere}`)
    .orderBy('linked.linked_at')
    .limit(1)
    .executeTakeFirst();
  return row?.person_id;
}

type TechnicalParts = Pick<RecomputeParts, 'publish'> & { database: Database; clock: Clock; audit: Audit };

/**
 * The account by which a program works on the whole desk; made when it is first asked for. Call it outside of
 * transactions the first time; later it is answered from memory.
 */
export function technicalAccounts({
  database,
  clock,
  audit,
  publish,
}: TechnicalParts): (name: string) => Promise<Actor> {
  const known = new Map<string, Actor>();
  const role = { role: 'shifter', scope: '*' };
  return async (name) => {
    const there = known.get(name);
    if (there) return there;
    const displayName = `Ticket connector (${name})`;
    const id = await database.transact(async (tx) => {
      // One at a time: two first calls make one account.
      await sql`select pg_advisory_xact_lock(hashtext(${`technical:${name}`}))`.execute(tx);
      const identity = await lockIdentity(tx, technical, name);
      if (identity) return identity.personId;
      const now = clock.now();
      const claims = claimsOf(name, { name: displayName });
      const personId = await insertPerson(tx, claims, now);
      await saveIdentity(tx, { personId, issuer: technical, claims, now });
      await insertGrant(tx, { personId, ...role, source: 'grant', grantedBy: null, grantedAt: now });
      await audit(tx, {
        actor: system,
        action: 'identity.grant_role',
        target: `person:${personId}`,
        details: { ...role },
      });
      await publish(tx, roleGranted(personId, role));
      return personId;
    });
    const actor: Actor = { kind: 'person', id, name: displayName, email: null, roles: [role], tokenScopes: null };
    known.set(name, actor);
    return actor;
  };
}
