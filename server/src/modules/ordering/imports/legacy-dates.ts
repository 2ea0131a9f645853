import { isoDay } from '#contracts/catalogue/parameter-days';

/** Which number comes first in a date with slashes; the date picker of the time wrote the month first. */
export type DateOrder = 'month-first' | 'day-first';

export interface LegacyDate {
  readonly iso: string;
  /** The other day that it may mean, when both numbers can be a month. */
  readonly other?: string;
}

/** Reads `02-12-2022` (day first), `2022-12-02` and `02/12/2019` (in the given order, where both are possible). */
export function readLegacyDate(text: string, order: DateOrder): LegacyDate | undefined {
  const slashes = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
  if (!slashes) {
    const iso = isoDay(text.trim());
    return iso === undefined ? undefined : { iso };
  }
  const [, first = '', second = '', year = ''] = slashes;
  const monthFirst = isoDay(`${second.padStart(2, '0')}-${first.padStart(2, '0')}-${year}`);
  const dayFirst = isoDay(`${first.padStart(2, '0')}-${second.padStart(2, '0')}-${year}`);
  const [iso, other] = order === 'month-first' ? [monthFirst, dayFirst] : [dayFirst, monthFirst];
  if (iso === undefined) return other === undefined ? undefined : { iso: other };
  return other === undefined || other === iso ? { iso } : { iso, other };
}
