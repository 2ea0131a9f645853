import { AppError } from '#kernel/errors';

/** What an identity provider says about a person, as far as it is kept (identity.md 3.3). */
export interface PersonClaims {
  readonly subject: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly institution: string | null;
  readonly country: string | null;
  readonly assurance: readonly string[];
  readonly entitlements: readonly string[];
}

const mostValues = 2000;

function text(value: unknown, most = 255): string | null {
  if (typeof value !== 'string') return null;
  // oxlint-disable-next-line no-control-regex -- control characters are what has to go
  const clean = value.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
  return clean === '' ? null : clean.slice(0, most);
}

function texts(value: unknown): string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const kept = values.map((one) => text(one, 1000)).filter((one) => one !== null);
  return [...new Set(kept)].slice(0, mostValues);
}

function first(...values: readonly unknown[]): string | null {
  return values.flatMap(texts)[0]?.slice(0, 255) ?? null;
}

function countryIn(address: unknown): unknown {
  return typeof address === 'object' && address !== null && 'country' in address ? address.country : undefined;
}

/** Reads the claims of an ID token and of UserInfo together; refuses claims without a subject. */
export function personClaims(claims: Readonly<Record<string, unknown>>): PersonClaims {
  const subject = text(claims['sub']);
  if (subject === null) {
    throw new AppError(
      'unavailable',
      'identity_provider_failed',
      'The identity provider did not say who signed in (no `sub`)',
    );
  }
  const verified = texts(claims['voperson_verified_email']);
  const email = first(claims['email'], verified);
  const parts = [text(claims['given_name']), text(claims['family_name'])].filter((part) => part !== null);
  return {
    subject,
    name: text(claims['name']) ?? (parts.length > 0 ? parts.join(' ') : text(claims['preferred_username'])),
    email,
    // A provider that says nothing about it has verified by its own means; one that says no has not.
    emailVerified: email !== null && (verified.includes(email) || claims['email_verified'] !== false),
    institution: first(
      claims['organization_name'],
      claims['schac_home_organization'],
      claims['schac_home_organisation'],
    ),
    country: first(claims['country'], claims['schac_country_of_residence'], countryIn(claims['address'])),
    assurance: texts(claims['eduperson_assurance']),
    entitlements: [...new Set([...texts(claims['eduperson_entitlement']), ...texts(claims['entitlements'])])],
  };
}
