import type { Agreement, AgreementSummary } from '#contracts/agreements/schemas';

import { t } from '../../app/messages.ts';

/** Roles whose people work for the federation's side of an agreement. */
export const deskRoles = ['shifter', 'sla-coordinator', 'administrator'] as const;

/** Whose signature is missing, as a list says it. */
export function waitingWords({ state, waitingFor, party }: AgreementSummary): string | null {
  if (state !== 'proposed') return null;
  if (waitingFor === 'both') return t('both sides');
  if (waitingFor === 'desk') return t('the federation');
  return waitingFor === 'party' ? party : null;
}

/** Whether an effect tells of a mail that goes out. */
export function tellsByMail(effect: string | null): boolean {
  return effect !== null && /\bmails?\b/i.test(effect) && !/nobody gets a mail/i.test(effect);
}

/** First twelve characters of a hash: enough to compare by eye. */
export function shortHash(sha256: string): string {
  return sha256.slice(0, 12);
}

/** Address of one version of an agreement. */
export function versionHref(name: string, version: number): string {
  return `/agreements/${name}/versions/${version}`;
}

/** Address of the comparison of two versions. */
export function compareHref(name: string, from: number, to: number): string {
  return `/agreements/${name}/compare?from=${from}&to=${to}`;
}

/** Number and title of a section in one: `3.1 Incidents`. */
export function sectionName({ number, title }: { readonly number: string; readonly title: string }): string {
  return number === '' ? title : `${number} ${title}`;
}

/** The version that the one on screen follows: the newest before it that was agreed, or the one before; undefined for the first. */
export function versionBefore({ version, versions }: Pick<Agreement, 'version' | 'versions'>): number | undefined {
  const earlier = versions.filter((one) => one.version < version);
  const agreed = earlier.filter(({ agreedAt }) => agreedAt !== null);
  const numbers = (agreed.length > 0 ? agreed : earlier).map((one) => one.version);
  return numbers.length === 0 ? undefined : Math.max(...numbers);
}
