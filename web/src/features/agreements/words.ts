import { endingSoonDays } from '#contracts/agreements/endpoints';
import type { AgreementType } from '#contracts/agreements/kinds';
import type { Agreement, AgreementSummary } from '#contracts/agreements/schemas';

import { t } from '../../app/messages.ts';
import { daysBetween } from './days.ts';

/** Roles whose people work for the federation's side of an agreement. */
export const deskRoles = ['shifter', 'sla-coordinator', 'administrator'] as const;

/** Kinds of agreements in the words of the framework. */
export const typeWords: Readonly<Record<AgreementType, string>> = {
  corporate_sla: 'Corporate SLA, for everyone',
  vo_sla: 'VO SLA, for one customer',
  resource_centre_ola: 'Resource-centre OLA, for all',
  vo_ola: 'VO OLA, for one SLA',
  service_ola: 'Service OLA, of a central service',
  ua: 'UA, with a supplier',
};

type Row = Pick<AgreementSummary, 'state' | 'version' | 'openVersion' | 'waitingFor' | 'party' | 'validity'>;

/** Whose turn it is, and to do what. */
export function turnOf({ state, version, openVersion, waitingFor, party }: Row): { who: string; why: string } | null {
  const isOpen = state === 'draft' || state === 'proposed' || (openVersion !== null && openVersion !== version);
  if (!isOpen) return null;
  if (waitingFor === 'nobody') return { who: t('Order desk'), why: t('review and propose') };
  const who = { desk: t('Order desk'), party, both: t('Both sides') }[waitingFor];
  return { who, why: t('sign') };
}

/** How late it is, or how long it holds: `should have begun 57 d ago`, `ends in 30 d`. */
export function lateness(
  { state, validity }: Row,
  today: string,
): { words: string; tone: 'red' | 'amber' | null } | null {
  switch (state) {
    case 'draft':
    case 'proposed':
    case 'agreed': {
      const days = daysBetween(today, validity.startsOn);
      return days < 0 && state !== 'agreed'
        ? { words: t('should have begun {n} d ago', { n: -days }), tone: 'red' }
        : days > 0
          ? { words: t('begins in {n} d', { n: days }), tone: null }
          : null;
    }
    case 'active':
    case 'in_review': {
      const days = daysBetween(today, validity.endsOn);
      return days < 0
        ? null
        : { words: t('ends in {n} d', { n: days }), tone: days <= endingSoonDays ? 'amber' : null };
    }
    default:
      return null;
  }
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
