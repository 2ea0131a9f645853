import type { Me, PersonalExport, Preferences } from '#contracts/identity/schemas';
import { languages, type Language } from '#contracts/languages';
import { densities, notices, themes, type NoticeTopic } from '#contracts/identity/schemas';
import { personId, require, type Actor } from '#kernel/access';
import type { Audit } from '#kernel/audit';
import type { Clock } from '#kernel/clock';
import type { Read, Transact } from '#kernel/database';
import { AppError, invalid, notFound } from '#kernel/errors';
import type { Publish } from '#kernel/outbox';
import { keepAnAdministrator } from './change-roles.ts';
import { personErased } from './events.ts';
import type { Person } from './person.ts';
import type { PersonalData } from './personal-data.ts';
import { mayAdminister, mayUseAccount } from './policies.ts';
import { recomputeRoles, type RecomputeParts } from './recompute-roles.ts';
import {
  blankPerson,
  deleteIdentity,
  findPerson,
  identitiesOf,
  lockPerson,
  savePreferences,
  saveTerms,
} from './sql-people-store.ts';
import { grantsOf } from './sql-role-store.ts';
import { sessionsOf } from './sql-session-store.ts';
import { tokensOf } from './sql-token-store.ts';
import { terms } from './terms.ts';

export interface AccountParts {
  readonly transact: Transact;
  readonly clock: Clock;
  readonly publish: Publish;
  readonly audit: Audit;
  readonly sections: () => readonly PersonalData[];
}

const oneOf = <T extends string>(values: readonly T[], value: unknown, fallback: T): T =>
  values.find((one) => one === value) ?? fallback;

/** Preferences as kept, with a default for everything that is not. */
export function preferencesOf({ preferences }: Pick<Person, 'preferences'>): Preferences {
  const kept = preferences['notifications'];
  const topics: Readonly<Record<string, unknown>> = typeof kept === 'object' && kept !== null ? { ...kept } : {};
  const by = (topic: NoticeTopic) => oneOf(notices, topics[topic], 'mail');
  const zone = preferences['timeZone'];
  return {
    theme: oneOf(themes, preferences['theme'], 'system'),
    density: oneOf(densities, preferences['density'], 'comfortable'),
    timeZone: typeof zone === 'string' ? zone : null,
    language: languages.find((one) => one === preferences['language']) ?? null,
    notifications: { progress: by('progress'), messages: by('messages'), ratings: by('ratings'), desk: by('desk') },
  };
}

export function toMe(person: Person): Me {
  const { id, name, email, institution, country } = person;
  return { id, name, email, institution, country, preferences: preferencesOf(person) };
}

