import { later } from '#kernel/clock';

const form = /^(20\d{2})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,6})?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads `from_timestamp` of the events (ordering.md 3.2.5): with `Z`, with an offset, or without either, which is UTC; up
 * to six decimals. Answers it as the database compares it, to the microsecond; undefined where it is no such moment.
 */
export function fromTimestamp(text: string): string | undefined {
  // A plus in an address that was not escaped arrives as a blank.
  const found = form.exec(text.replace(/ (\d{2}:?\d{2})$/, '+$1'));
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second, decimals = '', zone = 'Z'] = found;
  const offset = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const date = `${year}-${month}-${day}`;
  const moment = `${date}T${hour}:${minute}:${second}${offset}`;
  // The calendar must agree: 31 February is no day, though a clock would go on to March.
  const isDay = !Number.isNaN(Date.parse(date)) && later(`${date}T00:00:00Z`, 0).startsWith(date);
  if (Number.isNaN(Date.parse(moment)) || !isDay) return undefined;
  return `${later(moment, 0).slice(0, 19)}${decimals}Z`;
}
