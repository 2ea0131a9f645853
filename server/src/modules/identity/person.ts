import type { Instant } from '#kernel/clock';

/** Somebody who signs in or is known to the portal. After an erasure nothing but the id is left of them. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly institution: string | null;
  readonly country: string | null;
  readonly assurance: readonly string[];
  readonly termsVersion: string | null;
  readonly preferences: Readonly<Record<string, unknown>>;
  readonly createdAt: Instant;
  readonly lastSignInAt: Instant | null;
  readonly erasedAt: Instant | null;
}

export const erasedName = 'Erased person';

/** Text as it is searched: without accents, in lower case. */
export function searchable(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
