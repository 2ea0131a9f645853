import { z } from 'zod';
import { Language } from '../languages.ts';
import { Instant, page, PageQuery } from '../kernel/schemas.ts';

/** What an API token may be used for; a token of scope `*` may do all that its person may. */
export const tokenScopes = {
  orders: 'Place, read and work orders',
  catalogue: 'Read and edit the catalogue',
  registry: 'Read and edit sites and services',
  agreements: 'Read and sign agreements',
  marketplace: 'Act for order systems in the APIs of the marketplace (X-User-Token)',
  messaging: 'Administer messaging projects',
  people: 'Find people and manage roles',
  audit: 'Read the audit',
  '*': 'Everything that I may do',
} as const satisfies Record<string, string>;
export type TokenScope = keyof typeof tokenScopes;
export const TokenScopeName = z.enum(Object.keys(tokenScopes) as [TokenScope, ...TokenScope[]]);

/** Roles that can be granted or mapped, with the kind of scope each takes. */
export const grantableRoles = {
  administrator: { label: 'Portal administrator', scopes: ['*'] },
  'sla-coordinator': { label: 'SLA coordinator', scopes: ['*'] },
  shifter: { label: 'Shifter', scopes: ['*', 'group'] },
  provider: { label: 'Provider contact', scopes: ['provider', 'site'] },
  'site-admin': { label: 'Site administrator', scopes: ['site'] },
} as const satisfies Record<string, { label: string; scopes: readonly string[] }>;
export type GrantableRole = keyof typeof grantableRoles;
export const RoleName = z.enum(Object.keys(grantableRoles) as [GrantableRole, ...GrantableRole[]]);

const PersonId = z.string().min(1).max(64);
const RoleScope = z
  .string()
  .max(200)
  .regex(/^(\*|[a-z]+:\S(.{0,190}\S)?)$/, { error: '`*`, or a kind and a name such as group:cloud-compute' });

export const HeldRole = z.object({ role: z.string(), scope: z.string() }).meta({ id: 'HeldRole' });

export const RoleGrant = z
  .object({
    id: z.string(),
    role: z.string(),
    scope: z.string(),
    source: z.enum(['grant', 'mapping']).describe('Granted by a person, or computed from entitlements at sign-in'),
    grantedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
    grantedAt: Instant,
  })
  .meta({ id: 'RoleGrant' });
export type RoleGrant = z.infer<typeof RoleGrant>;

export const themes = ['system', 'light', 'dark'] as const;
export const densities = ['comfortable', 'compact'] as const;
/** At once, with the digest of the next working day, or only on the page. */
export const notices = ['mail', 'digest', 'page'] as const;
/** Kinds of news that a person may have by mail or only on the page; what waits for an answer or a signature always comes by mail. */
export const noticeTopics = ['progress', 'messages', 'ratings', 'desk'] as const;
export type NoticeTopic = (typeof noticeTopics)[number];
const NoticeTopicName = z.enum(noticeTopics);
export const Preferences = z
  .object({
    theme: z.enum(themes),
    density: z.enum(densities),
    timeZone: z.string().max(60).nullable().describe('IANA name; null follows the browser'),
    language: Language.nullable().describe('Language of mails; null for the language of the site'),
    notifications: z.record(NoticeTopicName, z.enum(notices)).describe('Where each kind of news goes'),
  })
  .meta({ id: 'Preferences' });
export type Preferences = z.infer<typeof Preferences>;

export const PreferencesChange = z
  .object({
    theme: z.enum(themes).optional(),
    density: z.enum(densities).optional(),
    timeZone: z.string().trim().min(1).max(60).nullable().optional(),
    language: Language.nullable().optional(),
    notifications: z.partialRecord(NoticeTopicName, z.enum(notices)).optional(),
  })
  .strict()
  .meta({ id: 'PreferencesChange' });

export const Me = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    institution: z.string().nullable(),
    country: z.string().nullable(),
    preferences: Preferences,
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const DemoPersona = z
  .object({ key: z.string(), name: z.string(), part: z.string(), does: z.string(), signInPath: z.string() })
  .meta({ id: 'DemoPersona' });

export const Session = z
  .object({
    person: Me.nullable(),
    roles: z.array(HeldRole),
    csrf: z.string().nullable().describe('Goes back as X-CSRF-Token with every change; null for tokens'),
    terms: z.object({ version: z.string(), accepted: z.boolean() }),
    tokenScopes: z.array(z.string()).nullable().describe('Scopes of the API token in use; null in a browser'),
    demo: z.object({ personas: z.array(DemoPersona) }).nullable(),
    federation: z.string(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

export const Terms = z
  .object({ version: z.string(), title: z.string(), paragraphs: z.array(z.string()) })
  .meta({ id: 'Terms' });
export const AcceptTerms = z
  .object({ version: z.string().max(40) })
  .strict()
  .meta({ id: 'AcceptTerms' });

export const LinkedIdentity = z
  .object({
    id: z.string(),
    issuer: z.string(),
    subject: z.string(),
    assurance: z.array(z.string()),
    entitlements: z.array(z.string()),
    linkedAt: Instant,
    lastUsedAt: Instant,
  })
  .meta({ id: 'LinkedIdentity' });
export type LinkedIdentity = z.infer<typeof LinkedIdentity>;

export const SessionInfo = z
  .object({
    id: z.string(),
    current: z.boolean(),
    device: z.string().describe('What the browser said about itself'),
    createdAt: Instant,
    lastSeenAt: Instant,
    expiresAt: Instant,
  })
  .meta({ id: 'SessionInfo' });
export type SessionInfo = z.infer<typeof SessionInfo>;

export const ApiToken = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.string()),
    hint: z.string().describe('Last four characters'),
    createdAt: Instant,
    expiresAt: Instant,
    lastUsedAt: Instant.nullable(),
  })
  .meta({ id: 'ApiToken' });
