import { fewestForAverage, type ServiceRating } from '#contracts/catalogue/schemas';

/** The average to one decimal with its number; no average where too few have answered for it to mean something. */
export function ratingFrom({ sum, count }: { readonly sum: number; readonly count: number }): ServiceRating {
  return { average: count < fewestForAverage ? null : Math.round((sum / count) * 10) / 10, count };
}
