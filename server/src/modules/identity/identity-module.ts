import type { Kernel } from '#kernel/assemble';
import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import type { Authenticate, Plugin } from '#kernel/http';
import { accountRoutes } from './account-routes.ts';
import { adminRoutes } from './admin-routes.ts';
import { issueToken, type IssuedToken, type TokenInput } from './api-tokens.ts';
import { actorOfPerson, actorOfToken, createAuthenticate, type ActorOfToken } from './authenticate.ts';
import { personClaims } from './claims.ts';
import { createCookies } from './cookies.ts';
import { findPersona, personas } from './demo/personas.ts';
import { demoIssuer, personaClaims } from './demo/provider.ts';
import { identityEvents } from './events.ts';
import { knowPerson, technicalAccounts, type ToldPerson } from './known-people.ts';
import { loginRoutes } from './login-routes.ts';
import { actorByEmail, peopleByIds, peopleWithRole, personByEmail, personByUid, searchPeople } from './people-view.ts';
import type { PersonalData } from './personal-data.ts';
import { providerOf } from './provider-of.ts';
import { recomputeRoles } from './recompute-roles.ts';
import { addPerson, signIn } from './sign-in.ts';
import { lockIdentity, saveIdentity, saveTerms } from './sql-people-store.ts';
import { personCards } from './person-cards.ts';
import { membersOfScopes, setScopeMembers } from './scope-members.ts';
import { personalMail } from './sql-personal-mail.ts';
import { sweepJob } from './sweep-job.ts';
import { terms } from './terms.ts';

/** Narrow, read-only answers for other modules. */
export const peopleQueries = {
  byIds: peopleByIds,
  byEmail: personByEmail,
  byUid: personByUid,
  actorByEmail,
  withRole: peopleWithRole,
  search: searchPeople,
  cards: personCards,
  membersOfScopes,
  actorOf: actorOfPerson,
};
export type PeopleQueries = typeof peopleQueries;

export interface IdentityModule {
  readonly routes: Plugin;
  /** For `buildHttp`: who sends a request. */
  readonly authenticate: Authenticate;
  /** Who stands behind an API token, for surfaces that carry it in a header of their own. */
  readonly actorOfToken: ActorOfToken;
  readonly people: PeopleQueries;
  /** Makes exactly these people holders of a role in one scope. */
  readonly setScopeMembers: ReturnType<typeof setScopeMembers>;
  /** Lets a higher module contribute to the export and the erasure of a person's data. */
  addPersonalData(section: PersonalData): void;
  /** Makes an API token without asking who wants it: for the command line and the demo. */
  issueToken(tx: Tx, input: TokenInput & { personId: string }): Promise<IssuedToken>;
  /** Records that somebody accepted the terms in force; for the demo, whose people have ordered before. */
  acceptTermsFor(tx: Tx, personId: string): Promise<void>;
  /** The account by which a program works on the whole desk; see `technicalAccounts`. */
  readonly technicalAccount: (name: string) => Promise<Actor>;
  /** The person of whom another tool tells; see `knowPerson`. */
  readonly knowPerson: (tx: Tx, told: ToldPerson) => Promise<string | undefined>;
  /** Somebody with the roles they hold now; undefined for whom there is no account any more. */
  /** Adds the personas of the demo that are missing, with their roles; answers the id of each by its key. */
  ensurePersonas(tx: Tx): Promise<ReadonlyMap<string, string>>;
}

/** People, sign-in, roles and tokens. */
export function identityModule({ kernel }: { kernel: Kernel }): IdentityModule {
  const { config, database, clock, publish, audit, limit } = kernel;
  const { transact } = database;
  const cookies = createCookies(config.publicUrl);
  const provider = providerOf(kernel);
  const sections: PersonalData[] = [personalMail];
  const adminSubjects = new Set(config.ADMIN_SUBJECTS.split(',').map((subject) => subject.trim().toLowerCase()));
  const parts = { transact, database, clock, publish, audit, adminSubjects, sections: () => sections };
  const firstRoles = (issuer: string, subject: string) =>
    config.demo && issuer === demoIssuer ? (findPersona(subject)?.roles ?? []) : [];

  kernel.addJobs([sweepJob({ database, clock })]);
  kernel.addReactions([
    { name: 'identity.apply-mapping', on: [identityEvents.mappingChanged], react: (tx) => recomputeRoles(tx, parts) },
  ]);

  return {
    authenticate: createAuthenticate({ database, clock }),
    actorOfToken: actorOfToken({ database, clock }),
    people: peopleQueries,
    setScopeMembers: setScopeMembers(parts),
    technicalAccount: technicalAccounts(parts),
    knowPerson: knowPerson(parts),
    addPersonalData: (section) => void sections.push(section),
    issueToken: (tx, input) => issueToken(tx, clock, input),
    acceptTermsFor: (tx, personId) => saveTerms(tx, personId, terms.version, clock.now()),
    async ensurePersonas(tx) {
      const ids = new Map<string, string>();
      for (const persona of personas) {
        const known = await lockIdentity(tx, demoIssuer, persona.subject);
        const claims = personClaims(personaClaims(persona));
        const personId = known?.personId ?? (await addPerson(tx, { ...parts, firstRoles }, demoIssuer, claims));
        if (!known) await saveIdentity(tx, { personId, issuer: demoIssuer, claims, now: clock.now() });
        ids.set(persona.key, personId);
      }
      return ids;
    },
    routes: async (app) => {
      await app.register(
        loginRoutes({
          database,
          clock,
          limit,
          cookies,
          client: provider.client,
          signIn: signIn({ ...parts, firstRoles }),
          publicUrl: config.publicUrl,
          demo: config.demo,
          federation: config.FEDERATION_NAME,
        }),
      );
      if (provider.demoRoutes) await app.register(provider.demoRoutes);
      await app.register(accountRoutes({ ...parts, cookies, demo: config.demo, federation: config.FEDERATION_NAME }));
      await app.register(adminRoutes(parts));
    },
  };
}