export type ApiToken = z.infer<typeof ApiToken>;
export const NewApiToken = z
  .object({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(TokenScopeName).min(1).max(20),
    expiresInDays: z.number().int().min(1).max(366).default(90),
  })
  .strict()
  .meta({ id: 'NewApiToken' });
export const IssuedApiToken = z
  .object({ token: ApiToken, secret: z.string().describe('Shown this once') })
  .meta({ id: 'IssuedApiToken' });

export const PersonCard = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    institution: z.string().nullable(),
    country: z.string().nullable(),
    roles: z.array(HeldRole),
  })
  .meta({ id: 'PersonCard' });
export type PersonCard = z.infer<typeof PersonCard>;
export const PeoplePage = page(PersonCard).meta({ id: 'PeoplePage' });
export const PeopleQuery = PageQuery.extend({
  q: z.string().trim().max(100).optional().describe('Part of a name, mail address or institution'),
  role: RoleName.optional(),
});

export const PersonRecord = PersonCard.omit({ roles: true })
  .extend({
    assurance: z.array(z.string()),
    createdAt: Instant,
    lastSignInAt: Instant.nullable(),
    erasedAt: Instant.nullable(),
    termsVersion: z.string().nullable(),
    identities: z.array(LinkedIdentity).describe('For administrators and the person alone'),
    roles: z.array(RoleGrant),
  })
  .meta({ id: 'PersonRecord' });
export type PersonRecord = z.infer<typeof PersonRecord>;

export const GrantRole = z.object({ role: RoleName, scope: RoleScope }).strict().meta({ id: 'GrantRole' });

const Entitlement = z.string().trim().min(1).max(1000);
export const NewMappingRule = z
  .object({
    entitlement: Entitlement.describe('What a person must hold, by the rules of AARC-G069'),
    role: RoleName,
    scope: RoleScope.describe('May use {group}, {subgroup} and {role} of what is held: group:{subgroup}'),
  })
  .strict()
  .meta({ id: 'NewMappingRule' });
export const MappingRule = z
  .object({ id: z.string(), entitlement: z.string(), role: z.string(), scope: z.string(), createdAt: Instant })
  .meta({ id: 'MappingRule' });
export type MappingRule = z.infer<typeof MappingRule>;
export const MappingRules = z.object({ items: z.array(MappingRule) }).meta({ id: 'MappingRules' });
export const MappingTrial = z
  .object({ entitlements: z.array(Entitlement).min(1).max(100) })
  .strict()
  .meta({ id: 'MappingTrial' });
export const MappingTrialResult = z
  .object({
    items: z.array(
      z.object({
        entitlement: z.string(),
        problem: z.string().nullable().describe('Why it cannot be read'),
        gives: z.array(z.object({ role: z.string(), scope: z.string(), ruleId: z.string() })),
      }),
    ),
  })
  .meta({ id: 'MappingTrialResult' });

export const EraseMe = z
  .object({ email: z.string().trim().min(1).max(320).describe('The own mail address, typed as a confirmation') })
  .strict()
  .meta({ id: 'EraseMe' });

export const PersonalExport = z
  .object({ exportedAt: Instant, person: Me, sections: z.record(z.string(), z.unknown()) })
  .meta({ id: 'PersonalExport' });
export type PersonalExport = z.infer<typeof PersonalExport>;

export const AuditEntry = z
  .object({
    id: z.string(),
    at: Instant,
    actor: z.object({ id: z.string().nullable(), name: z.string() }),
    action: z.string(),
    target: z.string(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;
export const AuditPage = page(AuditEntry).meta({ id: 'AuditPage' });
export const AuditQuery = PageQuery.extend({
  target: z.string().max(200).optional().describe('Exactly: `person:<id>`'),
  action: z.string().max(100).optional().describe('Exactly, or by prefix with *: `identity.*`'),
  actor: z.string().max(64).optional().describe('Id of a person'),
});

export const PersonParams = z.object({ id: PersonId });
export const RoleGrantParams = z.object({ id: PersonId, grantId: z.string().min(1).max(64) });
export const IdParams = z.object({ id: z.string().min(1).max(64) });
