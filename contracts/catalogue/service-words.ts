import type { accessModes, ServiceRating, slaLevels } from './schemas.ts';

/** What a service costs, in words. */
export const accessModeWords: Readonly<Record<(typeof accessModes)[number], string>> = {
  free: 'free',
  free_conditionally: 'free under conditions',
  peer_reviewed: 'after peer review',
  paid: 'paid',
  other: 'other',
};

/** What is promised about a service, in words. */
export const slaLevelWords: Readonly<Record<(typeof slaLevels)[number], string>> = {
  none: 'No targets are agreed',
  basic: 'Targets of the federation hold for everybody',
  agreed: 'Targets are agreed for each order',
};

/** What customers gave, never without their number: `4.3 of 5 (12 ratings)`, `2 ratings, too few for an average`. */
export function ratingWords({ average, count }: ServiceRating): string {
  if (count === 0) return 'Not rated yet';
  const number = count === 1 ? '1 rating' : `${count} ratings`;
  return average === null ? `${number}, too few for an average` : `${average.toFixed(1)} of 5 (${number})`;
}