export interface PreferencesChange {
  readonly theme?: Preferences['theme'] | undefined;
  readonly density?: Preferences['density'] | undefined;
  readonly timeZone?: string | null | undefined;
  readonly language?: Language | null | undefined;
  readonly notifications?: Partial<Preferences['notifications']> | undefined;
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

/** Changes the settings that are given; the others stay. */
export const changePreferences =
  ({ transact }: AccountParts) =>
  (actor: Actor, change: PreferencesChange): Promise<Preferences> =>
    transact(async (tx) => {
      require(mayUseAccount(actor));
      const person = await lockPerson(tx, personId(actor));
      if (!person) throw notFound('account');
      if (typeof change.timeZone === 'string' && !isZone(change.timeZone)) {
        throw invalid('time_zone_unknown', [
          { path: 'timeZone', message: 'not a time zone; use a name like Europe/Amsterdam' },
        ]);
      }
      const before = preferencesOf(person);
      const next: Preferences = {
        theme: change.theme ?? before.theme,
        density: change.density ?? before.density,
        timeZone: change.timeZone === undefined ? before.timeZone : change.timeZone,
        language: change.language === undefined ? before.language : change.language,
        notifications: { ...before.notifications, ...change.notifications },
      };
      await savePreferences(tx, person.id, next);
      return next;
    });

/** Accepts the terms in the version that was shown; refuses one that is no longer in force. */
export const acceptTerms =
  ({ transact, clock, audit }: AccountParts) =>
  (actor: Actor, version: string): Promise<void> =>
    transact(async (tx) => {
      const id = personId(actor);
      require(mayUseAccount(actor));
      if (version !== terms.version) {
        throw new AppError(
          'conflict',
          'terms_outdated',
          `The terms of use have changed to version ${terms.version}. Read them and accept them again`,
        );
      }
      await saveTerms(tx, id, version, clock.now());
      await audit(tx, { actor, action: 'identity.accept_terms', target: `person:${id}`, details: { version } });
    });

/** Takes an identity off the account; its entitlements no longer count. The last one stays. */
export const unlinkIdentity =
  (parts: AccountParts & RecomputeParts) =>
  (actor: Actor, identityId: string): Promise<void> =>
    parts.transact(async (tx) => {
      const id = personId(actor);
      require(mayUseAccount(actor));
      await lockPerson(tx, id);
      const linked = await identitiesOf(tx, id);
      if (!linked.some((identity) => identity.id === identityId)) throw notFound(`identity ${identityId}`);
      if (linked.length === 1)
        throw new AppError(
          'refused',
          'last_identity',
          'This is the only identity you can sign in with. Link another one first',
        );
      await deleteIdentity(tx, identityId);
      await recomputeRoles(tx, parts, id);
      await parts.audit(tx, { actor, action: 'identity.unlink_identity', target: `person:${id}` });
    });

/** Everything that is kept about the person who asks, by section; no secrets. */
export async function exportPerson(
  read: Read,
  { clock, sections }: Pick<AccountParts, 'clock' | 'sections'>,
  actor: Actor,
): Promise<PersonalExport> {
  require(mayUseAccount(actor));
  const person = await findPerson(read, personId(actor));
  if (!person) throw notFound('account');
  const now = clock.now();
  const content: Record<string, unknown> = {
    account: {
      createdAt: person.createdAt,
      lastSignInAt: person.lastSignInAt,
      assurance: person.assurance,
      termsVersion: person.termsVersion,
    },
    identities: (await identitiesOf(read, person.id)).map(({ personId: _personId, ...identity }) => identity),
    roles: (await grantsOf(read, person.id)).map(({ role, scope, source, grantedAt }) => ({
      role,
      scope,
      source,
      grantedAt,
    })),
    tokens: await tokensOf(read, person.id),
    sessions: await sessionsOf(read, person.id, now),
  };
  for (const section of sections()) content[section.name] = await section.export(read, person.id);
  return { exportedAt: now, person: toMe(person), sections: content };
}

async function erase(parts: AccountParts, actor: Actor, id: string, check: (person: Person) => void): Promise<void> {
  await parts.transact(async (tx) => {
    const person = await lockPerson(tx, id);
    if (!person || person.erasedAt !== null) throw notFound(`person ${id}`);
    check(person);
    await keepAnAdministrator(tx, await grantsOf(tx, id));
    for (const section of parts.sections()) await section.erase(tx, person);
    await blankPerson(tx, id, parts.clock.now());
    await parts.publish(tx, personErased(id));
    await parts.audit(tx, { actor, action: 'identity.erase_person', target: `person:${id}` });
  });
}

/** Erases the own account, confirmed by typing the own mail address (or the name, where there is no address). */
export const eraseMe =
  (parts: AccountParts) =>
  async (actor: Actor, typed: string): Promise<void> => {
    require(mayUseAccount(actor));
    await erase(parts, actor, personId(actor), (person) => {
      const expected = person.email ?? person.name;
      if (typed.trim().toLowerCase() === expected.toLowerCase()) return;
      throw invalid('confirmation_differs', [{ path: 'email', message: `type ${expected} to confirm` }]);
    });
  };

/** Erases somebody's account at their request; for administrators. */
export const erasePerson =
  (parts: AccountParts) =>
  async (actor: Actor, id: string): Promise<void> => {
    require(mayAdminister(actor));
    require(mayUseAccount(actor));
    await erase(parts, actor, id, () => undefined);
  };
